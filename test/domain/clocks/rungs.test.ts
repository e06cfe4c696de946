import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstRungAfter, rungInstants, rungsDue } from '../../../domain/clocks/rungs.ts';
import { LADDERS, ladderOf } from '../../../domain/law/ladders.ts';

// T-3-12: aware 2026-10-23T18:00+02:00; clocks go back in between, so both instants are 17:00 Madrid.
const october = { actBy: '2026-10-26T16:00:00.000Z', dueAt: '2026-10-26T16:00:00.000Z' };
// T-3-10: clocks go forward, the same wall time comes an hour before the 72 hours are over.
const march = { actBy: '2026-03-30T16:00:00.000Z', dueAt: '2026-03-30T17:00:00.000Z' };
const initial = LADDERS['authority/initial'];

describe('rungInstants', () => {
  it('stands 48, 24, 12, 6, 2, 1 and 0 hours before actBy', () => {
    assert.deepEqual(
      rungInstants(initial, october).map((rung) => [rung.key, rung.at]),
      [
        ['-48h', '2026-10-24T16:00:00.000Z'],
        ['-24h', '2026-10-25T16:00:00.000Z'],
        ['-12h', '2026-10-26T04:00:00.000Z'],
        ['-6h', '2026-10-26T10:00:00.000Z'],
        ['-2h', '2026-10-26T14:00:00.000Z'],
        ['-1h', '2026-10-26T15:00:00.000Z'],
        ['0h', '2026-10-26T16:00:00.000Z'],
      ],
    );
  });

  it('widens: the decision owner from 12 hours on, legal when overdue', () => {
    const roles = Object.fromEntries(rungInstants(initial, october).map((rung) => [rung.key, rung.roles]));
    assert.deepEqual(roles['-24h'], ['handler', 'dpo']);
    assert.deepEqual(roles['-12h'], ['handler', 'dpo', 'decisionOwner']);
    assert.deepEqual(roles['0h'], ['handler', 'dpo', 'decisionOwner']);
    assert.deepEqual(initial.repeatRoles, ['handler', 'dpo', 'decisionOwner', 'legal']);
  });
});

describe('firstRungAfter', () => {
  const next = (last: string | null, duty = october) => {
    const rung = firstRungAfter(initial, duty, last);
    return rung && [rung.key, rung.at];
  };

  it('starts with the first rung, even one that is past', () =>
    assert.deepEqual(next(null), ['-48h', '2026-10-24T16:00:00.000Z']));

  it('takes the rung strictly after the last reminder', () => {
    assert.deepEqual(next('2026-10-24T15:59:59.999Z'), ['-48h', '2026-10-24T16:00:00.000Z']);
    assert.deepEqual(next('2026-10-24T16:00:00.000Z'), ['-24h', '2026-10-25T16:00:00.000Z']);
  });

  it('repeats every 24 hours after dueAt, not after actBy', () => {
    assert.deepEqual(next('2026-03-30T17:00:00.000Z', march), ['late+24h', '2026-03-31T17:00:00.000Z']);
    assert.deepEqual(next('2026-03-31T17:00:00.000Z', march), ['late+48h', '2026-04-01T17:00:00.000Z']);
    assert.deepEqual(next('2026-04-05T00:00:00.000Z', march), ['late+144h', '2026-04-05T17:00:00.000Z']);
  });

  it('follows the deadline when awareness moves, without repeating a rung already answered', () => {
    const earlier = { actBy: '2026-10-25T16:00:00.000Z', dueAt: '2026-10-25T16:00:00.000Z' };
    assert.deepEqual(next('2026-10-24T16:00:00.000Z', earlier), ['-12h', '2026-10-25T04:00:00.000Z']);
  });

  it('ends where the ladder does not repeat', () => {
    const ending = { ...initial, repeatHours: null };
    assert.equal(firstRungAfter(ending, october, '2026-10-26T16:00:00.000Z'), null);
  });

  it('forces a decision at 24 hours and flags 48 (R-2-2)', () => {
    const ladder = LADDERS['suspicion/decide'];
    const decide = { actBy: '2026-03-03T08:00:00.000Z', dueAt: '2026-03-04T08:00:00.000Z' };
    const after = (last: string) => firstRungAfter(ladder, decide, last);
    assert.equal(after('2026-03-03T07:00:00.000Z')?.key, '0h');
    assert.deepEqual(after('2026-03-03T08:00:00.000Z'), {
      key: 'due',
      at: '2026-03-04T08:00:00.000Z',
      roles: ['handler', 'dpo', 'decisionOwner', 'legal'],
    });
    assert.equal(after('2026-03-04T08:00:00.000Z')?.at, '2026-03-05T08:00:00.000Z');
  });

  it('reminds once where actBy and dueAt coincide, and again at dueAt where clocks went forward', () => {
    assert.equal(firstRungAfter(initial, october, '2026-10-26T16:00:00.000Z')?.key, 'late+24h');
    assert.deepEqual(next('2026-03-30T16:00:00.000Z', march), ['due', '2026-03-30T17:00:00.000Z']);
  });

  it('reminds of completion 14, 7, 3 and 1 day before and on the day', () => {
    const duty = { actBy: '2025-12-27T23:00:00.000Z', dueAt: '2025-12-27T23:00:00.000Z' };
    assert.deepEqual(
      rungInstants(LADDERS['authority/completion'], duty).map((rung) => rung.at.slice(0, 10)),
      ['2025-12-13', '2025-12-20', '2025-12-24', '2025-12-26', '2025-12-27'],
    );
  });
});

describe('rungsDue', () => {
  const keys = (last: string | null, now: string) => rungsDue(initial, october, last, now).map((rung) => rung.key);

  it('is empty before the first rung and counts a rung at its instant', () => {
    assert.deepEqual(keys(null, '2026-10-24T15:59:59.999Z'), []);
    assert.deepEqual(keys(null, '2026-10-24T16:00:00.000Z'), ['-48h']);
  });

  it('gathers what was missed while the engine was away', () =>
    assert.deepEqual(keys('2026-10-24T16:00:01.000Z', '2026-10-26T10:30:00.000Z'), ['-24h', '-12h', '-6h']));

  it('includes the repeats of a case opened long after its deadline', () =>
    assert.deepEqual(keys('2026-10-26T16:00:00.000Z', '2026-10-29T16:00:00.000Z'), [
      'late+24h',
      'late+48h',
      'late+72h',
    ]));
});

describe('ladderOf', () => {
  it('finds the ladder of every kind of duty', () => {
    assert.equal(ladderOf('authority/ES-CT/initial').id, 'authority/initial');
    assert.equal(ladderOf('authority/ES/order/2').id, 'authority/order');
    assert.equal(ladderOf('processor/1/answers').id, 'processor/answers');
    assert.equal(ladderOf('people/3').id, 'people');
    assert.equal(ladderOf('retention/file').id, 'retention');
  });

  it('refuses an id nobody wrote a ladder for', () => assert.throws(() => ladderOf('authority/ES'), RangeError));
});
