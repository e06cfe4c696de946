import type { Ladder } from '../law/ladders.ts';
import type { Role } from '../law/roles.ts';
import { type Instant, instantMs, instantOf, MS_PER_HOUR } from './instant.ts';

/** The two instants a ladder hangs from; they differ only where clocks are changed between awareness and deadline. */
export interface DutyInstants {
  /** When to have acted, for countdowns and alarms. */
  actBy: Instant;
  /** After this the duty is missed. */
  dueAt: Instant;
}

export interface RungInstant {
  key: string;
  at: Instant;
  roles: readonly Role[];
}

/** The written rungs as instants, earliest first, one per instant; what follows them repeats until the duty is done. */
export function rungInstants(ladder: Ladder, duty: DutyInstants): RungInstant[] {
  const actByMs = instantMs(duty.actBy);
  const dueAtMs = instantMs(duty.dueAt);
  return ladder.rungs
    .map(({ key, offsetHours, anchor, roles }) => {
      const anchorMs = offsetHours > 0 || anchor === 'dueAt' ? dueAtMs : actByMs;
      return { key, at: instantOf(anchorMs + offsetHours * MS_PER_HOUR), roles };
    })
    .sort((a, b) => instantMs(a.at) - instantMs(b.at))
    .filter((rung, index, rungs) => rung.at !== rungs[index - 1]?.at);
}

/** Hours after `dueAt` from which repeats are counted. */
const repeatFromHours = (ladder: Ladder): number => Math.max(0, ...ladder.rungs.map((rung) => rung.offsetHours));

/** The n-th repeat, counted from 1. */
function repeatAt(ladder: Ladder, dueAtMs: number, count: number, everyHours: number): RungInstant {
  const hoursLate = repeatFromHours(ladder) + count * everyHours;
  return { key: `late+${hoursLate}h`, at: instantOf(dueAtMs + hoursLate * MS_PER_HOUR), roles: ladder.repeatRoles };
}

/** The first repeat after an instant; null where the ladder ends with its last rung. */
function firstRepeatAfter(ladder: Ladder, duty: DutyInstants, afterMs: number): RungInstant | null {
  if (ladder.repeatHours === null) return null;
  const dueAtMs = instantMs(duty.dueAt);
  const everyMs = ladder.repeatHours * MS_PER_HOUR;
  const passed = Math.floor((afterMs - dueAtMs - repeatFromHours(ladder) * MS_PER_HOUR) / everyMs);
  return repeatAt(ladder, dueAtMs, Math.max(passed, 0) + 1, ladder.repeatHours);
}

/**
 * The next reminder: the first rung strictly after the last reminder recorded, wherever awareness has moved since.
 *
 * It may lie in the past (a case opened late, an engine that was down); then it is due at once.
 *
 * @param lastReminderAt  when the last reminder of this duty went out; null when none did
 * @returns               null when the ladder has ended
 */
export function firstRungAfter(ladder: Ladder, duty: DutyInstants, lastReminderAt: Instant | null): RungInstant | null {
  const afterMs = lastReminderAt === null ? Number.NEGATIVE_INFINITY : instantMs(lastReminderAt);
  const written = rungInstants(ladder, duty).find((rung) => instantMs(rung.at) > afterMs);
  if (written) return written;
  return firstRepeatAfter(ladder, duty, Math.max(afterMs, instantMs(duty.dueAt)));
}

/**
 * Every rung at or before `now` that no reminder has answered, earliest first; several of them are one catch-up
 * reminder, to the roles of the last, which are the widest.
 */
export function rungsDue(
  ladder: Ladder,
  duty: DutyInstants,
  lastReminderAt: Instant | null,
  now: Instant,
): RungInstant[] {
  const nowMs = instantMs(now);
  const due: RungInstant[] = [];
  let rung = firstRungAfter(ladder, duty, lastReminderAt);
  while (rung && instantMs(rung.at) <= nowMs) {
    due.push(rung);
    rung = firstRungAfter(ladder, duty, rung.at);
  }
  return due;
}
