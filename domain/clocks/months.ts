import { type Instant, instantMs, instantOf, MS_PER_DAY } from './instant.ts';
import { workingDaysAfter } from './working-days.ts';
import { civilAt, civilDate, civilMidnight, instantCompatible } from './zone.ts';

/** The same-numbered day so many months later, or the month's last day where it has no such day. */
export function monthsAfterDate(date: string, months: number): string {
  const from = new Date(civilMidnight(date).ms);
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0));
  lastDay.setUTCDate(Math.min(from.getUTCDate(), lastDay.getUTCDate()));
  return civilDate({ ms: lastDay.getTime() });
}

/** The same time on the wall on another calendar date. */
function sameTimeOn(date: string, at: Instant, zone: string): Instant {
  const timeOfDayMs = civilAt(instantMs(at), zone).ms % MS_PER_DAY;
  return instantOf(instantCompatible({ ms: civilMidnight(date).ms + timeOfDayMs }, zone));
}

/**
 * End of a period in months, at the same time of day.
 *
 * A Saturday, Sunday or holiday does not move it: Art. 3(4) would allow the next working day, the alarm stands earlier.
 *
 * @see Regulation (EEC, Euratom) 1182/71 Art. 3(1), (2)(c); C-171/03 Toeters
 */
export function monthsAfter(at: Instant, months: number, zone: string): Instant {
  return sameTimeOn(monthsAfterDate(civilDate(civilAt(instantMs(at), zone)), months), at, zone);
}

/** End of a period in calendar days, at the same time of day. */
export function calendarDaysAfter(at: Instant, days: number, zone: string): Instant {
  const civil = civilAt(instantMs(at), zone);
  return instantOf(instantCompatible({ ms: civil.ms + days * MS_PER_DAY }, zone));
}

/** End of a period in working days, the day of the event not counted, at the same time of day. */
export function workingDaysLater(
  at: Instant,
  days: number,
  { zone, holidayCountry }: { zone: string; holidayCountry: string },
): Instant {
  const date = civilDate(civilAt(instantMs(at), zone));
  return sameTimeOn(workingDaysAfter(holidayCountry, date, days), at, zone);
}
