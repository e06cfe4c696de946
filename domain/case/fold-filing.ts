import { type AuthorityFile, type CaseFacts, noteFact } from './facts.ts';
import type { Folds } from './fold.ts';

/** The file kept on one authority, begun when it becomes competent. */
export function authorityFile(facts: CaseFacts, code: string): AuthorityFile {
  const known = facts.authorities[code];
  if (known) return known;
  const file: AuthorityFile = {
    code,
    role: 'competent',
    releasedAt: null,
    phases: [],
    packs: [],
    approval: null,
    delay: null,
    withdrawnAt: null,
    refile: false,
  };
  facts.authorities[code] = file;
  return file;
}

/** What acceptance freezes into a recorded submission. */
interface SubmittedBody {
  status?: 'ON_TIME' | 'WITHIN_1182_HOUR' | 'LATE' | null;
  withoutApproval?: boolean;
}

export const FILING_FOLDS: Folds = {
  'filing.approve': (facts, body, entry) => {
    const { authority, phase, packHash } = body;
    authorityFile(facts, authority).approval = { phase, packHash, by: entry.actor, seq: entry.seq };
  },
  'filing.recordSubmission': (facts, body, entry) => {
    const frozen = entry.body as SubmittedBody;
    const { authority, phase, subtype, submittedAt, registryNumber, documentId } = body;
    const file = authorityFile(facts, authority);
    if (phase === 'initial' && file.refile) Object.assign(file, { withdrawnAt: null, refile: false });
    file.phases.push({
      phase,
      subtype,
      submittedAt,
      registryNumber,
      documentId,
      status: frozen.status ?? null,
      withoutApproval: frozen.withoutApproval ?? false,
      seq: entry.seq,
    });
    // Its number goes into what follows, and what was prepared for it serves no later phase.
    noteFact(facts);
  },
  'filing.withdraw': (facts, body) => {
    authorityFile(facts, body.authority).withdrawnAt = body.submittedAt;
  },
  'filing.explainDelay': (facts, body, entry) => {
    const words = entry.body.words?.['reason'] ?? null;
    authorityFile(facts, body.authority).delay = { code: body.reasonCode, words, seq: entry.seq };
    noteFact(facts);
  },
  'filing.recordOrder': (facts, body, entry) => {
    const { authority, orderedAt, dueAt, what } = body;
    const number = facts.orders.filter((order) => order.authority === authority).length + 1;
    facts.orders.push({ authority, number, orderedAt, dueAt, what, answeredAt: null, seq: entry.seq });
  },
  'filing.recordCorrespondence': (facts, body) => {
    for (const order of facts.orders) {
      if (body.direction === 'out' && order.authority === body.authority && order.number === body.answersOrder)
        order.answeredAt ??= body.receivedAt;
    }
  },
};
