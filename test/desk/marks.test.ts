import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Marks } from '../../desk/marks.ts';

describe('Marks', () => {
  it('tells every text apart, and knows each one again, while it grows', () => {
    const marks = new Marks();
    for (let at = 0; at < 20_000; at += 1) {
      assert.equal(marks.add(`p${at}@example.test`), true);
      if (at % 7 === 0) assert.equal(marks.add(`p${Math.floor(at / 2)}@example.test`), false);
    }
    assert.equal(marks.size, 20_000);
    for (let at = 0; at < 20_000; at += 1) assert.equal(marks.add(`p${at}@example.test`), false);
    assert.equal(marks.size, 20_000);
  });
});
