import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actsOf } from '../../../domain/case/acts.ts';
import type { StatementKind } from '../../../domain/case/bodies.ts';
import { letterState, retryAt } from '../../../domain/case/letters.ts';
import { AWARE, CaseBook, openCase, opening, submission } from './case-book.ts';

const PACK = 'c'.repeat(64);
const DOCUMENT = '6f1c1f0e-3f7a-4a53-9c55-2f1d2e1b7a01';
const SCOPE = {
  role: 'controller',
  establishments: [],
  mainEstablishment: null,
  publicAuthority: null,
  representative: 'ES',
  crossBorder: true,
  affected: { BG: 5, ES: 10, MT: 3 },
};
const reason = { words: ['reason'] };

/** Competent are Bulgaria (form by mail), Spain (portal) and Malta (web form), each with a pack. */
function prepared(): CaseBook {
  const book = openCase();
  book.say('handler', 'case.setScope', SCOPE);
  for (const authority of ['BG', 'ES', 'MT']) prepare(book, authority);
  return book;
}

function prepare(book: CaseBook, authority: string, hash = PACK): void {
  const { factsSeq } = book.facts;
  book.act('pack.prepare', { authority, phase: 'initial', hash, documentId: DOCUMENT, factsSeq });
}

function approved(...authorities: string[]): CaseBook {
  const book = prepared();
  for (const authority of authorities)
    book.say('owner', 'filing.approve', { authority, packHash: PACK, dpoAdvice: 'agrees' });
  return book;
}

const send = (authority: string, over: Record<string, unknown> = {}) => ({ authority, packHash: PACK, ...over });

/** What the engine writes around one attempt. */
function tried(book: CaseBook, outcome: string | null, code = '250', attempt = 1, letter = 1): void {
  const messageId = `<${letter}@letters.example>`;
  const dutyId = book.facts.letters[letter - 1]?.dutyId ?? '';
  book.act('letter.start', { letter, attempt, dutyId, documentId: DOCUMENT, sha256: PACK, messageId });
  if (outcome) ended(book, outcome, code, attempt, letter);
}

function ended(book: CaseBook, outcome: string, code = '250', attempt = 1, letter = 1): void {
  book.act('letter.outcome', { letter, attempt, outcome, code, enhancedCode: null });
}

const stateOf = (book: CaseBook, number = 1): string | null => {
  const letter = book.facts.letters[number - 1];
  return letter ? letterState(letter) : null;
};
const sends = (book: CaseBook) => actsOf(book.facts).filter(({ actId }) => actId.startsWith('send/'));

