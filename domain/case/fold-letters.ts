import type { BodyOf } from './bodies.ts';
import type { Entry } from './entry.ts';
import { type CaseFacts, noteFact } from './facts.ts';
import type { Folds } from './fold.ts';
import { type Letter, type LetterOutcome, sentAt } from './letters.ts';
import { completionOf } from './told.ts';

/** What the engine writes about a letter: before it sends, and after. */
export interface LetterActBodies {
  'letter.start': {
    letter: number;
    attempt: number;
    dutyId: string;
    documentId: string;
    sha256: string;
    messageId: string;
  };
  'letter.outcome': {
    letter: number;
    attempt: number;
    outcome: LetterOutcome;
    code: string;
    enhancedCode: string | null;
  };
}

function addLetter(
  facts: CaseFacts,
  entry: Entry,
  letter: Pick<Letter, 'kind' | 'addressee' | 'dutyId'> & Partial<Letter>,
): void {
  facts.letters.push({
    phase: null,
    packHash: null,
    documentId: null,
    locale: null,
    ...letter,
    number: facts.letters.length + 1,
    mailbox: entry.body.words?.['mailbox'] ?? null,
    by: entry.actor,
    at: entry.at,
    seq: entry.seq,
    attempts: [],
    settled: null,
  });
}

/** A controller counts as told by the letter that reached a mail server, and by no other. */
function noteTold(facts: CaseFacts, letter: Letter): void {
  if (letter.kind !== 'controllerNotice') return;
  const controller = facts.controllers.find(({ controllerId }) => controllerId === letter.addressee);
  if (!controller) return;
  const told = sentAt(letter);
  if (told !== null && controller.noticedAt === null) {
    Object.assign(controller, { noticedAt: told, noticedByLetter: letter.number });
  } else if (told === null && controller.noticedByLetter === letter.number) {
    Object.assign(controller, { noticedAt: null, noticedByLetter: null });
  }
}

/** Which of an authority's duties a filing of a phase answers. */
function filingDuty(facts: CaseFacts, authority: string, phase: BodyOf<'filing.send'>['phase']): string {
  if (phase === 'initial' || phase === 'withdrawal') return phase;
  const file = facts.authorities[authority];
  return file && completionOf(file) ? 'supplement' : 'completion';
}

const letterOf = (facts: CaseFacts, number: number): Letter | undefined =>
  facts.letters.find((letter) => letter.number === number);

export const LETTER_FOLDS: Folds = {
  'filing.send': (facts, body, entry) => {
    const { authority, phase, packHash } = body;
    const dutyId = `authority/${authority}/${filingDuty(facts, authority, phase)}`;
    addLetter(facts, entry, { kind: 'filing', addressee: authority, dutyId, phase, packHash });
  },
  'controller.tell': (facts, body, entry) => {
    const { controllerId, documentId, locale } = body;
    const number = facts.controllers.find((controller) => controller.controllerId === controllerId)?.number ?? 0;
    const dutyId = `controller/${number}/notice`;
    addLetter(facts, entry, { kind: 'controllerNotice', addressee: controllerId, dutyId, documentId, locale });
  },
  'letter.settle': (facts, body, entry) => {
    const letter = letterOf(facts, body.letter);
    if (!letter) return;
    letter.settled = { outcome: body.outcome, at: entry.at, by: entry.actor, seq: entry.seq };
    noteTold(facts, letter);
  },
  'filing.recordPortalFailure': (facts, body, entry) => {
    const { authority, failedAt, documentId } = body;
    facts.portalFailures.push({ authority, failedAt, documentId, seq: entry.seq });
    noteFact(facts);
  },
};

type LetterActFolds = {
  [K in keyof LetterActBodies]: (facts: CaseFacts, body: LetterActBodies[K], entry: Entry) => void;
};

export const LETTER_ACT_FOLDS: LetterActFolds = {
  'letter.start': (facts, body, entry) => {
    const { attempt, messageId, documentId, sha256 } = body;
    const begun = { attempt, startedAt: entry.at, messageId, documentId, sha256, seq: entry.seq, outcome: null };
    letterOf(facts, body.letter)?.attempts.push(begun);
  },
  'letter.outcome': (facts, body, entry) => {
    const letter = letterOf(facts, body.letter);
    const tried = letter?.attempts.find(({ attempt }) => attempt === body.attempt);
    if (!letter || !tried) return;
    const { outcome: kind, code, enhancedCode } = body;
    // Once a server has taken it, it is taken: a later doubt of another process changes nothing.
    if (tried.outcome?.kind !== 'taken') tried.outcome = { kind, code, enhancedCode, at: entry.at, seq: entry.seq };
    noteTold(facts, letter);
  },
};
