import type { CaseFacts, RegimeFile } from './facts.ts';
import type { Folds } from './fold.ts';

/** The file kept on one regime beside the GDPR, begun when it is first spoken of. */
function regimeFile(facts: CaseFacts, regimeId: string): RegimeFile {
  const known = facts.regimes[regimeId];
  if (known) return known;
  const file: RegimeFile = { judged: null, steps: {}, moments: {}, made: [] };
  facts.regimes[regimeId] = file;
  return file;
}

/** What acceptance freezes into a recorded step. */
interface RecordedStepBody {
  dueAt?: string | null;
  late?: boolean | null;
}

export const REGIME_FOLDS: Folds = {
  'regime.judge': (facts, { regimeId, step, applies, category }, { at, seq }) => {
    const file = regimeFile(facts, regimeId);
    const judgement = { applies, category, at, seq };
    if (step === null) file.judged = judgement;
    else file.steps[step] = judgement;
  },
  'regime.recordMoment': (facts, { regimeId, anchor, at, precision }, { seq }) => {
    regimeFile(facts, regimeId).moments[anchor] = { at, precision, seq };
  },
  'regime.recordStep': (facts, body, entry) => {
    const { regimeId, step, submittedAt, reference, complete, documentId } = body;
    const { dueAt = null, late = null } = entry.body as RecordedStepBody;
    const made = { step, submittedAt, reference, complete, documentId, dueAt, late, seq: entry.seq };
    regimeFile(facts, regimeId).made.push(made);
  },
};
