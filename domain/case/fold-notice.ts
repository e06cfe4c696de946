import type { Entry } from './entry.ts';
import type { CaseFacts, Wave, WaveHalt } from './facts.ts';
import type { Folds } from './fold.ts';
import { isFinished } from './wave-state.ts';

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
    halted: null,
    stalled: null,
    limit: null,
    cancelledAt: null,
    counts: {},
    notReached: {},
    posted: 0,
    resend: null,
    heldGivenUpAt: null,
  };
  facts.waves[number] = wave;
  return wave;
}

/** Stops a wave until a person decides anew: one being sent is paused, an approval of one not begun counts no more. */
export function haltWave(wave: Wave, reason: WaveHalt['reason'], at: string): void {
  if (isFinished(wave) || wave.cancelledAt || (!wave.startedAt && !wave.approval)) return;
  if (wave.startedAt) wave.paused = true;
  else wave.approval = null;
  wave.halted = { reason, at };
}

/** The same for every wave of a case. */
export function haltWaves(facts: CaseFacts, reason: WaveHalt['reason'], at: string): void {
  for (const wave of Object.values(facts.waves)) haltWave(wave, reason, at);
}

/** Where reports tell of notices that may or may not have arrived, the ledger was counted anew with the statement. */
function recount(wave: Wave, { body }: Entry): void {
  const { notReached } = body as { notReached?: Wave['notReached'] };
  if (notReached && wave.completedAt) wave.notReached = notReached;
}

export const NOTICE_FOLDS: Folds = {
  'recipients.import': (facts, body, entry) => {
    const wave = waveOf(facts, body.wave);
    const { audience, importId, count, listHash, locales } = body;
    // A new list for the same audience replaces the old one, and voids an approval given for it.
    wave.imports = wave.imports.filter((list) => list.audience !== audience);
    wave.imports.push({ audience, importId, count, listHash, locales, by: entry.actor, at: entry.at, seq: entry.seq });
    wave.approval = null;
    wave.halted = null;
  },
  'notice.approve': (facts, body, entry) => {
    const { textHash, listHash, count } = body;
    const startsAt = (entry.body as { startsAt?: string }).startsAt ?? entry.at;
    waveOf(facts, body.wave).halted = null;
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
    waveOf(facts, body.wave).halted = null;
  },
  'notice.limit': (facts, { wave, perMinute, domains }, entry) => {
    waveOf(facts, wave).limit = { perMinute, domains, seq: entry.seq };
  },
  'notice.settleHeld': (facts, body, entry) => {
    const wave = waveOf(facts, body.wave);
    if (body.outcome === 'resend') wave.resend = { at: entry.at, begun: false };
    else wave.heldGivenUpAt = entry.at;
    recount(wave, entry);
  },
  'notice.recordReports': (facts, body, entry) => {
    const wave = facts.waves[body.wave];
    if (wave) recount(wave, entry);
  },
  'notice.recordPublication': (facts, body) => {
    facts.publishedAt = body.publishedAt;
    facts.publishedForPeople = body.notReached ?? null;
  },
  'notice.claimExemption': (facts, body, entry) => {
    facts.exemption = { letter: body.letter, at: entry.at, seq: entry.seq };
    haltWaves(facts, 'EXEMPTION_CLAIMED', entry.at);
  },
  'notice.blockChannel': (facts, _body, entry) => {
    facts.mailChannel = { state: 'blocked', at: entry.at, seq: entry.seq };
    haltWaves(facts, 'CHANNEL_COMPROMISED', entry.at);
  },
  'notice.releaseChannel': (facts, _body, entry) => {
    facts.mailChannel = { state: 'released', at: entry.at, seq: entry.seq };
  },
  'recipients.find': () => {},
  'notice.takeOthers': () => {},
  'notice.recordPosted': (facts, body) => {
    waveOf(facts, body.wave).posted += body.count;
  },
};
