import { quoteValue, Refusal } from '../refusal.ts';
import { type Instant, instantOf, MS_PER_HOUR, MS_PER_MINUTE } from './instant.ts';
import { placeOf, rfc3339InZone } from './show-time.ts';
import { type CivilTime, civilMidnight, instantsShowing, requireZone, startOfDayMs } from './zone.ts';

/** How exactly a moment is known. */
export type Precision = 'instant' | 'hour' | 'date';

export interface ReadTime {
  at: Instant;
  precision: Precision;
  /** The calendar date as written, for moments known only by their date. */
  date: string;
}

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(\.\d{1,9})?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** Years in which a breach can be reported; anything else is a slip of the hand or an empty clock. */
const LIKELY_YEARS = { first: 2000, last: 2099 };

const refuse = (code: string, message: string, next: string): never => {
  throw new Refusal({ code, message, next });
};

/** `03/04/2027` could be April or March: say both. */
function isoInstead(text: string): string {
  const slashed = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ]+(\d{2}:\d{2}))?/.exec(text.trim());
  if (!slashed) return 'Write 2027-04-03T14:30, or with an offset 2027-04-03T14:30:00+02:00';
  const [first, second] = [slashed[1] ?? '', slashed[2] ?? ''].map((part) => part.padStart(2, '0'));
  const time = slashed[4] ? `T${slashed[4]}` : '';
  const readings = [`${slashed[3]}-${second}-${first}${time}`, `${slashed[3]}-${first}-${second}${time}`];
  return `Write ${[...new Set(readings.filter((reading) => isDate(reading.slice(0, 10))))].join(' or ')}`;
}

/** Whether the calendar has this date, written as `2027-04-03`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && instantOf(ms).slice(0, 10) === text;
}

const refuseForm = (text: string): never =>
  refuse('TIME_FORM', `Cannot read ${quoteValue(text)} as a date and time: it is not in ISO form`, isoInstead(text));

interface Written {
  date: string;
  civil: CivilTime;
  precision: Precision;
  offset: string | null;
}

function assertLikely(text: string, date: string): void {
  const year = Number(date.slice(0, 4));
  if (year >= LIKELY_YEARS.first && year <= LIKELY_YEARS.last) return;
  refuse(
    'TIME_UNLIKELY',
    `Cannot believe ${quoteValue(text)}: the year ${year} is outside ${LIKELY_YEARS.first} to ${LIKELY_YEARS.last}`,
    'Check the year',
  );
}

/** Takes the text apart without knowing a zone. */
function parse(text: string): Written {
  const match = ISO.exec(text.trim());
  const date = match?.[1] ?? '';
  if (!match || !isDate(date)) return refuseForm(text);
  const [hour, minute, second] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  const endOfDay = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !endOfDay) || minute > 59 || second > 59) return refuseForm(text);
  assertLikely(text, date);
  const ms = hour * MS_PER_HOUR + minute * MS_PER_MINUTE + second * 1000 + Math.floor(Number(match[5] ?? 0) * 1000);
  const precision = match[2] === undefined ? 'date' : match[3] === undefined ? 'hour' : 'instant';
  return { date, civil: { ms: civilMidnight(date).ms + ms }, precision, offset: match[6]?.toUpperCase() ?? null };
}

/** Minutes east of UTC; offsets on earth reach from -12:00 to +14:00. */
function minutesOf(offset: string, text: string): number {
  if (offset === 'Z') return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const size = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  if (Number(digits.slice(2)) > 59 || size > 14 * 60) return refuseForm(text);
  return offset.startsWith('-') ? -size : size;
}

/** The one instant at which clocks in the zone show this. */
function instantInZone(civil: CivilTime, zone: string, text: string): number {
  const shown = instantsShowing(civil, zone);
  const [first, second] = shown;
  const place = placeOf(zone);
  if (first === undefined) {
    return refuse(
      'TIME_DOES_NOT_EXIST',
      `Cannot use ${quoteValue(text)}: clocks in ${place} are put forward over it and never show it`,
      'Correct the time, or give it with its offset from UTC',
    );
  }
  if (second === undefined) return first;
  const both = shown.map((ms) => rfc3339InZone(instantOf(ms), zone));
  return refuse(
    'TIME_TWICE',
    `Cannot use ${quoteValue(text)}: clocks in ${place} are put back and show it twice, ${both.join(' and ')}`,
    `Say which: ${both[0]} (before the clocks were put back) or ${both[1]} (after)`,
  );
}

/**
 * The instant a person wrote: ISO 8601 with offset, or local time in the zone, or a date alone.
 *
 * A date alone is its 00:00 in the zone, an hour alone its first minute, the earliest moment it can mean (R-2-8).
 * `24:00` is the next midnight. A written offset wins over the zone.
 *
 * @param known  how exactly the moment is known, when that is less than what is written
 * @throws {Refusal} `TIME_FORM`, `TIME_UNLIKELY`, `TIME_TWICE` (offers both), `TIME_DOES_NOT_EXIST`, `ZONE_UNKNOWN`
 */
export function readLocalTime(text: string, zone: string, known: Precision = 'instant'): ReadTime {
  requireZone(zone);
  const written = parse(text);
  const { date, offset } = written;
  const precision = coarser(written.precision, known);
  if (precision === 'date') return { at: dateOnlyAt(date, [zone]), precision, date };
  const civil = { ms: written.civil.ms - (precision === 'hour' ? written.civil.ms % MS_PER_HOUR : 0) };
  const ms = offset ? civil.ms - minutesOf(offset, text) * MS_PER_MINUTE : instantInZone(civil, zone, text);
  return { at: instantOf(ms), precision, date };
}

/** The less exact of two. */
function coarser(a: Precision, b: Precision): Precision {
  const order: readonly Precision[] = ['date', 'hour', 'instant'];
  return order.find((each) => each === a || each === b) ?? a;
}

/**
 * The earliest instant of a calendar date in any of the zones concerned: 00:00 in the easternmost (R-2-8).
 *
 * Where clocks skip midnight the day begins when they show it; where midnight comes twice, at the first.
 *
 * @throws {RangeError} without a zone
 */
export function dateOnlyAt(date: string, zones: readonly string[]): Instant {
  if (zones.length === 0) throw new RangeError(`Cannot place date '${date}': no zone is concerned`);
  return instantOf(Math.min(...zones.map((zone) => startOfDayMs(date, zone))));
}