describe('filing.send', () => {
  it('takes the approved pack, the newest, and nothing else', () => {
    const book = prepared();
    assert.equal(book.refusal('owner', 'filing.send', send('BG')), 'FILING_NOT_APPROVED');
    book.say('owner', 'filing.approve', { authority: 'BG', packHash: PACK, dpoAdvice: 'agrees' });
    assert.equal(book.refusal('owner', 'filing.send', send('BG', { packHash: 'e'.repeat(64) })), 'FILING_NOT_APPROVED');
    book.say('handler', 'case.recordFacts', { claims: [{ key: 'count', value: 7, source: 'logs' }] });
    assert.equal(book.refusal('owner', 'filing.send', send('BG')), 'PACK_CHANGED');
    prepare(book, 'BG', 'd'.repeat(64));
    assert.equal(book.refusal('owner', 'filing.send', send('BG', { packHash: 'd'.repeat(64) })), 'FILING_NOT_APPROVED');
    assert.deepEqual(sends(book), []);
  });

  it('goes by mail only where the authority takes mail, its portal has failed, or a person says why', () => {
    const book = approved('BG', 'ES', 'MT');
    assert.equal(book.refusal('owner', 'filing.send', send('MT')), 'FILING_NOT_BY_MAIL');
    assert.equal(book.refusal('owner', 'filing.send', send('MT', { channelOverride: true })), 'FILING_NOT_BY_MAIL');
    assert.equal(book.refusal('owner', 'filing.send', send('MT', { channelOverride: true }), reason), null);
    assert.deepEqual(book.warnings('owner', 'filing.send', send('BG')), ['ADDRESS_UNVERIFIED']);
    assert.deepEqual(
      sends(book).map(({ actId }) => actId),
      ['send/authority/MT', 'send/authority/BG'],
    );
  });

  it('asks for an address where the table has none', () => {
    const book = prepared();
    book.say('handler', 'filing.recordPortalFailure', { authority: 'ES', failedAt: AWARE, documentId: DOCUMENT });
    for (const code of ['ES']) prepare(book, code);
    book.say('owner', 'filing.approve', { authority: 'ES', packHash: PACK, dpoAdvice: 'agrees' });
    assert.equal(book.refusal('owner', 'filing.send', send('ES')), 'NO_MAILBOX');
    assert.equal(book.refusal('owner', 'filing.send', send('ES', { to: 'other' })), 'NO_MAILBOX');
    assert.equal(book.refusal('owner', 'filing.send', send('ES', { to: 'other' }), { words: ['mailbox'] }), null);
  });

  it('is not taken from the Temporal UI, which does not tell who speaks', () => {
    const book = approved('BG');
    assert.equal(book.refusal('owner', 'filing.send', send('BG'), { assurance: 'temporalUi' }), 'NOT_FROM_THE_UI');
  });

  it('A2.3 sends once: while a letter is under way, of unknown fate or taken, no other follows', () => {
    const book = approved('BG');
    book.say('owner', 'filing.send', send('BG'));
    const again = () => book.refusal('owner', 'filing.send', send('BG'));
    assert.deepEqual([stateOf(book), again()], ['toSend', 'LETTER_UNDER_WAY']);
    tried(book, null);
    assert.deepEqual([stateOf(book), again()], ['beingSent', 'LETTER_UNDER_WAY']);
    ended(book, 'unknown', 'LOST_AFTER_DOT');
    assert.deepEqual([stateOf(book), again(), sends(book)], ['unknown', 'LETTER_UNDER_WAY', []]);
    book.say('handler', 'letter.settle', { letter: 1, outcome: 'notArrived' }, reason);
    assert.equal(again(), null);
    tried(book, 'taken', '250', 1, 2);
    assert.deepEqual([stateOf(book, 2), again()], ['sent', 'LETTER_SENT']);
  });

  it('A2.3 leaves the duty owed until the authority’s acknowledgement, or a person, says that it was filed', () => {
    const book = approved('BG');
    book.say('owner', 'filing.send', send('BG'));
    tried(book, 'taken');
    const duty = book.duty('authority/BG/initial');
    assert.equal(duty?.state, 'open');
    assert.match(duty?.why ?? '', /letter 1 sent Tue 10 Mar 2026.*, no acknowledgement recorded/);
    const filed = submission(AWARE, { authority: 'BG', registryNumber: null });
    assert.deepEqual(book.warnings('handler', 'filing.recordSubmission', filed), ['REGISTRY_NUMBER_AWAITED']);
    assert.equal(book.duty('authority/BG/initial')?.state, 'met');
  });

  it('sends nothing any more once it was filed in another way', () => {
    const book = approved('BG');
    book.say('owner', 'filing.send', send('BG'));
    book.say('handler', 'filing.recordSubmission', submission(AWARE, { authority: 'BG' }));
    assert.deepEqual(sends(book), []);
  });

  it('sees a letter begun to its end, even when nothing is owed any more', () => {
    const book = approved('BG');
    book.say('owner', 'filing.send', send('BG'));
    tried(book, null);
    book.say('handler', 'filing.recordSubmission', submission(AWARE, { authority: 'BG' }));
    assert.deepEqual(
      sends(book).map(({ actId }) => actId),
      ['send/authority/BG'],
    );
  });
});

describe('a letter that was not delivered', () => {
  it('is tried again by itself, at first after a minute', () => {
    const book = approved('BG');
    book.say('owner', 'filing.send', send('BG'));
    tried(book.at('2026-03-10T10:00:00Z'), 'deferred', '451');
    const [letter] = book.facts.letters;
    assert.equal(letter && retryAt(letter), '2026-03-10T10:01:00.000Z');
    assert.equal(sends(book)[0]?.at, '2026-03-10T10:01:00.000Z');
    tried(book.at('2026-03-10T10:01:00Z'), 'deferred', '451', 2);
    assert.equal(sends(book)[0]?.at, '2026-03-10T10:06:00.000Z');
    assert.equal(
      book.refusal('handler', 'letter.settle', { letter: 1, outcome: 'arrived' }, reason),
      'LETTER_NOT_OPEN',
    );
    book.say('handler', 'letter.settle', { letter: 1, outcome: 'notArrived' }, reason);
    assert.deepEqual(sends(book), []);
  });

  it('refused for good, leaves the way free for another', () => {
    const book = approved('BG');
    book.say('owner', 'filing.send', send('BG'));
    tried(book, 'refused', '550');
    assert.deepEqual([stateOf(book), sends(book)], ['refused', []]);
    assert.equal(book.refusal('owner', 'filing.send', send('BG')), null);
  });

  it('is settled by a person’s word with a reason, and only while there is something to settle', () => {
    const book = approved('BG');
    const settle = (letter: number, outcome: string) =>
      book.refusal('handler', 'letter.settle', { letter, outcome }, reason);
    assert.equal(settle(1, 'arrived'), 'LETTER_UNKNOWN');
    book.say('owner', 'filing.send', send('BG'));
    assert.equal(settle(1, 'arrived'), 'LETTER_NOT_OPEN');
    tried(book, 'unknown', 'SENDER_LOST');
    assert.equal(settle(1, 'arrived'), null);
    assert.equal(stateOf(book), 'arrived');
    assert.equal(book.refusal('owner', 'filing.send', send('BG')), 'LETTER_SENT');
  });

  it('taken after all, by the word of the process that was thought lost, is taken', () => {
    const book = approved('BG');
    book.say('owner', 'filing.send', send('BG'));
    tried(book, 'unknown', 'SENDER_LOST');
    ended(book, 'taken');
    assert.equal(stateOf(book), 'sent');
    ended(book, 'unknown', 'SENDER_LOST');
    assert.equal(stateOf(book), 'sent');
  });
});

