import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actsOf } from '../../../domain/case/acts.ts';
import { isOurTarget } from '../../../domain/case/duties/duty.ts';
import { type FiledPhase, factsSeqFor } from '../../../domain/case/facts.ts';
import { approval, type CaseBook, HIGH, list, openCase, RISK, submission, UNLIKELY } from './case-book.ts';

const reason = { words: ['reason'] };
const SUPPLEMENT = 'authority/ES/supplement';
const WITHDRAWAL = 'authority/ES/withdrawal';
const hash = (digit: string): string => digit.repeat(64);
const uuid = (digit: string): string => `${digit.repeat(8)}-0000-4000-8000-000000000000`;

const claim = (key: string, value: unknown) => ({ claims: [{ key, value, source: 'controller' }] });

/** The engine prepares a pack from the newest facts. */
function prepare(book: CaseBook, phase: string, digit: string, authority = 'ES'): void {
  const { facts } = book;
  const file = facts.authorities[authority];
  const factsSeq = file ? factsSeqFor(facts, file) : facts.factsSeq;
  book.act('pack.prepare', { authority, phase, hash: hash(digit), documentId: uuid(digit), factsSeq });
}

const filed = (book: CaseBook): FiledPhase | undefined => book.facts.authorities['ES']?.phases.at(-1);
const prepares = (book: CaseBook): boolean => actsOf(book.facts).some(({ actId }) => actId === 'prepare/authority/ES');

/** Everything was filed in one on 11 March, from a pack of that morning. */
function filedComplete(): CaseBook {
  const book = openCase().at('2026-03-11T08:00:00Z');
  book.say('handler', 'case.recordFacts', claim('categories', ['customers']));
  book.say('handler', 'risk.assess', RISK);
  prepare(book, 'initial', '1');
  book.at('2026-03-11T10:00:00Z');
  book.say('handler', 'filing.recordSubmission', submission('2026-03-11T09:00:00Z'));
  return book;
}

describe('what was filed', () => {
  it('is the approved pack, even when a newer one was prepared after the filing', () => {
    const book = openCase().at('2026-03-10T10:00:00Z');
    prepare(book, 'initial', '1');
    book.say('owner', 'filing.approve', { authority: 'ES', packHash: hash('1'), dpoAdvice: 'agrees' });
    book.at('2026-03-10T12:00:00Z').say('handler', 'case.recordFacts', claim('count', 12));
    prepare(book, 'initial', '2');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-10T11:00:00Z'));
    assert.deepEqual([filed(book)?.packHash, filed(book)?.packDocumentId], [hash('1'), uuid('1')]);
  });

  it('is, without approval, the newest pack of its phase prepared by then, and nobody knows what where there was none', () => {
    const book = openCase().at('2026-03-10T10:00:00Z');
    prepare(book, 'initial', '1');
    book.at('2026-03-10T12:00:00Z');
    prepare(book, 'initial', '2');
    const early = submission('2026-03-10T09:30:00Z', { subtype: 'incomplete' });
    const seq = book.say('handler', 'filing.recordSubmission', early);
    assert.equal(filed(book)?.packHash, null);
    const later = submission('2026-03-10T11:00:00Z', { subtype: 'incomplete' });
    book.say('handler', 'filing.recordSubmission', later, { corrects: seq });
    assert.equal(filed(book)?.packHash, hash('1'));
  });

  it('is the pack a person names, if there is such a one', () => {
    const book = openCase().at('2026-03-10T10:00:00Z');
    prepare(book, 'initial', '1');
    prepare(book, 'initial', '2');
    const named = (packHash: string) => submission('2026-03-10T10:00:00Z', { packHash });
    assert.equal(book.refusal('handler', 'filing.recordSubmission', named(hash('9'))), 'PACK_UNKNOWN');
    book.say('handler', 'filing.recordSubmission', named(hash('1')));
    assert.equal(filed(book)?.packHash, hash('1'));
  });

  it('stays what it was when its record is corrected after further packs', () => {
    const book = openCase().at('2026-03-10T10:00:00Z');
    book.say('handler', 'case.recordFacts', claim('categories', ['customers']));
    prepare(book, 'initial', '1');
    const first = submission('2026-03-10T10:00:00Z', { subtype: 'incomplete' });
    const seq = book.say('handler', 'filing.recordSubmission', first);
    book.at('2026-03-12T10:00:00Z').say('handler', 'case.recordFacts', claim('count', 12));
    prepare(book, 'complementary', '2');
    const corrected = { ...first, registryNumber: 'REGAGE26e00000000077' };
    book.say('handler', 'filing.recordSubmission', corrected, { corrects: seq });
    assert.deepEqual(
      [filed(book)?.packHash, filed(book)?.registryNumber, filed(book)?.factsSeq],
      [hash('1'), 'REGAGE26e00000000077', 2],
    );
  });

  it('R-5-3 one modification is foreseen: one that leaves something open, and a second, are warned of and recorded', () => {
    const book = openCase().at('2026-03-10T10:00:00Z');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-10T10:00:00Z', { subtype: 'incomplete' }));
    const later = (number: string, over: object) =>
      submission('2026-03-10T10:00:00Z', { phase: 'complementary', registryNumber: number, ...over });
    const once = book.warnings('handler', 'filing.recordSubmission', later('B', { subtype: 'incomplete' }));
    assert.deepEqual(once, ['WITHOUT_APPROVAL', 'MODIFICATION_ONCE']);
    const second = book.warnings('handler', 'filing.recordSubmission', later('C', { phase: 'final' }));
    assert.deepEqual(second, ['WITHOUT_APPROVAL', 'MODIFICATION_BEYOND']);
    assert.equal(book.facts.authorities['ES']?.phases.length, 3);
  });

  it('R-5-3 complementary and final in one is what is foreseen, and is approved by either name', () => {
    const book = openCase().at('2026-03-10T10:00:00Z');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-10T10:00:00Z', { subtype: 'incomplete' }));
    prepare(book, 'complementary', '3');
    const approved = { authority: 'ES', phase: 'complementary', packHash: hash('3'), dpoAdvice: 'agrees' };
    assert.deepEqual(book.warnings('owner', 'filing.approve', approved), []);
    const final = submission('2026-03-10T10:00:00Z', { phase: 'final', registryNumber: 'B' });
    assert.deepEqual(book.warnings('handler', 'filing.recordSubmission', final), []);
    assert.equal(filed(book)?.packHash, hash('3'));
  });
});

