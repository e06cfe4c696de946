import { type DutyInstants, firstRungAfter, type RungInstant } from '../../clocks/rungs.ts';
import { LADDERS, type Ladder, type LadderId, ladderOf } from '../../law/ladders.ts';
import type { CaseFacts } from '../facts.ts';

/** What the law, a contract or an order asks of the organisation in one case. Instants are UTC. */
export interface Duty {
  dutyId: string;
  /** The rule it follows from, such as `R-33-1`. */
  rule: string;
  state: 'open' | 'met' | 'superseded' | 'notRequired';
  /** After this the duty is missed; null where the law names no hours ("without undue delay"). */
  dueAt: string | null;
  /** When to have acted, for countdowns and alarms; a policy target where `dueAt` is null. */
  actBy: string | null;
  metAt: string | null;
  /** One sentence for the DPO. */
  why: string;
  /** What the operator sees on timers: short, no personal data. */
  label: string;
  /** Its ladder, where the kind of duty alone does not tell. */
  ladder?: LadderId;
  /** From when a duty that has no date at all is brought to mind; null or left out: never. */
  remindFrom?: string | null;
}

/** A duty's state on a given day. */
export type DutyState = 'running' | 'met' | 'missed' | 'superseded' | 'notRequired';

/** Whether the moment to act by is a target of ours: the law names none, or the one it names has passed (R-2-10). */
export const isOurTarget = ({ dueAt, actBy }: Pick<Duty, 'dueAt' | 'actBy'>): boolean =>
  dueAt === null || (actBy !== null && Date.parse(actBy) > Date.parse(dueAt));

/** Missed means past `dueAt`, never merely past a target. */
export function stateAt(duty: Duty, now: Date): DutyState {
  if (duty.state !== 'open') return duty.state;
  return duty.dueAt !== null && now.getTime() > Date.parse(duty.dueAt) ? 'missed' : 'running';
}

/** What a duty's reminders hang from; null when nothing is owed or nothing tells when to remind. */
export function reminderInstants({ state, actBy, dueAt, remindFrom = null }: Duty): DutyInstants | null {
  const from = actBy ?? remindFrom;
  return state === 'open' && from !== null ? { actBy: from, dueAt: dueAt ?? from } : null;
}

export const ladderOfDuty = ({ ladder, dutyId }: Duty): Ladder => (ladder ? LADDERS[ladder] : ladderOf(dutyId));

/** The next reminder of a duty, from the last one recorded; null when nothing is owed or nothing is dated. */
export function nextReminder(facts: Pick<CaseFacts, 'reminders'>, duty: Duty): RungInstant | null {
  const instants = reminderInstants(duty);
  return instants && firstRungAfter(ladderOfDuty(duty), instants, facts.reminders[duty.dutyId]?.at ?? null);
}
