import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EDPB_CASES } from '../../../domain/law/edpb-cases.ts';

describe('EDPB_CASES', () => {
  it('T-6E totals: authority in 12 of 18, people in 9, never people without authority', () => {
    assert.deepEqual(
      EDPB_CASES.map(({ number }) => number),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
    );
    assert.equal(EDPB_CASES.filter(({ notifyAuthority }) => notifyAuthority).length, 12);
    assert.equal(EDPB_CASES.filter(({ tellPeople }) => tellPeople).length, 9);
    assert.ok(EDPB_CASES.every(({ notifyAuthority, tellPeople }) => notifyAuthority || !tellPeople));
  });

  it('T-6E cases that widely copied tables get wrong', () => {
    const outcome = (number: number): [boolean, boolean] => {
      const row = EDPB_CASES.find((each) => each.number === number);
      return row ? [row.notifyAuthority, row.tellPeople] : assert.fail(`no case ${number}`);
    };
    for (const number of [6, 9, 15]) assert.deepEqual(outcome(number), [false, false]);
    for (const number of [2, 8, 16]) assert.deepEqual(outcome(number), [true, false]);
  });
});
