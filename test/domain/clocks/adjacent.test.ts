import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { doraWeekendRule, type Incident, periodAfter, stepClocks } from '../../../domain/clocks/adjacent.ts';
import { authorityDeadlines } from '../../../domain/clocks/authority-deadlines.ts';
import { monthsAfter, monthsAfterDate } from '../../../domain/clocks/months.ts';
import { rfc3339InZone } from '../../../domain/clocks/show-time.ts';
import { nis2For, REGIMES, type Regime } from '../../../domain/law/regimes.ts';

const MADRID = 'Europe/Madrid';
const shown = (at: string | null | undefined): string => rfc3339InZone(at ?? '', MADRID);
function regime(id: string): Regime {
  const row = REGIMES.find((each) => each.id === id);
  return row ?? assert.fail(`no regime ${id}`);
}

/** When a step is due, in Madrid's time; null without a date. */
function dueIn(row: Regime, step: string, moments: Incident['moments'], made: Incident['made'] = []): string | null {
  const clocks = stepClocks(row, { moments, made }, { zone: MADRID, holidayCountry: 'ES' });
  const clock = clocks.find((each) => each.step.id === step) ?? assert.fail(`${row.id} has no step ${step}`);
  return clock.dueAt && shown(clock.dueAt);
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

  it('caps DORA and the NIS2 early warning at 24 hours', () => {
    assert.equal(dueIn(regime('DORA'), 'initial', { awareAt }), '2026-10-24T18:00:00+02:00');
    assert.equal(dueIn(regime('NIS2'), 'earlyWarning', { awareAt }), '2026-10-24T18:00:00+02:00');
  });

  it('ends 72 hours of GDPR and NIS2 at 17:00, 96 hours a day later: Italy and the proposal', () => {
    const gdpr = authorityDeadlines({ awareAt, zone: MADRID, holidayCountry: 'ES' });
    assert.equal(shown(gdpr.conservative), '2026-10-26T17:00:00+01:00');
    assert.equal(dueIn(regime('NIS2'), 'notification', { awareAt }), '2026-10-26T17:00:00+01:00');
    assert.equal(dueIn(nis2For('IT'), 'notification', { awareAt }), '2026-10-27T17:00:00+01:00');
    assert.equal(dueIn(regime('GDPR-OMNIBUS-2025'), 'initial', { awareAt }), '2026-10-27T17:00:00+01:00');
  });

  it('has no instant for a step whose anchor has not happened, or without a number', () => {
    assert.equal(dueIn(regime('NIS2'), 'finalReport', { awareAt }), null);
    assert.equal(dueIn(regime('CH-FADP'), 'initial', { awareAt }), null);
    assert.equal(dueIn(regime('MAR-17'), 'disclosure', { awareAt }), null);
  });
});

