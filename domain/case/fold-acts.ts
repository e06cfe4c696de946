import type { HaltReason } from '../notice/halt.ts';
import type { MerkleVersion } from '../notice/ledger-leaf.ts';
import type { Entry } from './entry.ts';
import { type Audience, type CaseFacts, noteFact, type WaveHalt } from './facts.ts';
import { authorityFile } from './fold-filing.ts';
import { LETTER_ACT_FOLDS, type LetterActBodies } from './fold-letters.ts';
import { haltWave, waveOf } from './fold-notice.ts';

/** What the engine itself writes into the register. */
export interface EngineBodies extends LetterActBodies {
  'reminder.send': {
    duties: { dutyId: string; rung: string; dueAt: string | null }[];
    roles: string[];
    addressees: number;
    outcome: 'sent' | 'skipped' | 'noAddressee';
  };
  'clock.compute': {
    clocks: { dutyId: string; rule: string; dueAt: string | null; actBy: string | null }[];
    ruleVersion: string;
    tzDataVersion: string;
  };
  'pack.prepare': { authority: string; phase: string; hash: string; documentId: string; factsSeq: number };
  'wave.start': { wave: number; campaignId: string };
  /** Notices held for a decision go out again. */
  'wave.sendAgain': { wave: number; campaignId: string };
  'wave.block': { wave: number; reason: WaveHalt['reason'] };
  'wave.complete': {
    wave: number;
    counts: Record<string, number>;
    merkleRoot: string;
    notReached?: Partial<Record<Audience, number>>;
    /** How the ledger's lines were written for hashing; left out: 1. */
    merkleVersion?: MerkleVersion;
  };
  /** Why it stands still, and the mail server's code. */
  'wave.stall': { wave: number; reason: HaltReason; code: string | null };
  'wave.goOn': { wave: number; reason: string };
  'recipients.block': { count: number };
  'recipients.erase': { count: number; rule: string };
  'key.destroy': { scope: string; rule: string };
  'watch.restart': { what: 'case' | 'campaign' };
}
export type EngineKind = keyof EngineBodies;

type ActFolds = { [K in EngineKind]: (facts: CaseFacts, body: EngineBodies[K], entry: Entry) => void };

export const ACT_FOLDS: ActFolds = {
  'reminder.send': (facts, body, entry) => {
    for (const { dutyId, rung } of body.duties) facts.reminders[dutyId] = { at: entry.at, rung, acknowledgedAt: null };
  },
  'clock.compute': (facts, body, entry) => {
    for (const { dutyId, dueAt, actBy } of body.clocks) facts.clocks[dutyId] = { dueAt, actBy, seq: entry.seq };
  },
  'pack.prepare': (facts, body, entry) => {
    const { authority, phase, hash, documentId, factsSeq } = body;
    authorityFile(facts, authority).packs.push({ phase, hash, documentId, factsSeq, at: entry.at, seq: entry.seq });
  },
  'wave.start': (facts, body, entry) => {
    waveOf(facts, body.wave).startedAt = entry.at;
    // A filing says whether the people were told.
    noteFact(facts);
  },
  'wave.sendAgain': (facts, body) => {
    const { resend } = waveOf(facts, body.wave);
    if (resend) resend.begun = true;
  },
  'wave.block': (facts, body, entry) => {
    haltWave(waveOf(facts, body.wave), body.reason, entry.at);
  },
  'wave.complete': (facts, body, entry) => {
    const wave = waveOf(facts, body.wave);
    // A wave some of whose notices went out again keeps the instant at which everybody had been written to.
    wave.completedAt ??= entry.at;
    wave.resend = null;
    wave.notReached = body.notReached ?? {};
    wave.counts = body.counts;
  },
  'wave.stall': (facts, { wave, reason }, { at }) => {
    waveOf(facts, wave).stalled = { reason, at };
  },
  'wave.goOn': (facts, { wave }) => {
    waveOf(facts, wave).stalled = null;
  },
  'recipients.block': (facts, _body, entry) => {
    facts.recipientsBlockedAt = entry.at;
  },
  'recipients.erase': (facts, _body, entry) => {
    facts.recipientsErasedAt = entry.at;
  },
  'key.destroy': (facts, _body, entry) => {
    facts.keyDestroyedAt = entry.at;
  },
  'watch.restart': () => {},
  ...LETTER_ACT_FOLDS,
};
