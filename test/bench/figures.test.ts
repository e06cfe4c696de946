import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { latenessOf, middle, ratio } from '../../bench/figures.ts';
import { times } from '../../bench/progress.ts';

describe('the figures of a bench', () => {
  it('are nearest-rank percentiles, in whole milliseconds', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.deepEqual(latenessOf(hundred), { p50Ms: 50, p99Ms: 99, maxMs: 100 });
    assert.deepEqual(latenessOf([7.4]), { p50Ms: 7, p99Ms: 7, maxMs: 7 });
  });

  it('are refused for nothing measured', () => {
    assert.throws(() => latenessOf([]), RangeError);
  });

  it('compare with at least a millisecond', () => {
    assert.equal(ratio(250, 100), 2.5);
    assert.equal(ratio(30, 0.2), 30);
    assert.equal(middle([9, 1, 5]), 5);
  });
});

describe('times', () => {
  it('does each once, never more than so many at once', async () => {
    const done: number[] = [];
    let busy = 0;
    let most = 0;
    await times(10, 3, async (which) => {
      busy += 1;
      most = Math.max(most, busy);
      await new Promise(setImmediate);
      busy -= 1;
      done.push(which);
    });
    assert.deepEqual(
      done.sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    assert.equal(most, 3);
  });
});
