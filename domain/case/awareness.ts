import { type Candidate, processorAwareness, proposeAwareness } from '../clocks/awareness.ts';
import type { Awareness, CaseFacts, ProcessorHop } from './facts.ts';

/** The candidate the clock runs on while nobody has decided: the earliest that meets R-2-1. */
function proposed(facts: CaseFacts): Omit<Awareness, 'status'> | null {
  const candidate = proposeAwareness(facts.candidates);
  return candidate ? { at: candidate.at, precision: candidate.precision, seq: candidate.seq } : null;
}

/** Statements that, while they wait for a second person, would move awareness later. */
const MOVE_AWARENESS: ReadonlySet<string> = new Set([
  'awareness.decide',
  'awareness.propose',
  'processor.recordNotice',
  'processor.recordDetection',
]);

/**
 * When the controller became aware, as far as the case knows; null while there is only a suspicion.
 *
 * A decision that waits for a second person does not move the clock: the earlier instant stays, marked `unconfirmed`.
 *
 * @see EDPB Guidelines 9/2022, II.A.2; R-2-7
 */
export function awarenessOf(facts: CaseFacts): Awareness | null {
  const current = facts.decision ?? proposed(facts);
  if (!current) return null;
  const waiting = Object.values(facts.pending).some(({ entry }) => MOVE_AWARENESS.has(entry.kind));
  const status = waiting ? 'unconfirmed' : facts.decision ? 'decided' : 'proposed';
  return { at: current.at, precision: current.precision, seq: current.seq, status };
}

/** Whether the case is, as far as decided, no personal data breach at all (Art. 4(12)). */
export const isNoBreach = (facts: CaseFacts): boolean => facts.gate !== null && facts.gate.outcome !== 'breach';

/** When a processor of our own group should have told us by contract: kept for the file, never preselected (R-2-3). */
function constructiveCandidates(facts: CaseFacts, hop: ProcessorHop): Candidate[] {
  const { detectedAt, detectedPrecision, noticedAt, noticedPrecision, contractHours, sameGroup } = hop;
  if (!detectedAt || !noticedAt) return [];
  const known = {
    detected: { at: detectedAt, precision: detectedPrecision ?? 'instant' },
    noticed: { at: noticedAt, precision: noticedPrecision ?? 'instant' },
  };
  const { candidates } = processorAwareness({ ...known, contractHours, sameGroup }, facts.policy.zone);
  return candidates.filter(({ kind }) => kind === 'constructive');
}

/** Every instant that may count as awareness, the constructive ones included, earliest first (R-2-7). */
export function candidatesOf(facts: CaseFacts): Candidate[] {
  const constructive = facts.hops.flatMap((hop) => constructiveCandidates(facts, hop));
  return [...facts.candidates, ...constructive].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
