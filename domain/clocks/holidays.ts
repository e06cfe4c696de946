import { createRequire } from 'node:module';
import type { default as Calendar, HolidaysTypes } from 'date-holidays';
import { MS_PER_DAY } from './instant.ts';
import { daysAfterDate } from './zone.ts';

const require = createRequire(import.meta.url);

/** Its tables take longer to load than all the rest of a command, and few count working days: loaded at the first count. */
const calendarOf = (country: string): Calendar => {
  const Holidays: typeof Calendar = require('date-holidays');
  return new Holidays(country, { types: ['public'] });
};

/** The dates a holiday covers; a few last two days, such as New Year in Romania. */
function datesOf(holiday: HolidaysTypes.Holiday): string[] {
  const days = Math.round((holiday.end.getTime() - holiday.start.getTime()) / MS_PER_DAY);
  return Array.from({ length: days }, (_, day) => daysAfterDate(holiday.date.slice(0, 10), day));
}

const datesByYear = new Map<string, ReadonlySet<string>>();

/** National public holidays of a year: whole days only, and no Monday instead of a Sunday. */
function holidaysOf(country: string, year: number): ReadonlySet<string> {
  const key = `${country}-${year}`;
  const known = datesByYear.get(key);
  if (known) return known;
  const rows = calendarOf(country).getHolidays(year);
  if (rows.length === 0) throw new RangeError(`Cannot tell holidays of '${country}': no table for it in ${year}`);
  const whole = rows.filter((row) => row.substitute !== true && row.date.slice(11, 16) === '00:00');
  const dates = new Set(whole.flatMap(datesOf));
  datesByYear.set(key, dates);
  return dates;
}

/**
 * Whether a calendar date is a public holiday in the whole country.
 *
 * Regional and local holidays are left out, and a Sunday holiday has no Monday substitute: both lead to the earlier,
 * safer date wherever working days are counted.
 *
 * @param country  code of the holiday tables (ISO 3166, so `GB`)
 * @throws {RangeError} for a country without table
 * @see Regulation (EEC, Euratom) 1182/71 Art. 2(1)
 */
export function isPublicHoliday(country: string, localDate: string): boolean {
  return holidaysOf(country, Number(localDate.slice(0, 4))).has(localDate);
}