describe('the filings with several authorities', () => {
  it('do not make each other out of date: what is filed with one leaves the approval of the next', () => {
    const book = openCase().at('2026-03-10T10:00:00Z');
    book.say('handler', 'case.setScope', {
      role: 'controller',
      establishments: [],
      mainEstablishment: null,
      publicAuthority: null,
      representative: null,
      crossBorder: true,
      affected: { ES: 10, FR: 5 },
    });
    prepare(book, 'initial', '1', 'ES');
    prepare(book, 'initial', '2', 'FR');
    for (const [authority, digit] of [
      ['ES', '1'],
      ['FR', '2'],
    ] as const)
      book.say('owner', 'filing.approve', { authority, packHash: hash(digit), dpoAdvice: 'agrees' });
    book.at('2026-03-10T11:00:00Z');
    const es = submission('2026-03-10T10:30:00Z', { subtype: 'incomplete' });
    assert.deepEqual(book.warnings('handler', 'filing.recordSubmission', es), []);
    assert.ok(prepares(book), 'the next phase with Spain quotes the number');
    const dueNow = actsOf(book.facts).filter(({ at }) => at === null);
    assert.equal(
      dueNow.some(({ actId }) => actId === 'prepare/authority/FR'),
      false,
    );
    const fr = submission('2026-03-10T10:45:00Z', { authority: 'FR', registryNumber: 'FR-1' });
    assert.deepEqual(book.warnings('handler', 'filing.recordSubmission', fr), []);
  });
});

