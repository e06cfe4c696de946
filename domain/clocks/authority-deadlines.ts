import { hoursAfter, type Instant, instantMs, instantOf, MS_PER_DAY, MS_PER_HOUR } from './instant.ts';
import { isWorkingDay, workingDayFrom } from './working-days.ts';
import {
  civilAt,
  civilDate,
  civilMidnight,
  daysAfterDate,
  instantCompatible,
  localDateOf,
  startOfDayMs,
} from './zone.ts';

/** The period of Art. 33(1). */
export const NOTIFICATION_PERIOD_HOURS = 72;

export interface AwarenessClock {
  /** When the controller became aware, not when the breach occurred. */
  awareAt: Instant;
  /** Zone of the authority that receives the notification. */
  zone: string;
  /** Default: the 72 hours of Art. 33(1). */
  hours?: number;
}

/** Every reading of the period, as UTC instants. */
export interface AuthorityDeadlines {
  /** Elapsed hours after awareness: the statutory deadline this project holds to. */
  conservative: Instant;
  /** The same time on the wall so many days later. */
  wallGuard: Instant;
  /** The earlier of the two: what countdowns and alarms use. */
  operational: Instant;
  /** Beginning of the first counted hour. */
  hourStart: Instant;
  /** First instant outside the period when the hour of awareness is not counted. */
  reg1182: Instant;
  info35: WorkingDaysReading;
}

/** The reading of Reg. 1182/71 Art. 3(5), under which a period has at least two working days; shown, never relied on. */
export interface WorkingDaysReading {
  /** Working dates the period touches. */
  anyPart: number;
  /** When the second whole working day ends, if that is later than the period. */
  fullDays: Instant;
}

/** The same wall time so many whole days later; a period that is no number of days has none of its own. */
function sameWallTime(awareAt: Instant, zone: string, hours: number): Instant {
  if (hours % 24 !== 0) return hoursAfter(awareAt, hours);
  const civil = civilAt(instantMs(awareAt), zone);
  return instantOf(instantCompatible({ ms: civil.ms + (hours / 24) * MS_PER_DAY }, zone));
}

/** The full hour after the one in which awareness lies, also when that is its first second. */
function firstCountedHour(awareAt: Instant, zone: string): number {
  const ms = instantMs(awareAt);
  return ms - (civilAt(ms, zone).ms % MS_PER_HOUR) + MS_PER_HOUR;
}

/** Working dates of which the period covers any part. */
function workingDatesTouched(fromMs: number, toMs: number, zone: string, country: string): number {
  const last = localDateOf(instantOf(toMs - 1), zone);
  let count = 0;
  for (let day = localDateOf(instantOf(fromMs), zone); day <= last; day = daysAfterDate(day, 1)) {
    if (isWorkingDay(country, day)) count += 1;
  }
  return count;
}

/** End of the second working day that lies wholly after the start. */
function endOfSecondFullWorkingDay(fromMs: number, zone: string, country: string): number {
  const civil = civilAt(fromMs, zone);
  const today = civilDate(civil);
  const firstWhole = civil.ms === civilMidnight(today).ms ? today : daysAfterDate(today, 1);
  const first = workingDayFrom(country, firstWhole);
  const second = workingDayFrom(country, daysAfterDate(first, 1));
  return startOfDayMs(daysAfterDate(second, 1), zone);
}

/**
 * The deadline for notifying a supervisory authority, in every reading there is.
 *
 * Hours run through weekends and public holidays. `operational` is the one to work to; it is earlier than
 * `conservative` only where clocks are put forward on the way, because people count days. Zone and holidays are
 * those of the place where the notification is made; `conservative` depends on neither.
 *
 * @throws {RangeError} if `awareAt` is no instant, or there is no table of holidays for the country
 * @see GDPR Art. 33(1); Regulation (EEC, Euratom) 1182/71 Art. 3(1), (2)(a), (3), (5)
 */
export function authorityDeadlines(clock: AwarenessClock & { holidayCountry: string }): AuthorityDeadlines {
  const { awareAt, zone, holidayCountry, hours = NOTIFICATION_PERIOD_HOURS } = clock;
  const conservative = hoursAfter(awareAt, hours);
  const wallGuard = sameWallTime(awareAt, zone, hours);
  const startMs = firstCountedHour(awareAt, zone);
  const endMs = startMs + hours * MS_PER_HOUR;
  const fullDaysMs = endOfSecondFullWorkingDay(startMs, zone, holidayCountry);
  return {
    conservative,
    wallGuard,
    operational: instantOf(Math.min(instantMs(conservative), instantMs(wallGuard))),
    hourStart: instantOf(startMs),
    reg1182: instantOf(endMs),
    info35: {
      anyPart: workingDatesTouched(startMs, endMs, zone, holidayCountry),
      fullDays: instantOf(Math.max(endMs, fullDaysMs)),
    },
  };
}

export type FilingTimeliness = 'ON_TIME' | 'WITHIN_1182_HOUR' | 'LATE';

export interface FilingStatus {
  status: FilingTimeliness;
  /** Art. 33(1), second sentence: the notification must carry the reasons for the delay. */
  reasonsRequired: boolean;
  /** Reasons are asked for, in case the authority does not share the longer reading. */
  reasonsRequested: boolean;
}

/**
 * Whether a notification was in time: until `conservative` it was, from `reg1182` on it is late, between them it
 * depends on the reading. A late notification is accepted, with its reasons.
 *
 * @see GDPR Art. 33(1); Regulation (EEC, Euratom) 1182/71 Art. 3(1), (2)(a)
 */
export function filingStatus(clock: AwarenessClock & { filedAt: Instant }): FilingStatus {
  const { awareAt, zone, filedAt, hours = NOTIFICATION_PERIOD_HOURS } = clock;
  const filedMs = instantMs(filedAt);
  const late = filedMs >= firstCountedHour(awareAt, zone) + hours * MS_PER_HOUR;
  const onTime = filedMs <= instantMs(hoursAfter(awareAt, hours));
  return {
    status: late ? 'LATE' : onTime ? 'ON_TIME' : 'WITHIN_1182_HOUR',
    reasonsRequired: late,
    reasonsRequested: !onTime,
  };
}
