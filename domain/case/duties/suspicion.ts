import { suspicionCheckpoints } from '../../clocks/awareness.ts';
import { awarenessOf, isNoBreach } from '../awareness.ts';
import type { CaseFacts } from '../facts.ts';
import type { Duty } from './duty.ts';

/**
 * An alert may be looked into for a short while; at 24 hours a decision is forced, at 48 an authority can be expected
 * to ask. "Still uncertain", with its reason, is a decision: it leaves the second mark standing.
 *
 * @see EDPB Guidelines 9/2022, 34-40; R-2-2
 */
export function suspicionDuties(facts: CaseFacts): Duty[] {
  if (!facts.suspicion) return [];
  const { decideBy, flagAt } = suspicionCheckpoints(facts.suspicion.at);
  const decided = isNoBreach(facts) ? facts.gate?.at : awarenessOf(facts)?.at;
  return [
    {
      dutyId: 'suspicion/decide',
      rule: 'R-2-2',
      state: decided ? 'met' : 'open',
      dueAt: flagAt,
      actBy: facts.uncertainties.length > 0 ? flagAt : decideBy,
      metAt: decided ?? null,
      why: 'An alert is open: say whether you are aware of a breach, still uncertain (why), or that it is none',
      label: 'Decide whether this is a breach',
    },
  ];
}
