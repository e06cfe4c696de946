import { isPublicHoliday } from './holidays.ts';
import { civilMidnight, daysAfterDate } from './zone.ts';

/** All days other than Saturdays, Sundays and public holidays (Reg. 1182/71 Art. 2(2)). */
export function isWorkingDay(country: string, date: string): boolean {
  const weekday = new Date(civilMidnight(date).ms).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !isPublicHoliday(country, date);
}

/** The first working day at or after a date. */
export function workingDayFrom(country: string, date: string): string {
  let day = date;
  while (!isWorkingDay(country, day)) day = daysAfterDate(day, 1);
  return day;
}

/** The n-th working day after a date, which itself is not counted. */
export function workingDaysAfter(country: string, date: string, count: number): string {
  let day = date;
  for (let left = count; left > 0; left -= 1) day = workingDayFrom(country, daysAfterDate(day, 1));
  return day;
}
