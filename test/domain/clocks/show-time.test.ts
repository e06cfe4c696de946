import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rfc3339InZone, showDate, showDuration, showInstant } from '../../../domain/clocks/show-time.ts';

describe('rfc3339InZone', () => {
  it('carries the offset of the zone at that instant', () => {
    assert.equal(rfc3339InZone('2026-10-26T16:00:00Z', 'Europe/Madrid'), '2026-10-26T17:00:00+01:00');
    assert.equal(rfc3339InZone('2026-10-23T16:00:00Z', 'Europe/Madrid'), '2026-10-23T18:00:00+02:00');
    assert.equal(rfc3339InZone('2026-10-26T16:00:00Z', 'Atlantic/Azores'), '2026-10-26T15:00:00-01:00');
    assert.equal(rfc3339InZone('2026-10-26T16:00:00Z', 'Asia/Kolkata'), '2026-10-26T21:30:00+05:30');
  });

  it('tells the two passes of the repeated hour apart', () => {
    assert.equal(rfc3339InZone('2026-10-25T00:30:00Z', 'Europe/Madrid'), '2026-10-25T02:30:00+02:00');
    assert.equal(rfc3339InZone('2026-10-25T01:30:00Z', 'Europe/Madrid'), '2026-10-25T02:30:00+01:00');
  });

  it('keeps milliseconds only where there are some', () =>
    assert.equal(rfc3339InZone('2026-03-13T13:30:00.001Z', 'Europe/Madrid'), '2026-03-13T14:30:00.001+01:00'));

  it('refuses a local time without offset', () =>
    assert.throws(() => rfc3339InZone('2026-10-25T02:30:00', 'Europe/Madrid'), RangeError));
});

describe('showInstant', () => {
  it('shows weekday, date, time, place and offset', () =>
    assert.equal(showInstant('2026-10-26T16:00:00Z', 'Europe/Madrid'), 'Mon 26 Oct 2026 17:00 Madrid (UTC+01:00)'));

  it('shows local midnight as 24:00 of the day before', () =>
    assert.equal(showInstant('2025-11-27T23:00:00Z', 'Europe/Madrid'), 'Thu 27 Nov 2025 24:00 Madrid (UTC+01:00)'));

  it('shows seconds only where there are some', () =>
    assert.equal(showInstant('2026-05-22T21:59:59Z', 'Europe/Madrid'), 'Fri 22 May 2026 23:59:59 Madrid (UTC+02:00)'));

  it('names days and months in the language asked for', () => {
    assert.equal(
      showInstant('2026-10-26T16:00:00Z', 'Europe/Madrid', 'es'),
      'lun 26 oct 2026 17:00 Madrid (UTC+01:00)',
    );
    assert.equal(showInstant('2026-10-26T16:00:00Z', 'Europe/Paris', 'fr'), 'lun 26 oct 2026 17:00 Paris (UTC+01:00)');
  });

  it('keeps the day when midnight itself comes twice (Azores)', () => {
    const both = ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'].map((at) => showInstant(at, 'Atlantic/Azores'));
    assert.deepEqual(both, ['Sat 24 Oct 2026 24:00 Azores (UTC+00:00)', 'Sat 24 Oct 2026 24:00 Azores (UTC-01:00)']);
  });
});

describe('showDate', () => {
  it('has the weekday', () => assert.equal(showDate('2026-01-14'), 'Wed 14 Jan 2026'));
});

describe('showDuration', () => {
  const minute = 60_000;
  const cases: [number, string][] = [
    [0, '0 s'],
    [45_999, '45 s'],
    [18 * minute, '18 min'],
    [(31 * 60 + 12) * minute + 59_999, '31 h 12 min'],
    [72 * 60 * minute, '72 h 0 min'],
    [16 * 24 * 60 * minute, '16 d 0 h'],
    [-(2 * 60 + 5) * minute, '2 h 5 min'],
  ];
  for (const [ms, text] of cases) it(`shows ${ms} ms as ${text}`, () => assert.equal(showDuration(ms), text));
});
