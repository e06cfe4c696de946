import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Duration } from '@temporalio/common';

type IsAny<T> = 0 extends 1 & T ? true : false;

describe('durations', () => {
  it('are checked by the compiler: a misspelt unit does not compile', () => {
    const isAny: IsAny<Duration> = false;
    // @ts-expect-error no such unit
    const misspelt: Duration = '72 huors';
    const right: Duration = '72 hours';
    assert.deepEqual([isAny, misspelt === right], [false, false]);
  });
});
