import type { Anchor, Regime, RegimeStep } from '../law/regimes.ts';
import { earliest, hoursAfter, type Instant, instantMs, instantOf, MS_PER_HOUR } from './instant.ts';
import { calendarDaysAfter, monthsAfter, workingDaysLater } from './months.ts';
import { isWorkingDay, workingDayFrom } from './working-days.ts';
import { daysAfterDate, localDateOf, startOfDayMs } from './zone.ts';

/** End of a period written as `PT72H`, `P3D` or `P1M`: hours elapse, days and months keep the time of day. */
export function periodAfter(at: Instant, period: string, zone: string): Instant {
  const match = /^P(?:T(\d+)H|(\d+)D|(\d+)M)$/.exec(period);
  if (match?.[1]) return hoursAfter(at, Number(match[1]));
  if (match?.[2]) return calendarDaysAfter(at, Number(match[2]), zone);
  if (match?.[3]) return monthsAfter(at, Number(match[3]), zone);
  throw new RangeError(`Cannot read period '${period}': it is no number of hours, days or months`);
}

/** What has happened in an incident, as far as it concerns one regime. */
export interface Incident {
  moments: Readonly<Partial<Record<Anchor, Instant>>>;
  /** Steps made so far, in any order. */
  made: readonly { step: string; submittedAt: Instant }[];
}

/** Where a report is made: months keep its wall time, working days are its own. */
export interface Place {
  zone: string;
  holidayCountry: string;
}

const SUBMITTED = /^(.+)SubmittedAt$/;

/**
 * When the moment a period runs from was; null while it has not happened.
 *
 * A step that was made again counts by its latest: `intermediateSubmittedAt` is that of `intermediateAgain` where there
 * is one.
 */
export function anchorAt(anchor: Anchor, { moments, made }: Incident): Instant | null {
  const submitted = SUBMITTED.exec(anchor)?.[1];
  if (submitted === undefined) return moments[anchor] ?? null;
  const times = made.filter(({ step }) => step.startsWith(submitted)).map(({ submittedAt }) => instantMs(submittedAt));
  return times.length === 0 ? null : instantOf(Math.max(...times));
}

export interface StepClock {
  step: RegimeStep;
  /** Null where the law names no number, and while what the period runs from has not happened. */
  dueAt: Instant | null;
  /** When the period began that ends at `dueAt`; without one, when the moment it runs from was. */
  from: Instant | null;
  /** What is still awaited before the period begins, or before a nearer end than the cap is known. */
  awaits: Anchor | null;
}

const endOf = (at: Instant, { offset, unit }: RegimeStep, { zone, holidayCountry }: Place): Instant | null => {
  if (offset === null) return null;
  if (unit !== 'workingDays') return periodAfter(at, offset, zone);
  return workingDaysLater(at, Number(offset.replace(/\D/g, '')), { zone, holidayCountry });
};

/** The cap's end and the period's: the earlier, unless the period began only after the cap had ended. */
function nearerEnd(own: Instant | null, from: Instant | null, cap: Instant | null): Instant | null {
  if (own === null || from === null || cap === null) return own ?? cap;
  return instantMs(from) > instantMs(cap) ? own : earliest(own, cap);
}

/**
 * When one step of a regime is due.
 *
 * A capped step has its cap for a date until its anchor has happened: DORA's 24 hours from awareness while nobody has
 * classified, Italy's 24 + 72 hours while the pre-notification is not made.
 *
 * @see DORA Art. 19(4); Delegated Regulation (EU) 2025/301 Art. 5
 */
export function stepClock(step: RegimeStep, incident: Incident, place: Place): StepClock {
  const from = anchorAt(step.anchor, incident);
  const capFrom = step.cap && anchorAt(step.cap.anchor, incident);
  const cap = step.cap && capFrom ? periodAfter(capFrom, step.cap.offset, place.zone) : null;
  const dueAt = nearerEnd(from && endOf(from, step, place), from, cap);
  return { step, dueAt, from: from ?? capFrom, awaits: from === null ? step.anchor : null };
}

/** The clocks of all steps of a regime, in the order of the law. */
export const stepClocks = (regime: Regime, incident: Incident, place: Place): StepClock[] =>
  regime.steps.map((step) => stepClock(step, incident, place));

export interface DoraDue {
  dueAt: Instant;
  /** Noon of the next working day where the period ends on a weekend or holiday; not for credit institutions and other
   * systemic entities. Alarms stand at `dueAt`. */
  mayFileUntil: Instant;
}

/** The weekend rule for a DORA report due at an instant (Delegated Regulation (EU) 2025/301 Art. 5(4)). */
export function doraWeekendRule(dueAt: Instant, place: Place & { systemic: boolean }): DoraDue {
  const date = localDateOf(dueAt, place.zone);
  if (place.systemic || isWorkingDay(place.holidayCountry, date)) return { dueAt, mayFileUntil: dueAt };
  const next = workingDayFrom(place.holidayCountry, daysAfterDate(date, 1));
  return { dueAt, mayFileUntil: instantOf(startOfDayMs(next, place.zone) + 12 * MS_PER_HOUR) };
}
