import { type Instant, instantMs, instantOf, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from './instant.ts';
import { civilAt, civilDate, offsetMinutes } from './zone.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** `+01:00` */
function showOffset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/**
 * An instant as RFC 3339 text in a zone, `2026-10-26T17:00:00+01:00`; milliseconds only where there are some.
 *
 * Two such texts must not be compared as text: in the hour that comes twice the later one can sort first.
 */
export function rfc3339InZone(at: Instant, zone: string): string {
  const ms = instantMs(at);
  const local = instantOf(civilAt(ms, zone).ms)
    .slice(0, -1)
    .replace(/\.000$/, '');
  return `${local}${showOffset(offsetMinutes(ms, zone))}`;
}

/** The place a zone is named for: `Madrid`, `Canary`. */
export const placeOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

const FORM = { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
const FORM_IN_FULL = { ...FORM, weekday: 'long', month: 'long' } as const;
/** Making one takes a hundred times as long as using it, and a case shows a dozen dates at every step. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormatOf(locale: string, form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${form.month}`;
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, form);
  dateFormats.set(key, known);
  return known;
}

function dateIn(date: string, locale: string, form: Intl.DateTimeFormatOptions): string {
  const parts = dateFormatOf(locale, form).formatToParts(new Date(`${date}T00:00:00Z`));
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    (parts.find((each) => each.type === type)?.value ?? '').replace(/\.$/, '');
  return [part('weekday'), part('day'), part('month'), part('year')].join(' ');
}

/** A calendar date with weekday, `Thu 27 Nov 2025`, day before month in every language. */
export const showDate = (date: string, locale = 'en'): string => dateIn(date, locale, FORM);

/** Local midnight is 24:00 of the day before, because a period "until midnight" ends with that day. */
function clockOf(at: Instant, zone: string): { date: string; time: string; offset: number } {
  const ms = instantMs(at);
  const civil = civilAt(ms, zone);
  const midnight = civil.ms % MS_PER_DAY === 0;
  const time = instantOf(civil.ms).slice(11, 19).replace(/:00$/, '');
  return {
    date: civilDate({ ms: midnight ? civil.ms - MS_PER_DAY : civil.ms }),
    time: midnight ? '24:00' : time,
    offset: offsetMinutes(ms, zone),
  };
}

/**
 * An instant for people: `Mon 26 Oct 2026 17:00 Madrid (UTC+01:00)`.
 *
 * Local midnight is shown as 24:00 of the day before. Seconds appear only where there are some.
 */
export function showInstant(at: Instant, zone: string, locale = 'en'): string {
  const { date, time, offset } = clockOf(at, zone);
  return `${showDate(date, locale)} ${time} ${placeOf(zone)} (UTC${showOffset(offset)})`;
}

/** As {@link showInstant} where the zone stands elsewhere: `Mon 26 Oct 2026 17:00 +01:00`. */
export function showTimeThere(at: Instant, zone: string, locale = 'en'): string {
  const { date, time, offset } = clockOf(at, zone);
  return `${showDate(date, locale)} ${time} ${showOffset(offset)}`;
}

/** As {@link showInstant}, for a sentence that stands alone: `Monday 26 October 2026, 17:00 (Madrid, UTC+1)`. */
export function showInstantInFull(at: Instant, zone: string): string {
  const { date, time, offset } = clockOf(at, zone);
  const hours = showOffset(offset).replace(/^(.)0/, '$1').replace(/:00$/, '');
  return `${dateIn(date, 'en', FORM_IN_FULL)}, ${time} (${placeOf(zone)}, UTC${hours})`;
}

/**
 * A length of time for people: `45 s`, `18 min`, `31 h 12 min`, from 96 hours on `16 d 0 h`.
 *
 * Rounded down, so time left is never overstated. The sign is dropped: the caller says "left" or "late".
 */
export function showDuration(durationMs: number): string {
  const ms = Math.abs(durationMs);
  if (ms < MS_PER_MINUTE) return `${Math.floor(ms / 1000)} s`;
  if (ms < MS_PER_HOUR) return `${Math.floor(ms / MS_PER_MINUTE)} min`;
  const hours = Math.floor(ms / MS_PER_HOUR);
  if (hours < 96) return `${hours} h ${Math.floor((ms % MS_PER_HOUR) / MS_PER_MINUTE)} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