describe('what changes after everything was filed (R-33-4)', () => {
  it('is owed to the authority by our own target, with a pack and no new 72 hours', () => {
    const book = filedComplete();
    assert.equal(book.duty(SUPPLEMENT), undefined);
    assert.equal(prepares(book), false);
    book.at('2026-04-19T10:00:00Z').say('handler', 'case.recordFacts', claim('categories', ['customers', 'users']));
    const duty = book.duty(SUPPLEMENT);
    assert.deepEqual([duty?.state, duty?.dueAt, duty?.actBy], ['open', null, '2026-04-22T10:00:00.000Z']);
    assert.equal(book.duty('authority/ES/initial')?.dueAt, '2026-03-13T09:00:00.000Z');
    assert.ok(prepares(book));
    assert.ok(actsOf(book.facts).some(({ actId }) => actId === `remind/${SUPPLEMENT}`));
    prepare(book, 'complementary', '2');
    const next = submission('2026-04-20T09:00:00Z', { phase: 'complementary', registryNumber: 'B' });
    book.at('2026-04-20T10:00:00Z').say('handler', 'filing.recordSubmission', next);
    assert.deepEqual([book.duty(SUPPLEMENT)?.state, book.duty(SUPPLEMENT)?.metAt], ['met', '2026-04-20T09:00:00Z']);
    assert.equal(prepares(book), false);
  });

  it('is not the same said again, a text of the notice, a letter, or an answer that says nothing new', () => {
    const book = filedComplete().at('2026-03-20T10:00:00Z');
    book.say('handler', 'case.recordFacts', claim('categories', ['customers']));
    book.say(
      'handler',
      'case.recordFacts',
      { claims: [{ key: 'notice.es.nature', source: 'controller' }] },
      {
        words: ['notice.es.nature'],
      },
    );
    book.say('handler', 'risk.assess', RISK);
    const letter = { authority: 'ES', direction: 'out', receivedAt: '2026-03-20T09:00:00Z' };
    book.say('handler', 'filing.recordCorrespondence', letter);
    assert.equal(book.duty(SUPPLEMENT), undefined);
  });

  it('is what another source says only once somebody has chosen', () => {
    const book = filedComplete().at('2026-03-20T10:00:00Z');
    const other = { key: 'categories', value: ['patients'], source: 'processor' };
    book.say('handler', 'case.recordFacts', { claims: [other] });
    assert.equal(book.duty(SUPPLEMENT), undefined);
    const choice = { claims: [{ ...other, chosen: true }] };
    assert.equal(book.at('2026-03-21T10:00:00Z').refusal('handler', 'case.recordFacts', choice), 'REASON_REQUIRED');
    book.say('handler', 'case.recordFacts', choice, { words: ['reason'] });
    assert.equal(book.duty(SUPPLEMENT)?.actBy, '2026-03-24T10:00:00.000Z');
  });

  it('is a risk that has risen, people found later, and countries added to the scope', () => {
    const risen = filedComplete().at('2026-03-20T10:00:00Z');
    risen.say('handler', 'risk.assess', HIGH);
    assert.equal(risen.duty(SUPPLEMENT)?.state, 'open');

    const found = filedComplete().at('2026-03-20T10:00:00Z');
    for (const wave of [1, 2]) {
      found.say('handler', 'recipients.import', list(wave));
      found.act('wave.start', { wave, campaignId: `c-${wave}` });
    }
    assert.equal(found.duty(SUPPLEMENT)?.state, 'open');

    const wider = filedComplete().at('2026-03-20T10:00:00Z');
    wider.say('handler', 'case.setScope', {
      role: 'controller',
      establishments: ['ES'],
      mainEstablishment: null,
      publicAuthority: null,
      representative: null,
      crossBorder: true,
      affected: { ES: 10, PT: 4 },
    });
    assert.equal(wider.duty(SUPPLEMENT)?.state, 'open');
  });

  it('may be left untold by a decision with reasons, until something else changes', () => {
    const book = filedComplete().at('2026-03-20T10:00:00Z');
    const dismissed = { authority: 'ES' };
    assert.equal(book.refusal('dpo', 'filing.dismissChange', dismissed, reason), 'NOTHING_CHANGED');
    book.say('handler', 'case.recordFacts', claim('categories', ['customers', 'users']));
    book.say('dpo', 'filing.dismissChange', dismissed, reason);
    assert.equal(book.duty(SUPPLEMENT), undefined);
    book.at('2026-03-25T10:00:00Z').say('handler', 'case.recordFacts', claim('count', 40));
    assert.equal(book.duty(SUPPLEMENT)?.actBy, '2026-03-28T10:00:00.000Z');
  });
});

describe('a breach that was none (R-2-9)', () => {
  it('is withdrawn where it was filed: a pack, reminders by our own target, and the record that ends them', () => {
    const book = filedComplete().at('2026-03-20T10:00:00Z');
    const seq = book.say('dpo', 'case.decideGate', { outcome: 'notABreach' }, reason);
    assert.equal(book.duty(WITHDRAWAL), undefined, 'nothing is withdrawn on the word of one');
    book.at('2026-03-20T12:00:00Z').say('owner', 'confirm', { seq, outcome: 'confirm' });
    const owed = book.duty(WITHDRAWAL);
    assert.deepEqual([owed?.state, owed?.dueAt, owed?.actBy], ['open', null, '2026-03-23T10:00:00.000Z']);
    assert.ok(prepares(book));
    prepare(book, 'withdrawal', '7');
    assert.equal(prepares(book), false);
    book.say('owner', 'filing.approve', {
      authority: 'ES',
      phase: 'withdrawal',
      packHash: hash('7'),
      dpoAdvice: 'agrees',
    });
    const withdrawn = { authority: 'ES', submittedAt: '2026-03-20T12:00:00Z', registryNumber: 'W-1' };
    book.say('owner', 'filing.withdraw', withdrawn, reason);
    assert.equal(book.duty(WITHDRAWAL)?.state, 'met');
    const { withdrawal, withdrawnAt } = book.facts.authorities['ES'] ?? {};
    assert.deepEqual(
      [withdrawal?.packHash, withdrawal?.registryNumber, withdrawnAt],
      [hash('7'), 'W-1', '2026-03-20T12:00:00Z'],
    );
  });

  it('asks nothing of an authority that was never told', () => {
    const book = openCase().at('2026-03-11T09:00:00Z');
    const seq = book.say('dpo', 'case.decideGate', { outcome: 'notABreach' }, reason);
    book.say('owner', 'confirm', { seq, outcome: 'confirm' });
    assert.equal(book.duty(WITHDRAWAL), undefined);
  });
});

