import { awarenessOf, candidatesOf } from '../domain/case/awareness.ts';
import type { BodyOf } from '../domain/case/bodies.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { type Candidate, meetsReasonableCertainty } from '../domain/clocks/awareness.ts';
import { rfc3339InZone } from '../domain/clocks/show-time.ts';
import type { OpenedWords, ReadCase } from './read-case.ts';

/** A moment at which the organisation may have become aware, with where it comes from. */
export interface CandidateView {
  at: string;
  precision: Candidate['precision'];
  kind: Candidate['kind'];
  /** The entry that says it; null for what the law may impute (R-2-3). */
  seq: number | null;
  saidBy: string | null;
  what: string | null;
  source: string | null;
  /** Whether it gives the reasonable certainty of R-2-1. */
  certain: boolean;
  /** The earliest certain one, which the clock runs on until somebody decides. */
  proposed: boolean;
}

export interface PendingDecision {
  seq: number;
  at: string;
  by: string;
}

export interface AwarenessView {
  caseId: string;
  awareness: { at: string | null; precision: Candidate['precision'] | null; status: string };
  /** The decision in force: who, why. */
  decision: { seq: number; at: string; by: string; reason: string | null } | null;
  suspicionAt: string | null;
  candidates: CandidateView[];
  /** Later decisions that wait for a second person. */
  pending: PendingDecision[];
}

const seqOf = (candidate: Candidate & { seq?: number }): number | null => candidate.seq ?? null;

function candidateView(read: ReadCase, candidate: Candidate, proposedSeq: number | null): CandidateView {
  const seq = seqOf(candidate);
  const entry = read.entries.find((each) => each.seq === seq);
  const words: OpenedWords = seq === null ? {} : (read.words[seq] ?? {});
  return {
    at: rfc3339InZone(candidate.at, read.facts.policy.zone),
    precision: candidate.precision,
    kind: candidate.kind,
    seq,
    saidBy: entry?.actor ?? null,
    what: words['what'] ?? null,
    source: words['source'] ?? null,
    certain: meetsReasonableCertainty(candidate),
    proposed: seq !== null && seq === proposedSeq,
  };
}

/** The candidate the clock would run on had nobody decided. */
const proposedSeqOf = (facts: CaseFacts): number | null => awarenessOf({ ...facts, decision: null })?.seq ?? null;

function pendingOf({ pending, policy }: CaseFacts): PendingDecision[] {
  return Object.values(pending)
    .filter(({ entry }) => entry.kind === 'awareness.decide')
    .map(({ entry, by }) => {
      const { at } = entry.body as unknown as BodyOf<'awareness.decide'>;
      return { seq: entry.seq, at: rfc3339InZone(at, policy.zone), by };
    });
}

function decisionOf({ facts, entries, words }: ReadCase): AwarenessView['decision'] {
  if (!facts.decision) return null;
  const { seq, at } = facts.decision;
  const by = entries.find((entry) => entry.seq === seq)?.actor ?? '';
  return { seq, at: rfc3339InZone(at, facts.policy.zone), by, reason: words[seq]?.['reason'] ?? null };
}

/** Everything on file about when the organisation became aware (R-2-7); instants in its zone. */
export function awarenessView(read: ReadCase): AwarenessView {
  const { facts } = read;
  const { zone } = facts.policy;
  const aware = awarenessOf(facts);
  const proposedSeq = proposedSeqOf(facts);
  return {
    caseId: facts.caseId,
    awareness: {
      at: aware && rfc3339InZone(aware.at, zone),
      precision: aware?.precision ?? null,
      status: aware?.status ?? 'none',
    },
    decision: decisionOf(read),
    suspicionAt: facts.suspicion && rfc3339InZone(facts.suspicion.at, zone),
    candidates: candidatesOf(facts).map((candidate) => candidateView(read, candidate, proposedSeq)),
    pending: pendingOf(facts),
  };
}
