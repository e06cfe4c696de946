import { TZDate } from '@date-fns/tz';
import { addDays as addCalendarDays } from 'date-fns/addDays';
import { addYears as addCalendarYears } from 'date-fns/addYears';
import { type Instant, instantMs, instantOf } from './instant.ts';

/** The same wall time in the zone, a number of calendar days later. Never for the 72 hours: those are elapsed hours. */
export const addDays = (at: Instant, days: number, zone: string): Instant =>
  instantOf(addCalendarDays(new TZDate(instantMs(at), zone), days).getTime());

/** The same wall time in the zone, a number of years later; 29 February becomes 28 February. */
export const addYears = (at: Instant, years: number, zone: string): Instant =>
  instantOf(addCalendarYears(new TZDate(instantMs(at), zone), years).getTime());
