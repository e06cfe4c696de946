import type { AuthorityFile, CaseFacts } from './facts.ts';
import type { Folds } from './fold.ts';

/** The file of an authority with which nothing has happened yet. */
export function emptyFile(code: string): AuthorityFile {
  return {
    code,
    role: 'competent',
    releasedAt: null,
    factsSeq: 0,
    phases: [],
    packs: [],
    approval: null,
    delay: null,
    withdrawnAt: null,
    withdrawal: null,
    dismissedSeq: null,
    refile: false,
  };
}

/** The file kept on one authority, begun when it becomes competent. */
export function authorityFile(facts: CaseFacts, code: string): AuthorityFile {
  const known = facts.authorities[code];
  if (known) return known;
  const file = emptyFile(code);
  facts.authorities[code] = file;
  return file;
}

/** What acceptance freezes into a recorded submission. */
interface SubmittedBody {
  status?: 'ON_TIME' | 'WITHIN_1182_HOUR' | 'LATE' | null;
  withoutApproval?: boolean;
  packDocumentId?: string | null;
  factsSeq?: number;
}

/** What acceptance gives an order: its number, and the one it had while it was taken for another authority's. */
interface OrderedBody {
  number?: number;
  was?: { authority: string; number: number };
}

/** The number the next order of an authority gets; numbers of orders that turned out to be another's stay used up. */
export const nextOrderNumber = ({ orderNumbers }: CaseFacts, authority: string): number =>
  (orderNumbers[authority] ?? 0) + 1;

function noteOrderNumber({ orderNumbers }: CaseFacts, authority: string, number: number): void {
  orderNumbers[authority] = Math.max(orderNumbers[authority] ?? 0, number);
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
    if (phase === 'initial' && file.refile) Object.assign(file, { withdrawnAt: null, withdrawal: null, refile: false });
    file.phases.push({
      phase,
      subtype,
      submittedAt,
      registryNumber,
      documentId,
      status: frozen.status ?? null,
      withoutApproval: frozen.withoutApproval ?? false,
      packHash: body.packHash ?? null,
      packDocumentId: frozen.packDocumentId ?? null,
      factsSeq: frozen.factsSeq ?? entry.seq,
      seq: entry.seq,
    });
    // Its number goes into what follows there; the filings with other authorities, and their approvals, stay as they are.
    file.factsSeq = facts.version;
  },
  'filing.withdraw': (facts, body, entry) => {
    const { packDocumentId = null } = entry.body as SubmittedBody;
    const { registryNumber = null, documentId = null, packHash = null } = body;
    const file = authorityFile(facts, body.authority);
    file.withdrawnAt = body.submittedAt;
    file.withdrawal = { registryNumber, documentId, packHash, packDocumentId, seq: entry.seq };
  },
  'filing.dismissChange': (facts, body) => {
    authorityFile(facts, body.authority).dismissedSeq = facts.version;
  },
  'filing.explainDelay': (facts, body, entry) => {
    const words = entry.body.words?.['reason'] ?? null;
    const file = authorityFile(facts, body.authority);
    file.delay = { code: body.reasonCode, words, seq: entry.seq };
    file.factsSeq = facts.version;
  },
  'filing.recordOrder': (facts, body, entry) => {
    const { authority, orderedAt, dueAt, what } = body;
    const { number: given, was } = entry.body as OrderedBody;
    const number = given ?? nextOrderNumber(facts, authority);
    noteOrderNumber(facts, authority, number);
    if (was) noteOrderNumber(facts, was.authority, was.number);
    facts.orders.push({ authority, number, orderedAt, dueAt, what, answeredAt: null, seq: entry.seq });
  },
  'filing.recordCorrespondence': (facts, body, entry) => {
    const { authority, direction, receivedAt } = body;
    if (direction === 'out' && facts.listedCountries.includes(authority))
      facts.courtesyNotices.push({ authority, at: receivedAt, seq: entry.seq });
    for (const order of facts.orders) {
      if (body.direction === 'out' && order.authority === body.authority && order.number === body.answersOrder)
        order.answeredAt ??= body.receivedAt;
    }
  },
};
