import type { CaseFacts, Wave } from './facts.ts';
import type { Folds } from './fold.ts';

/** The wave of a number, begun with its first list. */
export function waveOf(facts: CaseFacts, number: number): Wave {
  const known = facts.waves[number];
  if (known) return known;
  const wave: Wave = {
    number,
    imports: [],
    approval: null,
    startedAt: null,
    completedAt: null,
    paused: false,
    cancelledAt: null,
    counts: {},
  };
  facts.waves[number] = wave;
  return wave;
}

export const NOTICE_FOLDS: Folds = {
  'recipients.import': (facts, body, entry) => {
    const wave = waveOf(facts, body.wave);
    const { audience, importId, count, listHash, locales } = body;
    // A new list for the same audience replaces the old one, and voids an approval given for it.
    wave.imports = wave.imports.filter((list) => list.audience !== audience);
    wave.imports.push({ audience, importId, count, listHash, locales, by: entry.actor, at: entry.at, seq: entry.seq });
    wave.approval = null;
  },
  'notice.approve': (facts, body, entry) => {
    const { textHash, listHash, count } = body;
    const startsAt = (entry.body as { startsAt?: string }).startsAt ?? entry.at;
    waveOf(facts, body.wave).approval = {
      by: entry.actor,
      at: entry.at,
      startsAt,
      textHash,
      listHash,
      count,
      seq: entry.seq,
    };
  },
  'notice.cancel': (facts, body, entry) => {
    waveOf(facts, body.wave).cancelledAt = entry.at;
  },
  'notice.pause': (facts, body) => {
    waveOf(facts, body.wave).paused = true;
  },
  'notice.resume': (facts, body) => {
    waveOf(facts, body.wave).paused = false;
  },
  'notice.recordPublication': (facts, body) => {
    facts.publishedAt = body.publishedAt;
  },
  'notice.claimExemption': (facts, body, entry) => {
    facts.exemption = { letter: body.letter, at: entry.at, seq: entry.seq };
  },
};
