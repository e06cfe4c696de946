import type { Precision } from '../domain/case/entry.ts';
import { instantOf } from '../domain/clocks/instant.ts';
import { placeOf, rfc3339InZone, showDate } from '../domain/clocks/show-time.ts';
import { civilAt } from '../domain/clocks/zone.ts';
import { visibleText } from '../domain/refusal.ts';

export const ERASED = '(erased)';

/** What a person wrote, on one line and cut; `(erased)` once its key is destroyed. Cannot command a terminal. */
export function showWords(text: string | null, length = 160): string {
  if (text === null) return ERASED;
  const line = visibleText(text.replace(/\s+/g, ' ').trim());
  return `“${line.length > length ? `${line.slice(0, length - 1)}…` : line}”`;
}

/** What a person wrote with its lines kept; each line cannot command a terminal. */
export const showText = (text: string | null): string =>
  text === null ? ERASED : text.trim().split(/\r?\n/).map(visibleText).join('\n');

/**
 * A moment of the past: `Tue 25 Nov 2025 08:15 Madrid (UTC+01:00)`; where only the date is known, the date.
 *
 * Unlike a deadline, a midnight here is the start of its day.
 */
export function showMoment(at: string, precision: Precision, zone: string): string {
  const civil = instantOf(civilAt(Date.parse(at), zone).ms);
  const date = showDate(civil.slice(0, 10));
  const midnight = civil.slice(11, 16) === '00:00';
  if (precision === 'date' && midnight) return date;
  const known = precision === 'instant' ? '' : `, known by its ${precision} only`;
  const where = `${placeOf(zone)} (UTC${rfc3339InZone(at, zone).slice(-6)})`;
  return `${date} ${civil.slice(11, 16)} ${where}${known}`;
}
