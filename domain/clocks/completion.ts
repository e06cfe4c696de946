import { requireAuthority } from '../law/authorities.ts';
import { quoteValue, Refusal } from '../refusal.ts';
import { type Instant, instantOf } from './instant.ts';
import { isDate } from './read-local-time.ts';
import { workingDaysAfter } from './working-days.ts';
import { daysAfterDate, startOfDayMs } from './zone.ts';

/** Calendar dates; all null where the authority sets no limit. */
export interface CompletionDates {
  calendar30: string | null;
  /** Counted with national holidays only, which gives the earlier date. */
  working30: string | null;
  /** The earlier of the two. */
  alarm: string | null;
}

/** Authorities that expect the rest of a phased notification within so many days of the first. */
const COMPLETION_DAYS: Readonly<Record<string, number>> = { ES: 30 };

/**
 * By when an initial notification must be completed, in both readings of a limit "of 30 days".
 *
 * There is no limit for the whole Union (Art. 33(4): "without undue further delay"); Spain's is from the AEPD's
 * guide, whose unit is not certain, so both are given and the alarm stands at the earlier.
 *
 * @param filedOn    date of the initial notification at the authority
 * @param authority  code, such as `ES`
 * @throws {Refusal} `DATE_FORM`, `AUTHORITY_UNKNOWN`
 * @see R-5-4; Ley 39/2015 Art. 30(2)-(3)
 */
export function completionDates(filed: { filedOn: string; authority: string }): CompletionDates {
  const { filedOn } = filed;
  const authority = requireAuthority(filed.authority);
  requireDate(filedOn);
  const days = COMPLETION_DAYS[authority.code];
  if (days === undefined) return { calendar30: null, working30: null, alarm: null };
  const calendar30 = daysAfterDate(filedOn, days);
  const working30 = workingDaysAfter(authority.holidayCountry, filedOn, days);
  return { calendar30, working30, alarm: [calendar30, working30].sort()[0] ?? null };
}

/** @throws {Refusal} `DATE_FORM` */
function requireDate(text: string): void {
  if (isDate(text)) return;
  throw new Refusal({
    code: 'DATE_FORM',
    message: `Cannot read ${quoteValue(text)} as a calendar date`,
    next: 'Write it as 2026-03-13',
  });
}

/** 24:00 at the authority's office on the alarm's date: the instant the completion is due; null where there is no rule. */
export function completionDueAt(filed: { filedOn: string; authority: string }): Instant | null {
  const { alarm } = completionDates(filed);
  if (alarm === null) return null;
  return instantOf(startOfDayMs(daysAfterDate(alarm, 1), requireAuthority(filed.authority).zones[0]));
}