describe('NIS2 by country', () => {
  const awareAt = '2026-03-10T10:00:00+01:00';
  const at = '2026-03-11T09:00:00+01:00';
  const later = '2026-04-01T12:00:00+02:00';
  const wednesday = [{ step: 'earlyWarning', submittedAt: at }];
  const notified = [{ step: 'notification', submittedAt: '2026-03-13T08:00:00+01:00' }];

  for (const country of ['BE', 'DK', 'SE', 'RO', 'EE', 'HU', 'LI', 'DE', 'NL', 'AT', 'ES', 'FR']) {
    it(`${country} has the terms of the directive`, () => {
      const row = nis2For(country);
      assert.equal(dueIn(row, 'earlyWarning', { awareAt }), '2026-03-11T10:00:00+01:00');
      assert.equal(dueIn(row, 'notification', { awareAt }), '2026-03-13T10:00:00+01:00');
      assert.equal(dueIn(row, 'finalReport', { awareAt }, notified), '2026-04-13T08:00:00+02:00');
      assert.equal(dueIn(row, 'finalReportLasting', { awareAt, resolvedAt: later }), '2026-05-01T12:00:00+02:00');
      assert.equal(dueIn(row, 'intermediate', { awareAt, requestedAt: later }), null);
    });
  }

  it('ES is marked: not transposed, terms known, recipient not fixed', () => {
    const { confidence, verifiedAt, recipient, note } = nis2For('ES');
    assert.deepEqual([confidence, verifiedAt], ['medium', '2026-09-23']);
    assert.match(recipient, /^not fixed/);
    assert.match(note ?? '', /Not transposed/);
  });

  it('a country that is not in the record is marked low', () => assert.equal(nis2For('FR').confidence, 'low'));

  it('IT counts the 72 hours from the pre-notification, at most 96 from awareness', () => {
    const row = nis2For('IT');
    assert.equal(dueIn(row, 'notification', { awareAt }), '2026-03-14T10:00:00+01:00');
    assert.equal(dueIn(row, 'notification', { awareAt }, wednesday), '2026-03-14T09:00:00+01:00');
    const early = [{ step: 'earlyWarning', submittedAt: '2026-03-10T12:00:00+01:00' }];
    assert.equal(dueIn(row, 'notification', { awareAt }, early), '2026-03-13T12:00:00+01:00');
  });

  it('PT runs from verification; notice of the end of impact 24 hours, final report 30 working days after it', () => {
    const place = { zone: 'Europe/Lisbon', holidayCountry: 'PT' };
    const lisbon = (moments: Incident['moments'], step: string): string | null => {
      const clock = stepClocks(nis2For('PT'), { moments, made: [] }, place).find((each) => each.step.id === step);
      return clock?.dueAt ?? null;
    };
    assert.equal(lisbon({ awareAt }, 'earlyWarning'), null);
    assert.equal(lisbon({ awareAt, verifiedAt: at }, 'earlyWarning'), '2026-03-12T08:00:00.000Z');
    assert.equal(lisbon({ awareAt, verifiedAt: at }, 'notification'), '2026-03-14T08:00:00.000Z');
    const ended = { awareAt, impactEndedAt: '2026-01-12T10:00:00Z' };
    assert.equal(lisbon(ended, 'endOfImpact'), '2026-01-13T10:00:00.000Z');
    // Monday 12 January plus six working weeks without a holiday in Portugal.
    assert.equal(lisbon(ended, 'finalReport'), '2026-02-23T10:00:00.000Z');
  });

  for (const country of ['FI', 'SI', 'SK']) {
    it(`${country} anchors on detection`, () => {
      assert.equal(dueIn(nis2For(country), 'earlyWarning', { awareAt }), null);
      assert.equal(dueIn(nis2For(country), 'earlyWarning', { awareAt, detectedAt: at }), '2026-03-12T09:00:00+01:00');
      assert.equal(dueIn(nis2For(country), 'notification', { awareAt, detectedAt: at }), '2026-03-14T09:00:00+01:00');
    });
  }

  it('CZ anchors on classification, with the final report 30 days after resolution', () => {
    const row = nis2For('CZ');
    assert.equal(dueIn(row, 'earlyWarning', { awareAt }), null);
    assert.equal(dueIn(row, 'notification', { awareAt, classifiedAt: at }), '2026-03-14T09:00:00+01:00');
    assert.equal(dueIn(row, 'finalReport', { awareAt, resolvedAt: later }), '2026-05-01T12:00:00+02:00');
  });

  it('HR has its final report 30 days after the notification', () =>
    assert.equal(dueIn(nis2For('HR'), 'finalReport', { awareAt }, notified), '2026-04-12T08:00:00+02:00'));

  it('CY warns within 6 hours', () =>
    assert.equal(dueIn(nis2For('CY'), 'earlyWarning', { awareAt }), '2026-03-10T16:00:00+01:00'));

  it('NO has its final report a month after the first warning', () => {
    assert.equal(dueIn(nis2For('NO'), 'finalReport', { awareAt }, notified), null);
    assert.equal(dueIn(nis2For('NO'), 'finalReport', { awareAt }, wednesday), '2026-04-11T09:00:00+02:00');
  });

  it('IS has no hours at all, IE is not in force', () => {
    const { steps } = nis2For('IS');
    assert.ok(steps.every(({ offset }) => offset === null));
    assert.deepEqual([nis2For('IE').enabled, nis2For('IE').effectiveFrom], [false, null]);
  });

  it('a trust service provider notifies within 24 hours', () => {
    assert.equal(dueIn(nis2For('BE', true), 'notification', { awareAt }), '2026-03-11T10:00:00+01:00');
    assert.equal(dueIn(nis2For('IT', true), 'notification', { awareAt }), '2026-03-11T10:00:00+01:00');
  });
});

