import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isPublicHoliday } from '../../../domain/clocks/holidays.ts';
import { isWorkingDay, workingDaysAfter } from '../../../domain/clocks/working-days.ts';
import { daysAfterDate } from '../../../domain/clocks/zone.ts';
import { AUTHORITIES } from '../../../domain/law/authorities.ts';

/** Weekdays only: the other national holidays of these months fall on weekends. */
const SPAIN = [
  '2025-12-08',
  '2025-12-25',
  '2026-01-01',
  '2026-01-06',
  '2026-04-03',
  '2026-05-01',
  '2026-08-15',
  '2026-10-12',
  '2026-12-08',
  '2026-12-25',
  '2027-01-01',
  '2027-01-06',
];

describe('isPublicHoliday', () => {
  it('knows the national holidays of Spain from December 2025 to January 2027, and no others on weekdays', () => {
    for (const date of SPAIN) assert.equal(isPublicHoliday('ES', date), true, date);
    for (let date = '2025-12-01'; date <= '2027-01-31'; date = daysAfterDate(date, 1)) {
      const weekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
      if (!weekend) assert.equal(isPublicHoliday('ES', date), SPAIN.includes(date), date);
    }
  });

  it('gives a Sunday holiday no Monday', () => {
    assert.equal(isPublicHoliday('ES', '2026-11-01'), true); // a Sunday
    assert.equal(isWorkingDay('ES', '2026-11-02'), true);
    assert.equal(isPublicHoliday('GB', '2026-12-28'), false); // substitute day for Boxing Day
  });

  it('leaves out half days and regional holidays, and keeps holidays of two days', () => {
    assert.equal(isPublicHoliday('IS', '2026-12-24'), false);
    assert.equal(isPublicHoliday('DE', '2026-06-04'), false); // Corpus Christi, in some Länder
    assert.equal(isPublicHoliday('RO', '2026-01-02'), true);
  });

  it('has a table for every authority', () => {
    for (const { holidayCountry } of AUTHORITIES) assert.equal(isPublicHoliday(holidayCountry, '2026-12-25'), true);
  });

  it('refuses a country without table', () => assert.throws(() => isPublicHoliday('XX', '2026-01-01'), RangeError));
});

describe('workingDaysAfter', () => {
  it('does not count the day itself, Saturdays, Sundays and holidays', () => {
    assert.equal(workingDaysAfter('ES', '2026-12-04', 1), '2026-12-07');
    assert.equal(workingDaysAfter('ES', '2026-12-04', 2), '2026-12-09');
  });
});
