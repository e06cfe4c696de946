import { letterSentence, unansweredLetter } from '../domain/case/duties/letter-note.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { type Letter, type LetterState, lastAttempt, letterState, lettersTo, sentAt } from '../domain/case/letters.ts';
import { rfc3339InZone } from '../domain/clocks/show-time.ts';

/** A letter as answers show it: instants are RFC 3339 in the organisation's zone. */
export interface LetterView {
  number: number;
  state: LetterState;
  /** When it went out; null while it has not, or nobody knows. */
  sentAt: string | null;
}

/** A letter with what proves its last attempt; null where there was none, or the mail server has not answered. */
export interface LetterProof extends LetterView {
  /** The mail server's reply, `250`, and its enhanced code, `2.0.0`. */
  code: string | null;
  enhancedCode: string | null;
  messageId: string | null;
  /** Of the message as it was sent. */
  sha256: string | null;
}

/** The newest letter to an authority or controller; null when none was sent by mail. */
export function newestLetter(facts: CaseFacts, kind: Letter['kind'], addressee: string): LetterView | null {
  const letter = lettersTo(facts, kind, addressee).at(-1);
  return letter ? letterView(facts, letter) : null;
}

function letterView({ policy }: CaseFacts, letter: Letter): LetterView {
  const sent = sentAt(letter);
  return { number: letter.number, state: letterState(letter), sentAt: sent && rfc3339InZone(sent, policy.zone) };
}

/** What proves that a letter went out, or how far it came. */
export function letterProof(facts: CaseFacts, letter: Letter): LetterProof {
  const last = lastAttempt(letter);
  return {
    ...letterView(facts, letter),
    code: last?.outcome?.code ?? null,
    enhancedCode: last?.outcome?.enhancedCode ?? null,
    messageId: last?.messageId ?? null,
    sha256: last?.sha256 ?? null,
  };
}

/** How the newest letter to an authority or controller stands; null once what came after it is recorded. */
export function letterWords(facts: CaseFacts, kind: Letter['kind'], addressee: string): string | null {
  const letter = unansweredLetter(facts, lettersTo(facts, kind, addressee));
  return letter && letterSentence(facts, letter);
}
