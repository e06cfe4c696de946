import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sentenceOf, timelineOf } from '../../desk/sentences.ts';
import { showMoment, showText, showWords } from '../../desk/show-words.ts';
import { BODIES } from '../../domain/case/bodies.ts';
import type { Entry } from '../../domain/case/entry.ts';
import { ACT_FOLDS } from '../../domain/case/fold-acts.ts';
import { CaseBook, openCase, opening, RISK, submission, UNLIKELY } from '../domain/case/case-book.ts';

const MADRID = 'Europe/Madrid';
const ABOUT_THE_ORGANISATION = [
  'organisation.describe',
  'person.add',
  'person.end',
  'processor.describe',
  'template.publish',
  'template.withdraw',
];

const sentences = (book: CaseBook, words = {}): string[] =>
  timelineOf(book.entries, words, MADRID).map(({ sentence }) => sentence);

describe('timelineOf', () => {
  it('tells the opening in one sentence with its words', () => {
    const book = new CaseBook().at('2025-11-26T12:00:00Z');
    book.say('dpo', 'case.open', {
      ...opening('2025-11-24T23:00:00Z', { precision: 'date', from: 'processor_notice' }),
      processorId: 'mixpanel',
      peopleApprox: 1200,
    });
    const [line] = timelineOf(
      book.entries,
      { 1: { what: 'Export of\nanalytics data', whose: 'API customers' } },
      MADRID,
    );
    assert.deepEqual(line, {
      seq: 1,
      at: '2025-11-26T13:00:00+01:00',
      actor: 'dpo',
      assurance: 'claimed',
      kind: 'case.open',
      sentence:
        'Opened the case: learned of it on Tue 25 Nov 2025 from a processor (mixpanel), about 1200 people: “Export of analytics data”; data of “API customers”',
    });
  });

  it('says what became of an entry: waiting, confirmed, refused, corrected', () => {
    const book = openCase();
    const unlikely = book.say('dpo', 'risk.assess', UNLIKELY, { words: ['reasons'] });
    assert.match(sentences(book)[unlikely - 1] ?? '', /\(waits for a second person\)$/);
    const confirmed = book.say('second', 'confirm', { seq: unlikely, outcome: 'confirm' });
    assert.match(sentences(book)[unlikely - 1] ?? '', new RegExp(`\\(confirmed by entry ${confirmed}\\)$`));
    const risk = book.say('dpo', 'risk.assess', RISK, { corrects: unlikely });
    assert.match(sentences(book)[risk - 1] ?? '', new RegExp(`\\(corrects entry ${unlikely}\\)$`));
    assert.match(sentences(book)[unlikely - 1] ?? '', new RegExp(`\\(corrected by entry ${risk}\\)$`));
  });

  it('names lateness and a missing approval of a filing', () => {
    const book = openCase().at('2026-03-13T12:00:00Z');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-13T12:30:00+01:00'));
    assert.equal(
      sentences(book).at(-1),
      'Filed with ES (initial, complete) on Fri 13 Mar 2026 12:30 Madrid (UTC+01:00) under REGAGE26e00000000001: LATE, without approval',
    );
  });
});

describe('sentenceOf', () => {
  const entry = (kind: string, body = {}): Entry => ({
    seq: 1,
    organisationId: 'acme',
    caseId: 'breach-2026-0042',
    at: '2026-03-10T09:00:00Z',
    actor: 'dpo',
    assurance: 'claimed',
    kind,
    statementId: null,
    body,
  });
  /** Enough of every body for a sentence to be made of it. */
  const ANY = {
    claims: [],
    clocks: [],
    duties: [],
    roles: [],
    codes: [],
    audiences: [],
    contains: [],
    affected: {},
    outside: {},
    counts: {},
    outcome: 'confirm',
    learnedAt: '2026-03-10T09:00:00Z',
    detectedAt: '2026-03-10T09:00:00Z',
    noticedAt: '2026-03-10T09:00:00Z',
    at: '2026-03-10T09:00:00Z',
    submittedAt: '2026-03-10T09:00:00Z',
    failedAt: '2026-03-10T09:00:00Z',
    sha256: 'a'.repeat(64),
    orderedAt: '2026-03-10T09:00:00Z',
    dueAt: '2026-03-10T09:00:00Z',
    receivedAt: '2026-03-10T09:00:00Z',
    publishedAt: '2026-03-10T09:00:00Z',
    postedAt: '2026-03-10T09:00:00Z',
    form: 'csv',
    because: 'otherDomain',
    actions: {},
    domains: {},
    waves: [],
    precision: 'instant',
    from: 'press',
    kind: 'press',
  };
  const kinds = [...Object.keys(BODIES), ...Object.keys(ACT_FOLDS)].filter(
    (kind) => !ABOUT_THE_ORGANISATION.includes(kind),
  );
  for (const kind of kinds) {
    it(`has a sentence for ${kind}`, () => {
      const sentence = sentenceOf(entry(kind, ANY), {}, MADRID);
      assert.match(sentence, /^[A-Z]|^undefined (wrote|ordered)/);
      assert.ok(!sentence.startsWith(kind));
    });
  }

  it('names an entry of a kind it does not know, with its words', () => {
    assert.equal(sentenceOf(entry('future.kind'), { what: 'later' }, MADRID), 'future.kind “later”');
    assert.equal(sentenceOf(entry('constructor'), {}, MADRID), 'constructor');
  });

  it('says (erased) where the key was destroyed', () => {
    assert.equal(sentenceOf(entry('case.reopen'), { reason: null }, MADRID), 'Re-opened the case because (erased)');
  });
});

describe('words on a screen', () => {
  it('cannot command a terminal or turn a line round', () => {
    assert.equal(showWords('a\u001b[2Jb\u202ec'), '“a\\u001b[2Jb\\u202ec”');
    assert.equal(showText('first\r\nsecond\u0007'), 'first\nsecond\\u0007');
  });

  it('are cut to length, the mark included', () => {
    assert.equal(showWords('abcdef', 4), '“abc…”');
    assert.equal(showWords('abcd', 4), '“abcd”');
  });

  it('R-2-8 shows a date alone as a date, and an hour as what it is', () => {
    assert.equal(showMoment('2025-11-24T23:00:00Z', 'date', MADRID), 'Tue 25 Nov 2025');
    assert.equal(
      showMoment('2025-11-24T22:00:00Z', 'date', MADRID),
      'Mon 24 Nov 2025 23:00 Madrid (UTC+01:00), known by its date only',
    );
    assert.equal(showMoment('2025-11-24T23:00:00Z', 'instant', MADRID), 'Tue 25 Nov 2025 00:00 Madrid (UTC+01:00)');
  });
});
