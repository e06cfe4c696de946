import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completionDates, completionDueAt } from '../../../domain/clocks/completion.ts';
import { rfc3339InZone } from '../../../domain/clocks/show-time.ts';
import { Refusal } from '../../../domain/refusal.ts';

describe('completionDates', () => {
  const rows: [string, string, string, string][] = [
    ['T-5-1', '2025-11-27', '2025-12-27', '2026-01-14'],
    ['T-5-2', '2026-03-13', '2026-04-12', '2026-04-27'],
    ['T-5-3', '2026-07-31', '2026-08-30', '2026-09-11'],
    ['T-5-4', '2026-11-23', '2026-12-23', '2027-01-08'],
  ];
  for (const [id, filedOn, calendar30, working30] of rows) {
    it(`${id} filed ${filedOn} with the AEPD`, () =>
      assert.deepEqual(completionDates({ filedOn, authority: 'ES' }), { calendar30, working30, alarm: calendar30 }));
  }

  it('has no dates where the authority names no limit', () => {
    const none = { calendar30: null, working30: null, alarm: null };
    for (const authority of ['FR', 'ES-CT', 'DE-BY', 'CH']) {
      assert.deepEqual(completionDates({ filedOn: '2025-11-27', authority }), none);
    }
  });

  it('refuses what is no date', () => {
    for (const filedOn of ['27/11/2025', '2025-02-30', '2025-11-27T10:00']) {
      assert.throws(
        () => completionDates({ filedOn, authority: 'ES' }),
        (error) => error instanceof Refusal && error.details.code === 'DATE_FORM',
      );
    }
  });
});

describe('completionDueAt', () => {
  it('is 24:00 in Madrid on the date of the alarm', () => {
    const due = (filedOn: string): string =>
      rfc3339InZone(completionDueAt({ filedOn, authority: 'ES' }) ?? '', 'Europe/Madrid');
    assert.equal(due('2025-11-27'), '2025-12-28T00:00:00+01:00');
    assert.equal(due('2026-03-13'), '2026-04-13T00:00:00+02:00');
  });

  it('is null where there is no rule', () =>
    assert.equal(completionDueAt({ filedOn: '2025-11-27', authority: 'FR' }), null));
});
