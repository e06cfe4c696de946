import { loadFacts, lockCase, organisationOfCase } from '../database/case.ts';
import { readDocument, saveDocument } from '../database/document.ts';
import { engineEntry, enter } from '../database/enter.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import { lettersDue } from '../domain/case/acts.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import type { LetterActBodies } from '../domain/case/fold-letters.ts';
import { GIVE_UP_AFTER_MS, type Letter, lastAttempt, letterState } from '../domain/case/letters.ts';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';
import type { Outcome } from '../domain/notice/outcome.ts';
import { type ComposedLetter, composeLetter, envelopeOf, type LetterDependencies } from './compose-letter.ts';
import { snapshotWithWords } from './snapshot.ts';

export type { LetterDependencies } from './compose-letter.ts';

export interface SendLettersInput {
  caseId: string;
  kind: Letter['kind'];
}

type LetterEnd = Pick<LetterActBodies['letter.outcome'], 'outcome' | 'code' | 'enhancedCode'>;

/** An attempt that is in the register and not yet ended: begun just now, or by a process that may be gone. */
type Attempt = { letter: number; attempt: number; messageId: string } & (
  | { composed: ComposedLetter; drill: boolean; firstAt: string }
  | { composed: null }
);

const BOX_MS = 60_000;
const CODE_MAX = 40;

/** Conversations of this process that are under way or whose end the register does not know yet, by Message-ID. */
const flightsOf = new WeakMap<LetterDependencies, Map<string, Promise<LetterEnd>>>();

function flights(dependencies: LetterDependencies): Map<string, Promise<LetterEnd>> {
  const known = flightsOf.get(dependencies) ?? new Map<string, Promise<LetterEnd>>();
  flightsOf.set(dependencies, known);
  return known;
}

const KINDS: Readonly<Record<Outcome['kind'], LetterEnd['outcome']>> = {
  sent: 'taken',
  refused: 'refused',
  unknown: 'unknown',
  deferred: 'deferred',
  unavailable: 'deferred',
  throttled: 'deferred',
};

/** A server that took nothing for four days will not: RFC 5321, 4.5.4.1. */
function endOf(outcome: Outcome, firstAt: string, now: Date): LetterEnd {
  const code = outcome.code.slice(0, CODE_MAX);
  const enhancedCode = 'enhancedCode' in outcome ? outcome.enhancedCode : null;
  const end = { outcome: KINDS[outcome.kind], code, enhancedCode };
  const expired = end.outcome === 'deferred' && now.getTime() - Date.parse(firstAt) > GIVE_UP_AFTER_MS;
  return expired ? { ...end, outcome: 'refused', code: `EXPIRED ${code}`.slice(0, CODE_MAX) } : end;
}

/** Nobody of this process knows how it ended: it may have arrived, and is not sent again by itself. */
const LOST: LetterEnd = { outcome: 'unknown', code: 'SENDER_LOST', enhancedCode: null };

/** The message of the attempt before, byte for byte; a first one is composed and sealed. */
async function messageFor(
  tx: Tx,
  dependencies: LetterDependencies,
  facts: CaseFacts,
  letter: Letter,
  now: Date,
): Promise<ComposedLetter & { documentId: string; sha256: string }> {
  const before = lastAttempt(letter);
  if (before) {
    const { bytes, sha256 } = await readDocument(tx, dependencies.vault, before.documentId);
    const envelope = await envelopeOf(tx, dependencies, facts, letter);
    return { envelope, messageId: before.messageId, bytes, documentId: before.documentId, sha256 };
  }
  const composed = await composeLetter(tx, dependencies, facts, letter, now);
  const { organisationId, caseId } = facts;
  const stored = await saveDocument(tx, dependencies.vault, {
    organisationId,
    caseId,
    mediaType: 'message/rfc822',
    fileName: `${caseId}-letter-${letter.number}.eml`,
    bytes: composed.bytes,
  });
  return { ...composed, ...stored };
}