describe('a risk found after it was held unlikely (R-2-10)', () => {
  it('keeps the first awareness, aims at 72 hours from the new assessment, and asks for the reasons', () => {
    const book = openCase().at('2026-03-10T12:00:00Z');
    const seq = book.say('dpo', 'risk.assess', UNLIKELY, { words: ['reasons'] });
    book.say('owner', 'confirm', { seq, outcome: 'confirm' });
    assert.equal(book.duty('authority/ES/initial')?.state, 'notRequired');
    book.at('2026-03-30T08:00:00Z').say('dpo', 'risk.assess', RISK);
    const owed = book.duty('authority/ES/initial');
    assert.deepEqual(
      [owed?.state, owed?.dueAt, owed?.actBy],
      ['open', '2026-03-13T09:00:00.000Z', '2026-04-02T08:00:00.000Z'],
    );
    assert.ok(owed && isOurTarget(owed), 'a target past the deadline is never shown as one');
    assert.match(owed?.why ?? '', /risk_first_thought_unlikely/);
    const late = book.hear('handler', 'filing.recordSubmission', submission('2026-03-30T08:00:00Z'));
    assert.ok(late.accepted);
    const finding = late.findings.find(({ code }) => code === 'DELAY_REASONS_REQUIRED');
    assert.match(finding?.sentence ?? '', /--reason-code risk_first_thought_unlikely/);
  });

  it('moves nothing while the 72 hours still run', () => {
    const book = openCase().at('2026-03-10T12:00:00Z');
    const seq = book.say('dpo', 'risk.assess', UNLIKELY, { words: ['reasons'] });
    book.say('owner', 'confirm', { seq, outcome: 'confirm' });
    book.at('2026-03-11T12:00:00Z').say('dpo', 'risk.assess', RISK);
    const owed = book.duty('authority/ES/initial');
    assert.equal(owed?.actBy, '2026-03-13T09:00:00.000Z');
    assert.ok(owed && !isOurTarget(owed));
  });
});

describe('orders of authorities (R-34-4)', () => {
  const order = (authority: string, what = 'inform') => ({
    authority,
    orderedAt: '2026-03-11T08:00:00Z',
    dueAt: '2026-03-31T22:00:00Z',
    what,
  });
  const numbers = (book: CaseBook): string[] =>
    book.facts.orders.map(({ authority, number }) => `${authority}/${number}`);

  it("keep their numbers when one turns out to be another authority's, and no number is given twice", () => {
    const book = openCase().at('2026-03-12T09:00:00Z');
    const first = book.say('handler', 'filing.recordOrder', order('ES'));
    book.say('handler', 'filing.recordOrder', order('ES', 'other'));
    book.say('handler', 'filing.recordOrder', order('FR'), { corrects: first });
    assert.deepEqual(numbers(book).sort(), ['ES/2', 'FR/1']);
    book.say('handler', 'filing.recordOrder', order('ES'));
    assert.deepEqual(numbers(book).sort(), ['ES/2', 'ES/3', 'FR/1']);
  });

  it('keep a number that was given to the only order there was', () => {
    const book = openCase().at('2026-03-12T09:00:00Z');
    const first = book.say('handler', 'filing.recordOrder', order('ES'));
    book.say('handler', 'filing.recordOrder', order('FR'), { corrects: first });
    book.say('handler', 'filing.recordOrder', order('ES'));
    assert.deepEqual(numbers(book).sort(), ['ES/2', 'FR/1']);
  });

  it('to tell the people override "need not be told" and an exemption, and end with the wave', () => {
    const book = openCase().at('2026-03-11T08:00:00Z');
    book.say('dpo', 'risk.assess', RISK);
    book.say('dpo', 'notice.claimExemption', { letter: 'a' }, reason);
    assert.equal(book.duty('people/1'), undefined);
    book.at('2026-03-12T09:00:00Z').say('handler', 'filing.recordOrder', order('ES', 'communicate'));
    assert.equal(book.duty('people/1')?.state, 'open');
    assert.deepEqual(
      [book.duty('authority/ES/order/1')?.state, book.duty('authority/ES/order/1')?.dueAt],
      ['open', '2026-03-31T22:00:00Z'],
    );
    book.say('handler', 'recipients.import', list(1));
    book.at('2026-03-13T09:00:00Z').act('wave.start', { wave: 1, campaignId: 'c-1' });
    assert.equal(book.duty('authority/ES/order/1')?.state, 'open');
    book.at('2026-03-14T09:00:00Z').act('wave.complete', { wave: 1, counts: { sent: 20 }, merkleRoot: '' });
    assert.equal(book.duty('people/1')?.state, 'met');
    assert.deepEqual(
      [book.duty('authority/ES/order/1')?.state, book.duty('authority/ES/order/1')?.metAt],
      ['met', '2026-03-14T09:00:00.000Z'],
    );
  });

  it('to be informed do not end with a wave', () => {
    const book = openCase().at('2026-03-12T09:00:00Z');
    book.say('handler', 'filing.recordOrder', order('ES'));
    book.say('handler', 'recipients.import', list(1));
    book.act('wave.complete', { wave: 1, counts: {}, merkleRoot: '' });
    assert.equal(book.duty('authority/ES/order/1')?.state, 'open');
  });
});

