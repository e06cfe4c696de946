import { suspicionCheckpoints } from '../../clocks/awareness.ts';
import { awarenessOf, isNoBreach } from '../awareness.ts';
import type { CaseFacts } from '../facts.ts';
import type { Duty } from './duty.ts';

interface Alert {
  at: string;
  seq: number;
}

/** The earliest alert since it was decided that this is no breach, if that is what stands. */
function alertSince({ gate, alerts, candidates }: CaseFacts): Alert | undefined {
  return [...alerts, ...candidates]
    .filter(({ seq }) => seq > (gate?.seq ?? 0))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))[0];
}

/** What a decision is owed on, and when the one that stands was made. */
function openAlert(facts: CaseFacts): { alert: Alert | null; decidedAt: string | null } {
  if (!isNoBreach(facts)) return { alert: facts.suspicion, decidedAt: awarenessOf(facts)?.at ?? null };
  const since = alertSince(facts);
  return since ? { alert: since, decidedAt: null } : { alert: facts.suspicion, decidedAt: facts.gate?.at ?? null };
}

/**
 * An alert may be looked into for a short while; at 24 hours a decision is forced, at 48 an authority can be expected
 * to ask. "Still uncertain", with its reason, is a decision: it leaves the second mark standing. An alert that comes
 * after it was decided that there was no breach asks for a new decision.
 *
 * @see EDPB Guidelines 9/2022, 34-40; R-2-2
 */
export function suspicionDuties(facts: CaseFacts): Duty[] {
  const { alert, decidedAt } = openAlert(facts);
  if (!alert) return [];
  const { decideBy, flagAt } = suspicionCheckpoints(alert.at);
  const uncertain = facts.uncertainties.some(({ seq }) => seq > alert.seq);
  return [
    {
      dutyId: 'suspicion/decide',
      rule: 'R-2-2',
      state: decidedAt ? 'met' : 'open',
      dueAt: flagAt,
      actBy: uncertain ? flagAt : decideBy,
      metAt: decidedAt,
      why: 'An alert is open: say whether you are aware of a breach, still uncertain (why), or that it is none',
      label: 'Decide whether this is a breach',
    },
  ];
}
