import { type Duty, type DutyState, stateAt } from '../domain/case/duties/duty.ts';
import type { CasePolicy } from '../domain/case/facts.ts';
import { rfc3339InZone } from '../domain/clocks/show-time.ts';

/** A duty as `deadlines` and `case show` answer it; instants are RFC 3339 in the organisation's zone. */
export interface DutyView {
  caseId: string;
  dutyId: string;
  rule: string;
  /** Conservative: after this it is missed. Null where the law names no hours. */
  dueAt: string | null;
  /** Operational: when to have acted. */
  actBy: string | null;
  state: DutyState;
  /** Whole seconds to `actBy`, rounded down, negative when past it; null when nothing is owed or dated. */
  leftSeconds: number | null;
  why: string;
}

/** One duty as it stands at an instant. */
export function dutyView(
  { caseId, policy }: { caseId: string; policy: Pick<CasePolicy, 'zone'> },
  duty: Duty,
  now: Date,
): DutyView {
  const { dutyId, rule, dueAt, actBy, why } = duty;
  const inZone = (at: string | null): string | null => at && rfc3339InZone(at, policy.zone);
  const running = duty.state === 'open' && actBy !== null;
  return {
    caseId,
    dutyId,
    rule,
    dueAt: inZone(dueAt),
    actBy: inZone(actBy),
    state: stateAt(duty, now),
    leftSeconds: running ? Math.floor((Date.parse(actBy) - now.getTime()) / 1000) : null,
    why,
  };
}