/** A processor's case with one controller to tell within 24 hours. */
function asProcessor(): CaseBook {
  const book = new CaseBook({ role: 'processor' });
  book.say('reporter', 'case.open', opening(AWARE));
  book.say('handler', 'controller.add', { controllerId: 'client', contractHours: 24 });
  return book;
}
const tell = { controllerId: 'client', locale: 'en', documentId: DOCUMENT, textSha256: PACK };
const mailbox = { words: ['mailbox'] };

describe('controller.tell (R-33-2)', () => {
  it('counts a controller as told once its mail server has taken the notice, from that moment', () => {
    const book = asProcessor();
    book.say('handler', 'controller.tell', tell, mailbox);
    assert.deepEqual(
      sends(book).map(({ actId }) => actId),
      ['send/controller/client'],
    );
    tried(book.at('2026-03-10T10:30:00Z'), 'taken');
    const duty = book.duty('controller/1/notice');
    assert.deepEqual([duty?.state, duty?.metAt], ['met', '2026-03-10T10:30:00.000Z']);
    assert.equal(book.refusal('handler', 'controller.tell', tell, mailbox), 'CONTROLLER_TOLD');
  });

  it('owes the notice again when a person says that it never came', () => {
    const book = asProcessor();
    book.say('handler', 'controller.tell', tell, mailbox);
    tried(book, 'taken');
    book.say('handler', 'letter.settle', { letter: 1, outcome: 'notArrived' }, reason);
    assert.equal(book.duty('controller/1/notice')?.state, 'open');
    assert.equal(book.refusal('handler', 'controller.tell', tell, mailbox), null);
  });

  it('does not count while its fate is unknown; a person’s word settles it from the moment it was sent', () => {
    const book = asProcessor();
    book.say('handler', 'controller.tell', tell, mailbox);
    tried(book.at('2026-03-10T11:00:00Z'), 'unknown', 'LOST_AFTER_DOT');
    assert.equal(book.duty('controller/1/notice')?.state, 'open');
    book.at('2026-03-11T08:00:00Z').say('handler', 'letter.settle', { letter: 1, outcome: 'arrived' }, reason);
    assert.equal(book.duty('controller/1/notice')?.metAt, '2026-03-10T11:00:00.000Z');
  });

  it('is refused outside the role of processor, to strangers, and to who was told in another way', () => {
    const rows: [CaseBook, string][] = [[openCase(), 'NOT_AS_PROCESSOR']];
    const stranger = new CaseBook({ role: 'processor' });
    stranger.say('reporter', 'case.open', opening(AWARE));
    rows.push([stranger, 'CONTROLLER_UNKNOWN']);
    const told = asProcessor();
    told.say('handler', 'controller.recordNotice', { controllerId: 'client', noticedAt: AWARE });
    rows.push([told, 'CONTROLLER_TOLD']);
    for (const [book, code] of rows) assert.equal(book.refusal('handler', 'controller.tell', tell, mailbox), code);
  });

  it('needs no other mail when it was told in another way while the letter waited', () => {
    const book = asProcessor();
    book.say('handler', 'controller.tell', tell, mailbox);
    book.say('handler', 'controller.recordNotice', { controllerId: 'client', noticedAt: AWARE });
    assert.deepEqual(sends(book), []);
  });
});

describe('filing.recordPortalFailure', () => {
  const failure = (over: Record<string, unknown> = {}) => ({ authority: 'ES', failedAt: AWARE, ...over });

  it('lets a filing with a portal be recorded without its number, which another way does not give', () => {
    const book = prepared();
    const filed = submission(AWARE, { registryNumber: null });
    assert.equal(book.refusal('handler', 'filing.recordSubmission', filed), 'REGISTRY_NUMBER_MISSING');
    assert.deepEqual(book.warnings('handler', 'filing.recordPortalFailure', failure()), ['EVIDENCE_MISSING']);
    assert.equal(book.refusal('handler', 'filing.recordSubmission', filed), null);
  });

  it('may be corrected, and lies in the past', () => {
    const book = prepared();
    const kind: StatementKind = 'filing.recordPortalFailure';
    const seq = book.say('handler', kind, failure({ documentId: DOCUMENT }));
    book.say('handler', kind, failure({ documentId: DOCUMENT, failedAt: '2026-03-10T09:00:00+01:00' }), {
      corrects: seq,
    });
    assert.deepEqual(
      book.facts.portalFailures.map(({ failedAt }) => failedAt),
      ['2026-03-10T09:00:00+01:00'],
    );
    assert.equal(book.refusal('handler', kind, failure({ failedAt: '2026-03-12T09:00:00Z' })), 'TIME_IN_FUTURE');
    assert.equal(book.refusal('handler', kind, failure({ authority: 'FR' })), 'AUTHORITY_NOT_COMPETENT');
  });
});