describe('authorities outside the EEA', () => {
  const scope = (over: object = {}) => ({
    role: 'controller',
    establishments: ['ES'],
    mainEstablishment: null,
    publicAuthority: null,
    representative: null,
    crossBorder: false,
    affected: { ES: 10 },
    outside: { UK: 40, CH: 3, US: 5 },
    ...over,
  });

  it('UK GDPR runs as the GDPR does; Switzerland asks only at high risk and names no hours', () => {
    const book = openCase().at('2026-03-11T09:00:00Z');
    book.say('handler', 'case.setScope', scope());
    const uk = book.duty('authority/UK/initial');
    assert.deepEqual([uk?.state, uk?.rule, uk?.dueAt], ['open', 'UK-GDPR-33-1', '2026-03-13T09:00:00.000Z']);
    const ch = book.duty('authority/CH/initial');
    assert.deepEqual([ch?.state, ch?.dueAt, ch?.actBy], ['notRequired', null, null]);
    assert.equal(book.duty('authority/US/initial'), undefined, 'a law nobody knows here is asked about, not clocked');
    book.say('dpo', 'risk.assess', HIGH);
    const asked = book.duty('authority/CH/initial');
    assert.deepEqual(
      [asked?.state, asked?.rule, asked?.dueAt, asked?.actBy],
      ['open', 'CH-FADP-24', null, '2026-03-12T09:00:00.000Z'],
    );
    assert.ok(actsOf(book.facts).some(({ actId }) => actId === 'prepare/authority/CH'));
    const late = submission('2026-03-11T08:00:00Z', { authority: 'CH', registryNumber: 'CH-1' });
    book.say('handler', 'filing.recordSubmission', late);
    assert.equal(book.facts.authorities['CH']?.phases[0]?.status, null);
  });

  it('are released with a reason like any other', () => {
    const book = openCase().at('2026-03-11T09:00:00Z');
    book.say('handler', 'case.setScope', scope());
    assert.equal(book.refusal('handler', 'case.setScope', scope({ outside: {} })), 'REASON_REQUIRED');
    book.say('handler', 'case.setScope', scope({ outside: {} }), reason);
    assert.equal(book.duty('authority/UK/initial')?.state, 'superseded');
  });

  it('a Land that becomes known narrows Germany down without a reason', () => {
    const book = openCase().at('2026-03-11T09:00:00Z');
    const german = { establishments: ['DE'], affected: { DE: 4 }, outside: {} };
    book.say('handler', 'case.setScope', scope(german));
    book.say('handler', 'case.setScope', scope({ ...german, regions: { DE: 'BY' } }));
    assert.equal(book.duty('authority/DE-BY/initial')?.state, 'open');
    assert.equal(book.duty('authority/DE/initial')?.state, 'superseded');
  });
});

describe('approving a wave', () => {
  it('does not by itself change what an authority was told', () => {
    const book = filedComplete().at('2026-03-20T10:00:00Z');
    book.say('handler', 'recipients.import', list(1));
    book.say('owner', 'notice.approve', approval(1), { words: ['reason'] });
    book.act('wave.start', { wave: 1, campaignId: 'c-1' });
    assert.equal(book.duty(SUPPLEMENT), undefined);
  });
});
