import { awarenessOf } from './awareness.ts';
import { type CaseFacts, riskOf, standingPhases } from './facts.ts';

export type Stage =
  | 'suspected'
  | 'aware'
  | 'assessed'
  | 'filed'
  | 'completed'
  | 'closed'
  | 'notABreach'
  | 'incidentOnly'
  | 'documentedOnly'
  | 'withdrawn';

/** How far the authorities of a case have been told: all those still competent count. */
function filingStage(facts: CaseFacts): Stage | null {
  const files = Object.values(facts.authorities).filter((file) => !file.releasedAt);
  if (files.length === 0 || files.some((file) => standingPhases(file).length === 0)) return null;
  if (files.every((file) => file.withdrawnAt)) return 'withdrawn';
  const complete = files.every((file) =>
    standingPhases(file).some(({ subtype, phase }) => subtype === 'complete' || phase === 'final'),
  );
  return complete ? 'completed' : 'filed';
}

/** Where a case stands, in one word, for lists and search. */
export function stageOf(facts: CaseFacts): Stage {
  if (facts.closedAt) return 'closed';
  if (facts.gate && facts.gate.outcome !== 'breach') return facts.gate.outcome;
  const filed = filingStage(facts);
  if (filed) return filed;
  const risk = riskOf(facts);
  if (risk?.conclusion33 === 'document') return 'documentedOnly';
  if (risk) return 'assessed';
  return awarenessOf(facts) ? 'aware' : 'suspected';
}
