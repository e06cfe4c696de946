import type { Regime, RegimeStep } from '../law/regimes.ts';
import { earliest, hoursAfter, type Instant, instantMs, instantOf, MS_PER_HOUR } from './instant.ts';
import { calendarDaysAfter, monthsAfter } from './months.ts';
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

export interface StepDue {
  regimeId: string;
  step: string;
  /** Null while the anchor has not happened, or where the law names no number. */
  dueAt: Instant | null;
}

/**
 * When the steps of a regime are due.
 *
 * @param anchors  what has happened so far, by the anchors' names in the table, such as `awareAt`
 */
export function stepsDue(regime: Regime, anchors: Readonly<Record<string, Instant>>, zone: string): StepDue[] {
  const dueAt = ({ anchor, offset }: RegimeStep): Instant | null => {
    const from = anchors[anchor];
    return from === undefined || offset === null ? null : periodAfter(from, offset, zone);
  };
  return regime.steps.map((step) => ({ regimeId: regime.id, step: step.name, dueAt: dueAt(step) }));
}

/**
 * When a financial entity's initial notification of a major incident is due: 4 hours after it was classified as major,
 * at most 24 hours after awareness; classified later than that, 4 hours from then.
 *
 * @param classifiedAt  null while it is not classified: the answer is the cap
 * @see DORA Art. 19(4); Delegated Regulation (EU) 2025/301 Art. 5
 */
export function doraInitialDueAt(incident: { awareAt: Instant; classifiedAt: Instant | null }): Instant {
  const cap = hoursAfter(incident.awareAt, 24);
  if (incident.classifiedAt === null) return cap;
  const afterClassified = hoursAfter(incident.classifiedAt, 4);
  return instantMs(incident.classifiedAt) > instantMs(cap) ? afterClassified : earliest(cap, afterClassified);
}

export interface DoraDue {
  dueAt: Instant;
  /** Noon of the next working day where the period ends on a weekend or holiday; not for credit institutions and other
   * systemic entities. Alarms stand at `dueAt`. */
  mayFileUntil: Instant;
}

/** The weekend rule for a DORA report due at an instant (Delegated Regulation (EU) 2025/301 Art. 5(4)). */
export function doraWeekendRule(
  dueAt: Instant,
  place: { zone: string; holidayCountry: string; systemic: boolean },
): DoraDue {
  const date = localDateOf(dueAt, place.zone);
  if (place.systemic || isWorkingDay(place.holidayCountry, date)) return { dueAt, mayFileUntil: dueAt };
  const next = workingDayFrom(place.holidayCountry, daysAfterDate(date, 1));
  return { dueAt, mayFileUntil: instantOf(startOfDayMs(next, place.zone) + 12 * MS_PER_HOUR) };
}
