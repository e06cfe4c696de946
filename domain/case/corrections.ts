import type { StatementKind } from './bodies.ts';
import type { Entry } from './entry.ts';

/** What may be corrected: accounts of what happened. Decisions and approvals are made anew, or withdrawn, instead. */
export const CORRECTABLE: ReadonlySet<StatementKind> = new Set([
  'case.recordFacts',
  'case.setScope',
  'processor.recordDetection',
  'processor.recordNotice',
  'processor.recordAnswer',
  'awareness.propose',
  'awareness.decide',
  'risk.assess',
  'risk.recordReport',
  'filing.recordSubmission',
  'filing.recordPortalFailure',
  'filing.withdraw',
  'filing.explainDelay',
  'filing.recordOrder',
  'filing.recordCorrespondence',
  'notice.recordPublication',
  'notice.claimExemption',
  'controller.add',
  'controller.recordNotice',
  'regime.judge',
  'regime.recordMoment',
  'regime.recordStep',
]);

/** An entry in the place where it counts. */
export interface StandingEntry {
  entry: Entry;
  /** From which entry on it counts: its own, or the second person's word for it. */
  since: number;
  /** It stands in another's place, already confirmed if it had to be. */
  correction: boolean;
}

/** Decisions of which the newest counts: one that still waits for a second person is overtaken by any made after it. */
const OVERTAKEN: ReadonlySet<string> = new Set([
  'awareness.decide',
  'case.decideGate',
  'case.setScope',
  'risk.assess',
] satisfies StatementKind[]);

const isOvertakenBy = (waiting: Entry, later: Entry): boolean =>
  later.seq > waiting.seq &&
  later.kind === waiting.kind &&
  (OVERTAKEN.has(waiting.kind) || later.body['corrects'] === waiting.body['corrects']);

/** Seqs of entries that waited for a second person when a newer statement took their place: no word brings them back. */
function overtaken(entries: readonly Entry[]): Set<number> {
  const seqs = new Set<number>();
  for (const waiting of entries.filter(({ body }) => body['confirmation'] === 'required')) {
    const answer = entries.find(({ kind, body }) => kind === 'confirm' && body['seq'] === waiting.seq);
    const later = entries.find((entry) => isOvertakenBy(waiting, entry));
    if (later && (!answer || later.seq < answer.seq)) seqs.add(waiting.seq);
  }
  return seqs;
}

/** Entries a second person has confirmed, with the seq of that word. */
function confirmations(entries: readonly Entry[]): Map<number, number> {
  const confirmed = entries.filter(({ kind, body }) => kind === 'confirm' && body['outcome'] === 'confirm');
  return new Map(confirmed.map(({ seq, body }) => [Number(body['seq']), seq]));
}

/**
 * The entries as they count: a correction stands in the place of what it corrects, so that numbers given out since
 * (hops, orders, controllers) stay; one that waits for a second person replaces nothing before it is confirmed, and
 * falls away when something newer is said in its stead.
 */
export function standingEntries(all: readonly Entry[]): StandingEntry[] {
  const gone = overtaken(all);
  const entries = all.filter(({ seq }) => !gone.has(seq));
  const confirmed = confirmations(entries);
  const isPending = ({ seq, body }: Entry): boolean => body['confirmation'] === 'required' && !confirmed.has(seq);
  const corrections = new Map<number, Entry>();
  for (const entry of entries) {
    const corrected = entry.body['corrects'];
    if (typeof corrected === 'number' && corrected < entry.seq && !isPending(entry)) corrections.set(corrected, entry);
  }
  const inForce = new Set(corrections.values());
  const latestOf = (entry: Entry): Entry => {
    const next = corrections.get(entry.seq);
    return next ? latestOf(next) : entry;
  };
  return entries
    .filter((entry) => !inForce.has(entry))
    .map((place) => {
      const entry = latestOf(place);
      const correction = entry !== place;
      return { entry, correction, since: correction ? (confirmed.get(entry.seq) ?? entry.seq) : entry.seq };
    });
}