describe('further regimes', () => {
  const awareAt = '2026-10-23T18:00:00+02:00';
  const detectedAt = '2026-10-22T18:00:00+02:00';
  const rows: [string, string, string][] = [
    ['EIDAS-Q', 'notification', '2026-10-24T18:00:00+02:00'],
    ['EIDAS-NQ', 'notification', '2026-10-24T18:00:00+02:00'],
    ['EPRIV-611', 'notification', '2026-10-23T18:00:00+02:00'],
    ['UK-PECR-2003', 'notification', '2026-10-23T18:00:00+02:00'],
    ['UK-PECR', 'notification', '2026-10-26T17:00:00+01:00'],
    ['CRA', 'earlyWarning', '2026-10-24T18:00:00+02:00'],
    ['CRA', 'notification', '2026-10-26T17:00:00+01:00'],
    ['CER', 'initial', '2026-10-24T18:00:00+02:00'],
    ['CER', 'detailedReport', '2026-11-23T18:00:00+01:00'],
    ['CH-ISA', 'report', '2026-10-24T18:00:00+02:00'],
    ['EUDPR', 'initial', '2026-10-26T17:00:00+01:00'],
    ['LED', 'initial', '2026-10-26T17:00:00+01:00'],
    ['ENS-ES', 'critical', '2026-10-22T19:00:00+02:00'],
    ['ENS-ES', 'veryHigh', '2026-10-23T00:00:00+02:00'],
    ['ENS-ES', 'high', '2026-10-23T18:00:00+02:00'],
  ];
  for (const [id, step, due] of rows) {
    it(`${id} ${step} is due ${due}`, () => assert.equal(dueIn(regime(id), step, { awareAt, detectedAt }), due));
  }

  it('EPRIV-611 has its second notice three days after the first', () => {
    const made = [{ step: 'notification', submittedAt: '2026-10-23T12:00:00+02:00' }];
    assert.equal(dueIn(regime('EPRIV-611'), 'secondNotice', { detectedAt }, made), '2026-10-26T12:00:00+01:00');
  });

  it('CRA ends 14 days after a fix, or a month after the notification', () => {
    const made = [{ step: 'notification', submittedAt: '2026-10-31T12:00:00+01:00' }];
    const fixAvailableAt = '2026-11-02T12:00:00+01:00';
    assert.equal(dueIn(regime('CRA'), 'finalVulnerability', { fixAvailableAt }), '2026-11-16T12:00:00+01:00');
    assert.equal(dueIn(regime('CRA'), 'finalIncident', {}, made), '2026-11-30T12:00:00+01:00');
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
    const due = (classifiedAt: string): string | null => dueIn(regime('DORA'), 'initial', { awareAt, classifiedAt });
    assert.equal(due('2026-08-06T10:00:00Z'), '2026-08-06T16:00:00+02:00');
    assert.equal(due('2026-08-07T06:00:00Z'), '2026-08-07T10:00:00+02:00');
    assert.equal(due('2026-08-07T09:00:00Z'), '2026-08-07T15:00:00+02:00');
  });

  it('runs the intermediate from submitting the initial, the final from the latest intermediate', () => {
    const made = [{ step: 'initial', submittedAt: '2026-08-06T11:00:00Z' }];
    assert.equal(dueIn(regime('DORA'), 'intermediate', {}, made), '2026-08-09T13:00:00+02:00');
    const first = [...made, { step: 'intermediate', submittedAt: '2026-08-08T09:00:00Z' }];
    assert.equal(dueIn(regime('DORA'), 'final', {}, first), '2026-09-08T11:00:00+02:00');
    const again = [...first, { step: 'intermediateAgain', submittedAt: '2026-08-31T09:00:00Z' }];
    assert.equal(dueIn(regime('DORA'), 'final', {}, again), '2026-09-30T11:00:00+02:00');
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