/** Enters the next letter that is due as begun, before a byte of it is sent; null when none is due. */
async function begin(tx: Tx, dependencies: LetterDependencies, input: SendLettersInput, now: Date) {
  await lockCase(tx, input.caseId);
  const organisationId = await organisationOfCase(tx, input.caseId);
  if (organisationId === null) return null;
  const facts = await loadFacts(tx, organisationId, input.caseId);
  const [letter] = lettersDue(facts, input.kind, now);
  if (!letter) return null;
  const before = lastAttempt(letter);
  if (before && letterState(letter) === 'beingSent') {
    const { attempt, messageId } = before;
    return { letter: letter.number, attempt, messageId, composed: null } satisfies Attempt;
  }
  const composed = await messageFor(tx, dependencies, facts, letter, now);
  const { messageId, documentId, sha256 } = composed;
  const attempt = (before?.attempt ?? 0) + 1;
  const begun = { letter: letter.number, attempt, dutyId: letter.dutyId, documentId, sha256, messageId };
  await enter(tx, engineEntry(facts, 'letter.start', begun, now));
  const firstAt = letter.attempts[0]?.startedAt ?? now.toISOString();
  return { letter: letter.number, attempt, messageId, composed, drill: facts.drill, firstAt } satisfies Attempt;
}

/** Hands a letter over once; it never rejects. A drill without a catcher reaches nobody. */
async function handOver(dependencies: LetterDependencies, attempt: Attempt, now: Date): Promise<LetterEnd> {
  if (attempt.composed === null) return LOST;
  const { composed, drill, firstAt } = attempt;
  const sender = dependencies.senderFor(drill);
  const outcome: Outcome = sender
    ? await sender.send({ ...composed.envelope, mime: composed.bytes })
    : { kind: 'unavailable', code: 'NO_MAIL_SERVER', enhancedCode: null };
  return endOf(outcome, firstAt, now);
}

async function enterEnd(tx: Tx, caseId: string, { letter, attempt }: Attempt, end: LetterEnd, now: Date) {
  await lockCase(tx, caseId);
  const facts = await loadFacts(tx, (await organisationOfCase(tx, caseId)) ?? '', caseId);
  const tried = facts.letters
    .find(({ number }) => number === letter)
    ?.attempts.find((each) => each.attempt === attempt);
  const settled = tried?.outcome && (end.outcome === 'unknown' || tried.outcome.kind !== 'unknown');
  if (!tried || settled) return;
  await enter(tx, engineEntry(facts, 'letter.outcome', { letter, attempt, ...end }, now));
}

/** One letter from its start to its end; false when none is due. */
async function sendNext(dependencies: LetterDependencies, input: SendLettersInput): Promise<boolean> {
  const { pool } = dependencies;
  const startedAt = await dependencies.now();
  const attempt = await inTransaction(pool, (tx) => begin(tx, dependencies, input, startedAt));
  if (!attempt) return false;
  const known = flights(dependencies);
  const key = `${attempt.messageId} ${attempt.attempt}`;
  const flight = known.get(key) ?? handOver(dependencies, attempt, startedAt);
  known.set(key, flight);
  const end = await flight;
  const now = await dependencies.now();
  await inTransaction(pool, (tx) => enterEnd(tx, input.caseId, attempt, end, now));
  known.delete(key);
  return true;
}

/**
 * Sends the letters of a kind that a case owes by now, one after the other, each once.
 *
 * A letter is in the register before its first byte goes out, and what became of it after. Safe to repeat: one begun and
 * not ended is not sent again; unless this process still knows how it ended, its fate is unknown and a person settles
 * it. Only what was surely not delivered is tried again, byte for byte the same.
 */
export async function sendLetters(dependencies: LetterDependencies, input: SendLettersInput): Promise<CaseSnapshot> {
  const begunAt = performance.now();
  const mayGoOn = (): boolean => performance.now() - begunAt < BOX_MS && dependencies.stopping?.aborted !== true;
  while (mayGoOn() && (await sendNext(dependencies, input)));
  return snapshotWithWords(dependencies, input.caseId);
}
