import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { doraInitialDueAt, doraWeekendRule, periodAfter, stepsDue } from '../../../domain/clocks/adjacent.ts';
import { authorityDeadlines } from '../../../domain/clocks/authority-deadlines.ts';
import { monthsAfter, monthsAfterDate } from '../../../domain/clocks/months.ts';
import { rfc3339InZone } from '../../../domain/clocks/show-time.ts';
import { REGIMES, type Regime } from '../../../domain/law/regimes.ts';

const MADRID = 'Europe/Madrid';
const shown = (at: string | null | undefined): string => rfc3339InZone(at ?? '', MADRID);
function regime(id: string): Regime {
  const row = REGIMES.find((each) => each.id === id);
  return row ?? assert.fail(`no regime ${id}`);
}

describe('months (Reg. 1182/71 Art. 3(2)(c), rule P8)', () => {
  const rows: [string, string][] = [
    ['2026-01-31', '2026-02-28'],
    ['2026-08-31', '2026-09-30'],
    ['2025-11-28', '2025-12-28'],
    ['2028-01-31', '2028-02-29'],
  ];
  for (const [from, to] of rows) it(`takes ${from} to ${to}`, () => assert.equal(monthsAfterDate(from, 1), to));

  it('keeps the time of day and is not moved by a Sunday', () =>
    assert.equal(shown(monthsAfter('2025-11-28T17:30:00+01:00', 1, MADRID)), '2025-12-28T17:30:00+01:00'));

  it('keeps the time on the wall across a change of clocks', () =>
    assert.equal(shown(monthsAfter('2026-10-10T18:00:00+02:00', 1, MADRID)), '2026-11-10T18:00:00+01:00'));
});

describe('the same incident under many laws (aware 2026-10-23T18:00+02:00, Madrid)', () => {
  const awareAt = '2026-10-23T18:00:00+02:00';
  const due = (id: string, step: string): string =>
    shown(stepsDue(regime(id), { awareAt }, MADRID).find((each) => each.step === step)?.dueAt);

  it('caps DORA and the NIS2 early warning at 24 hours', () => {
    assert.equal(shown(doraInitialDueAt({ awareAt, classifiedAt: null })), '2026-10-24T18:00:00+02:00');
    assert.equal(due('NIS2', 'early warning'), '2026-10-24T18:00:00+02:00');
  });

  it('ends 72 hours of GDPR and NIS2 at 17:00, 96 hours a day later', () => {
    const gdpr = authorityDeadlines({ awareAt, zone: MADRID, holidayCountry: 'ES' });
    assert.equal(shown(gdpr.conservative), '2026-10-26T17:00:00+01:00');
    assert.equal(due('NIS2', 'notification'), '2026-10-26T17:00:00+01:00');
    assert.equal(due('GDPR-OMNIBUS-2025', 'initial'), '2026-10-27T17:00:00+01:00');
  });

  it('has no instant for a step whose anchor has not happened, or without a number', () => {
    const steps = stepsDue(regime('NIS2'), { awareAt }, MADRID);
    assert.equal(steps.find(({ step }) => step === 'final report')?.dueAt, null);
    assert.deepEqual(
      stepsDue(regime('CH-FADP'), { awareAt }, MADRID).map(({ dueAt }) => dueAt),
      [null],
    );
  });
});

describe('DORA', () => {
  it('T-7-1 ends 72 hours on a Sunday and lets an ordinary entity file until Monday noon', () => {
    const dueAt = periodAfter('2026-08-06T11:00:00Z', 'PT72H', MADRID);
    assert.equal(dueAt, '2026-08-09T11:00:00.000Z');
    const ordinary = doraWeekendRule(dueAt, { zone: MADRID, holidayCountry: 'ES', systemic: false });
    assert.equal(ordinary.dueAt, dueAt);
    assert.equal(shown(ordinary.mayFileUntil), '2026-08-10T12:00:00+02:00');
    const bank = doraWeekendRule(dueAt, { zone: MADRID, holidayCountry: 'ES', systemic: true });
    assert.equal(bank.mayFileUntil, dueAt);
  });

  it('runs 4 hours from classification, within 24 of awareness, and anew when classified later', () => {
    const awareAt = '2026-08-06T08:00:00Z';
    const due = (classifiedAt: string): string => doraInitialDueAt({ awareAt, classifiedAt });
    assert.equal(due('2026-08-06T10:00:00Z'), '2026-08-06T14:00:00.000Z');
    assert.equal(due('2026-08-07T06:00:00Z'), '2026-08-07T08:00:00.000Z');
    assert.equal(due('2026-08-07T09:00:00Z'), '2026-08-07T13:00:00.000Z');
  });
});

describe('periodAfter', () => {
  it('lets hours elapse and keeps the time of day for days', () => {
    assert.equal(shown(periodAfter('2026-10-23T18:00:00+02:00', 'PT72H', MADRID)), '2026-10-26T17:00:00+01:00');
    assert.equal(shown(periodAfter('2026-10-23T18:00:00+02:00', 'P3D', MADRID)), '2026-10-26T18:00:00+01:00');
  });

  it('refuses any other form', () =>
    assert.throws(() => periodAfter('2026-10-23T18:00:00Z', 'P1Y', MADRID), RangeError));
});
