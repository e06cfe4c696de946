import { awarenessOf, isNoBreach } from '../domain/case/awareness.ts';
import { type CaseFacts, riskOf, standingPhases } from '../domain/case/facts.ts';
import { hoursAfter } from '../domain/clocks/instant.ts';
import { rfc3339InZone } from '../domain/clocks/show-time.ts';
import { targetHoursOf } from '../domain/severity/target-hours.ts';

/** When we mean to have notified: our own target, earlier than what the law sets as its ceiling. */
export interface NotifyTarget {
  /** RFC 3339 in the organisation's zone. */
  at: string;
  hours: number;
  from: 'awareness' | 'reassessment';
}

const REASSESSED_HOURS = 72;

/** When a risk first held unlikely was first held to be one after all; null where that did not happen. */
function riskAfterAllAt({ assessments }: CaseFacts): string | null {
  const before = assessments.findLastIndex(({ conclusion33 }) => conclusion33 === 'document');
  return before < 0 ? null : (assessments[before + 1]?.at ?? null);
}

/**
 * The target for notifying the authorities that are still open; null where nothing is owed, or nobody is aware.
 *
 * Where a risk was first held unlikely the law's time has mostly run out: then it is 72 hours from the new assessment,
 * while the first awareness and its deadline stay as they are.
 *
 * @see R-33-1, R-2-10
 */
export function notifyTargetOf(facts: CaseFacts): NotifyTarget | null {
  const aware = awarenessOf(facts);
  const owed = Object.values(facts.authorities).some(
    (file) => file.releasedAt === null && standingPhases(file).length === 0,
  );
  if (!aware || !owed || isNoBreach(facts) || facts.role === 'processor' || facts.closedAt) return null;
  const risk = riskOf(facts);
  if (risk?.conclusion33 === 'document') return null;
  const reassessedAt = riskAfterAllAt(facts);
  const hours = reassessedAt === null ? targetHoursOf(risk?.risk ?? null) : REASSESSED_HOURS;
  if (hours === null) return null;
  const at = rfc3339InZone(hoursAfter(reassessedAt ?? aware.at, hours), facts.policy.zone);
  return { at, hours, from: reassessedAt === null ? 'awareness' : 'reassessment' };
}
