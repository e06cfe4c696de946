import { tzOffset } from '@date-fns/tz/tzOffset';
import { quoteValue, Refusal } from '../refusal.ts';
import { instantMs, instantOf, MS_PER_DAY, MS_PER_MINUTE } from './instant.ts';

/** What clocks on the wall show: `ms` is the local date and time written as if it were UTC. */
export interface CivilTime {
  ms: number;
}

/** Offset of a zone from UTC at an instant, in minutes, east positive. */
export const offsetMinutes = (ms: number, zone: string): number => tzOffset(zone, new Date(ms));

/** What clocks in the zone show at an instant. */
export const civilAt = (ms: number, zone: string): CivilTime => ({ ms: ms + offsetMinutes(ms, zone) * MS_PER_MINUTE });

/** The calendar date of a civil time, `2026-10-25`. */
export const civilDate = (civil: CivilTime): string => instantOf(civil.ms).slice(0, 10);

/** Midnight at the start of a calendar date. */
export const civilMidnight = (date: string): CivilTime => ({ ms: Date.parse(`${date}T00:00:00Z`) });

/**
 * Every instant at which clocks in the zone show a civil time, earliest first: none when they are put forward over
 * it, two when they are put back through it.
 */
export function instantsShowing(civil: CivilTime, zone: string): number[] {
  const offsets = [-MS_PER_DAY, MS_PER_DAY].map((shift) => offsetMinutes(civil.ms + shift, zone));
  const candidates = [...new Set(offsets)].map((offset) => civil.ms - offset * MS_PER_MINUTE);
  return candidates.filter((ms) => civilAt(ms, zone).ms === civil.ms).sort((a, b) => a - b);
}

/**
 * One instant for a civil time, as calendars do (RFC 5545, "compatible"): the first of two; when there is none,
 * as far after the gap as the time stands into it.
 */
export function instantCompatible(civil: CivilTime, zone: string): number {
  const [first] = instantsShowing(civil, zone);
  if (first !== undefined) return first;
  return civil.ms - offsetMinutes(civil.ms - MS_PER_DAY, zone) * MS_PER_MINUTE;
}

/** Whether the process knows the zone; a bare offset such as `+02:00` is not a zone. */
export function isKnownZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** @throws {Refusal} `ZONE_UNKNOWN` */
export function requireZone(zone: string): void {
  if (isKnownZone(zone)) return;
  throw new Refusal({
    code: 'ZONE_UNKNOWN',
    message: `Cannot use time zone ${quoteValue(zone)}: it is not in the IANA list`,
    next: 'Give a zone such as Europe/Madrid or Atlantic/Canary',
  });
}

/** The first instant of a calendar date in a zone. */
export const startOfDayMs = (date: string, zone: string): number => instantCompatible(civilMidnight(date), zone);

/** The calendar date a number of days later. */
export const daysAfterDate = (date: string, days: number): string =>
  civilDate({ ms: civilMidnight(date).ms + days * MS_PER_DAY });

/** The calendar date clocks in the zone show at an instant. */
export const localDateOf = (at: string, zone: string): string => civilDate(civilAt(instantMs(at), zone));
