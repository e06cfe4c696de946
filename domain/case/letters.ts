import type { WordsRef } from './entry.ts';
import type { CaseFacts } from './facts.ts';

/** What came of one attempt: a deferred one was surely not delivered, an unknown one may have been. */
export type LetterOutcome = 'taken' | 'refused' | 'unknown' | 'deferred';

/** One attempt to hand a letter to a mail server; it is in the register before a byte is sent. */
export interface LetterAttempt {
  attempt: number;
  startedAt: string;
  messageId: string;
  /** The message as it is sent, sealed. */
  documentId: string;
  sha256: string;
  seq: number;
  outcome: { kind: LetterOutcome; code: string; enhancedCode: string | null; at: string; seq: number } | null;
}

/** A document Tocsin itself sends by mail, once: to an authority, or as processor to a controller. */
export interface Letter {
  /** Of the case, from 1. */
  number: number;
  kind: 'filing' | 'controllerNotice';
  /** The authority's code, or the controller's id. */
  addressee: string;
  dutyId: string;
  /** Of a filing: the phase and the approved pack it carries. */
  phase: 'initial' | 'complementary' | 'final' | 'withdrawal' | null;
  packHash: string | null;
  /** Of a notice: its text as the sender saw it, sealed. */
  documentId: string | null;
  locale: string | null;
  /** Sealed address; null: the one of the authority's row. */
  mailbox: WordsRef | null;
  by: string;
  at: string;
  seq: number;
  attempts: LetterAttempt[];
  /** A person's word on whether it arrived. */
  settled: { outcome: 'arrived' | 'notArrived'; at: string; by: string; seq: number } | null;
}

/** `sent`: a mail server has taken it; whether the addressee acknowledges it is another matter. */
export type LetterState =
  | 'toSend'
  | 'beingSent'
  | 'deferred'
  | 'sent'
  | 'refused'
  | 'unknown'
  | 'arrived'
  | 'notArrived';

const OF_OUTCOME: Readonly<Record<LetterOutcome, LetterState>> = {
  taken: 'sent',
  refused: 'refused',
  unknown: 'unknown',
  deferred: 'deferred',
};

export const lastAttempt = ({ attempts }: Letter): LetterAttempt | undefined => attempts.at(-1);

/** How a letter stands; a person's word counts over everything but what the mail server answered after it. */
export function letterState(letter: Letter): LetterState {
  const last = lastAttempt(letter);
  const outcome = last?.outcome ?? null;
  if (letter.settled && letter.settled.seq > (outcome?.seq ?? 0)) return letter.settled.outcome;
  if (!last) return 'toSend';
  return outcome ? OF_OUTCOME[outcome.kind] : 'beingSent';
}

/** Nothing more happens to it by itself: another letter may go out. */
export const isOver = (state: LetterState): boolean => state === 'refused' || state === 'notArrived';

/** It went out, by the mail server's answer or a person's word. */
export const isSent = (state: LetterState): boolean => state === 'sent' || state === 'arrived';

/** Letters to one authority or controller, oldest first. */
export const lettersTo = (
  { letters }: Pick<CaseFacts, 'letters'>,
  kind: Letter['kind'],
  addressee: string,
): readonly Letter[] => letters.filter((letter) => letter.kind === kind && letter.addressee === addressee);

/** Letters of which nobody knows whether they arrived. */
export const unknownLetters = ({ letters }: Pick<CaseFacts, 'letters'>): Letter[] =>
  letters.filter((letter) => letterState(letter) === 'unknown');

const MINUTE_MS = 60_000;
/** Minutes after each failed attempt; sooner than between mail servers (RFC 5321, 4.5.4.1), because 72 hours are short. */
const RETRY_AFTER_MINUTES = [1, 5, 15, 30, 60];
const LATER_RETRY_MINUTES = 120;
/** RFC 5321, 4.5.4.1: give up after four to five days. */
export const GIVE_UP_AFTER_MS = 4 * 24 * 60 * MINUTE_MS;

/** When a deferred letter is tried again; null for one in any other state. */
export function retryAt(letter: Letter): string | null {
  const last = lastAttempt(letter);
  if (letterState(letter) !== 'deferred' || !last?.outcome) return null;
  const minutes = RETRY_AFTER_MINUTES[last.attempt - 1] ?? LATER_RETRY_MINUTES;
  return new Date(Date.parse(last.outcome.at) + minutes * MINUTE_MS).toISOString();
}

/** When it went out: the mail server's answer, or the attempt a person says has arrived; null while it has not. */
export function sentAt(letter: Letter): string | null {
  const last = lastAttempt(letter);
  const state = letterState(letter);
  if (state === 'sent') return last?.outcome?.at ?? null;
  return state === 'arrived' ? (last?.startedAt ?? null) : null;
}
