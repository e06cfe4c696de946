import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actsOf, isEnded } from '../../../domain/case/acts.ts';
import { awarenessOf } from '../../../domain/case/awareness.ts';
import { riskOf } from '../../../domain/case/facts.ts';
import { parseBody, parseWords } from '../../../domain/case/parse-statement.ts';
import { closingFindings } from '../../../domain/case/rules/closing.ts';
import { AWARE, approval, CaseBook, HIGH, list, openCase, opening, RISK, submission, UNLIKELY } from './case-book.ts';

const INITIAL = 'authority/ES/initial';
const LATER = '2026-03-10T20:00:00+01:00';
const EARLIER = '2026-03-09T20:00:00+01:00';
const reason = { words: ['reason', 'reasons'] };
const decided = (at: string) => ({ at, precision: 'instant', reasonCode: 'reasonable_certainty' });
const pack = (hash: string, factsSeq: number, phase = 'initial') => ({
  authority: 'ES',
  phase,
  hash: hash.repeat(64),
  documentId: '6f1c1f0e-3f7a-4a53-9c55-2f1d2e1b7a02',
  factsSeq,
});

describe('a word of the second person', () => {
  it('does not bring back what a newer statement has overtaken', () => {
    const book = openCase();
    const unlikely = book.say('dpo', 'risk.assess', UNLIKELY, reason);
    book.say('handler', 'risk.assess', HIGH);
    assert.equal(book.refusal('second', 'confirm', { seq: unlikely, outcome: 'confirm' }), 'NOTHING_TO_CONFIRM');
    assert.equal(riskOf(book.facts)?.risk, 'high');

    book.at('2026-03-11T09:00:00Z');
    const moved = book.say('dpo', 'awareness.decide', decided(LATER), reason);
    book.say('dpo', 'awareness.decide', decided(EARLIER));
    assert.equal(book.refusal('second', 'confirm', { seq: moved, outcome: 'confirm' }), 'NOTHING_TO_CONFIRM');
    assert.deepEqual([awarenessOf(book.facts)?.at, awarenessOf(book.facts)?.status], [EARLIER, 'decided']);
  });

  it('counts a correction once, when another correction of the same entry came first', () => {
    const book = new CaseBook().at('2026-03-11T09:00:00Z');
    book.say('reporter', 'case.open', opening('2026-03-09T08:00:00+01:00', { certain: false, from: 'suspicion' }));
    const notice = (noticedAt: string) => ({ processorId: 'mixpanel', noticedAt, precision: 'instant' });
    const first = book.say('handler', 'processor.recordNotice', notice(AWARE));
    const later = book.say('handler', 'processor.recordNotice', notice(LATER), { corrects: first, ...reason });
    book.say('handler', 'processor.recordNotice', notice(EARLIER), { corrects: first });
    assert.equal(book.refusal('second', 'confirm', { seq: later, outcome: 'confirm' }), 'NOTHING_TO_CONFIRM');
    assert.deepEqual(
      book.facts.candidates.map(({ at }) => at),
      [EARLIER],
    );
  });

  it('is needed before a scope leaves no authority to be told', () => {
    const book = openCase();
    const scope = {
      role: 'processor',
      establishments: ['ES'],
      mainEstablishment: null,
      publicAuthority: null,
      representative: null,
      crossBorder: false,
      affected: { ES: 3 },
    };
    assert.equal(book.refusal('handler', 'case.setScope', scope), 'REASON_REQUIRED');
    const seq = book.say('handler', 'case.setScope', scope, reason);
    assert.equal(book.duty(INITIAL)?.state, 'open');
    book.say('security', 'confirm', { seq, outcome: 'confirm' });
    assert.equal(book.duty(INITIAL), undefined);
  });

  it('is somebody else than who opened the case, when nobody has said more', () => {
    const book = new CaseBook();
    book.say('second', 'case.open', opening(AWARE));
    book.act('pack.prepare', pack('a', book.facts.factsSeq));
    const approve = { authority: 'ES', packHash: 'a'.repeat(64), dpoAdvice: 'agrees' };
    assert.equal(book.refusal('second', 'filing.approve', approve), 'SECOND_PERSON_REQUIRED');
    assert.equal(book.refusal('owner', 'filing.approve', approve), null);
  });

  it('has imported none of the lists of a large wave', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', HIGH);
    book.say('dpo', 'recipients.import', list(1, { count: 150 }));
    book.say('handler', 'recipients.import', list(1, { audience: 'possiblyAffected' }));
    const both = approval(1, { count: 170, audiences: ['affected', 'possiblyAffected'] });
    assert.equal(book.refusal('dpo', 'notice.approve', both), 'SECOND_PERSON_REQUIRED');
    assert.equal(book.refusal('owner', 'notice.approve', both), null);
  });
});

describe('a wave of notices', () => {
  it('is not approved once it was cancelled, nor once its people are erased: nothing would ever be sent', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', HIGH);
    book.say('handler', 'recipients.import', list(1));
    book.say('dpo', 'notice.cancel', { wave: 1 });
    assert.equal(book.refusal('dpo', 'notice.approve', approval(1)), 'WAVE_CANCELLED');
    book.say('handler', 'recipients.import', list(2));
    book.act('recipients.erase', { count: 20, rule: 'R-9-5' });
    assert.equal(book.refusal('dpo', 'notice.approve', approval(2)), 'RECIPIENTS_ERASED');
    assert.equal(book.refusal('handler', 'recipients.import', list(3)), 'RECIPIENTS_ERASED');
  });

  it('is owed from the first decision to tell people: to assess again makes nothing later (R-34-1)', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', HIGH);
    const due = book.duty('people/1')?.actBy;
    book.at('2026-03-12T09:00:00Z').say('dpo', 'risk.assess', { ...HIGH, dpoAdvice: 'agrees' });
    assert.equal(book.duty('people/1')?.actBy, due);
  });

  it('is owed again when, after an exemption, telling people is concluded anew (R-34-3)', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', HIGH);
    book.say('dpo', 'notice.claimExemption', { letter: 'a' }, reason);
    assert.equal(book.duty('people/1')?.state, 'notRequired');
    book.say('dpo', 'risk.assess', HIGH);
    assert.equal(book.duty('people/1')?.state, 'open');
    book.say('dpo', 'notice.claimExemption', { letter: 'b' }, reason);
    assert.equal(book.duty('people/1')?.state, 'notRequired');
  });

  it('makes a filing prepared before it outdated', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', HIGH);
    book.say('handler', 'recipients.import', list(1));
    book.say('dpo', 'notice.approve', approval(1));
    book.act('pack.prepare', pack('a', book.facts.factsSeq));
    const owed = () => actsOf(book.facts).some(({ actId, at }) => actId === 'prepare/authority/ES' && at === null);
    assert.equal(owed(), false);
    book.act('wave.start', { wave: 1, campaignId: 'breach-2026-0042/people/1' });
    assert.equal(owed(), true);
  });
});

describe('a filing', () => {
  const approve = (hash: string) => ({ authority: 'ES', packHash: hash.repeat(64), dpoAdvice: 'agrees' });

  it('is prepared anew when its time is up: what comes late says why (Art. 33(1))', () => {
    const book = openCase();
    const due = () => actsOf(book.facts).find(({ actId }) => actId === 'prepare/authority/ES')?.at;
    book.act('pack.prepare', pack('a', book.facts.factsSeq));
    // Aware at 10:00 in Madrid on the 10th: 72 hours end at 09:00 UTC on the 13th, by Reg. 1182/71 at 10:00.
    assert.equal(due(), '2026-03-13T09:00:00.001Z');
    book.at('2026-03-13T09:00:00.001Z').act('pack.prepare', pack('b', book.facts.factsSeq));
    assert.equal(due(), '2026-03-13T10:00:00.000Z');
    book.at('2026-03-13T10:00:00.000Z').act('pack.prepare', pack('c', book.facts.factsSeq));
    assert.equal(due(), undefined);
  });

  it('is without approval when a newer pack was prepared before it and nobody approved that one', () => {
    const book = openCase();
    book.act('pack.prepare', pack('a', book.facts.factsSeq));
    book.say('owner', 'filing.approve', approve('a'));
    book.at('2026-03-11T09:00:00Z').say('handler', 'case.recordFacts', {
      claims: [{ key: 'count', value: 7, source: 'ourLogs' }],
    });
    book.act('pack.prepare', pack('b', book.facts.factsSeq));
    book.at('2026-03-11T12:00:00Z').say('handler', 'filing.recordSubmission', submission('2026-03-11T11:00:00Z'));
    assert.equal(book.facts.authorities['ES']?.phases[0]?.withoutApproval, true);
  });

  it('is with approval when the newer pack came only after it was made', () => {
    const book = openCase();
    book.act('pack.prepare', pack('a', book.facts.factsSeq));
    book.say('owner', 'filing.approve', approve('a'));
    book.at('2026-03-11T09:00:00Z').say('handler', 'case.recordFacts', {
      claims: [{ key: 'count', value: 7, source: 'ourLogs' }],
    });
    book.act('pack.prepare', pack('b', book.facts.factsSeq));
    book.say('handler', 'filing.recordSubmission', submission('2026-03-10T11:00:00Z'));
    assert.equal(book.facts.authorities['ES']?.phases[0]?.withoutApproval, false);
  });

  it('is still completed with an authority that the scope released after it', () => {
    const book = openCase();
    book.at('2026-03-11T09:00:00Z');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-11T08:00:00Z', { subtype: 'incomplete' }));
    const scope = {
      role: 'controller',
      establishments: ['FR'],
      mainEstablishment: null,
      publicAuthority: null,
      representative: null,
      crossBorder: false,
      affected: { FR: 3 },
    };
    book.say('handler', 'case.setScope', scope, reason);
    assert.equal(book.duty('authority/ES/completion')?.state, 'open');
    assert.ok(actsOf(book.facts).some(({ actId }) => actId === 'prepare/authority/ES'));
  });

  it('R-2-9 a case found to be no breach after it was filed is not closed before the filing is withdrawn', () => {
    const book = openCase();
    book.at('2026-03-11T09:00:00Z');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-11T08:00:00Z'));
    const seq = book.say('dpo', 'case.decideGate', { outcome: 'notABreach' }, reason);
    book.say('owner', 'confirm', { seq, outcome: 'confirm' });
    assert.deepEqual(
      closingFindings(book.facts).map(({ code }) => code),
      ['WITHDRAWAL_MISSING'],
    );
    book.say('owner', 'filing.withdraw', { authority: 'ES', submittedAt: '2026-03-11T09:00:00Z' }, reason);
    assert.deepEqual(closingFindings(book.facts), []);
  });

  it('R-2-9 withdrawn is owed again, on its first clock, when the breach was real after all', () => {
    const book = openCase().at('2026-03-11T09:00:00Z');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-11T08:00:00Z'));
    book.say('owner', 'filing.withdraw', { authority: 'ES', submittedAt: '2026-03-11T09:00:00Z' }, reason);
    assert.equal(book.duty(INITIAL)?.state, 'met');
    book.at('2026-03-12T09:00:00Z').say('dpo', 'case.decideGate', { outcome: 'breach' });
    assert.deepEqual([book.duty(INITIAL)?.state, book.duty(INITIAL)?.dueAt], ['open', '2026-03-13T09:00:00.000Z']);
    assert.ok(actsOf(book.facts).some(({ actId }) => actId === 'prepare/authority/ES'));
    const again = submission('2026-03-12T08:30:00Z', { registryNumber: 'REGAGE26e00000000002', subtype: 'incomplete' });
    book.say('handler', 'filing.recordSubmission', again);
    assert.equal(book.duty(INITIAL)?.metAt, '2026-03-12T08:30:00Z');
    assert.equal(book.duty('authority/ES/completion')?.state, 'open', 'the withdrawn filing completes nothing');
    assert.equal(book.facts.authorities['ES']?.phases.length, 2);
  });

  it('withdrawn because another authority was competent is owed again when that changes back', () => {
    const book = openCase().at('2026-03-11T09:00:00Z');
    const scope = (country: string) => ({
      role: 'controller',
      establishments: [country],
      mainEstablishment: null,
      publicAuthority: null,
      representative: null,
      crossBorder: false,
      affected: { [country]: 3 },
    });
    book.say('handler', 'filing.recordSubmission', submission('2026-03-11T08:00:00Z'));
    book.say('handler', 'case.setScope', scope('FR'), reason);
    book.say('owner', 'filing.withdraw', { authority: 'ES', submittedAt: '2026-03-11T09:00:00Z' }, reason);
    book.say('dpo', 'case.decideGate', { outcome: 'breach' });
    assert.notEqual(book.duty(INITIAL)?.state, 'open');
    book.say('handler', 'case.setScope', scope('ES'), reason);
    assert.equal(book.duty(INITIAL)?.state, 'open');
    assert.equal(book.duty('authority/FR/initial')?.state, 'superseded');
  });

  it('owes its reasons when awareness, decided earlier since, makes it late (Art. 33(1))', () => {
    const book = openCase();
    book.at('2026-03-13T09:00:00Z');
    book.say('dpo', 'risk.assess', RISK);
    book.say('handler', 'filing.recordSubmission', submission('2026-03-13T08:00:00Z'));
    assert.equal(book.facts.authorities['ES']?.phases[0]?.status, 'ON_TIME');
    book.say('dpo', 'awareness.decide', decided(EARLIER));
    assert.deepEqual(
      closingFindings(book.facts).map(({ code }) => code),
      ['DELAY_REASONS_MISSING'],
    );
    assert.equal(book.facts.authorities['ES']?.phases[0]?.status, 'ON_TIME', 'what was frozen stays');
  });
});

describe('a case decided to be no breach', () => {
  it('must be decided again when a new alert comes (R-2-2)', () => {
    const book = openCase();
    const seq = book.say('dpo', 'case.decideGate', { outcome: 'notABreach' }, reason);
    book.say('owner', 'confirm', { seq, outcome: 'confirm' });
    assert.notEqual(book.duty('suspicion/decide')?.state, 'open');
    book.at('2026-03-20T09:00:00Z');
    const alert = { at: '2026-03-20T08:00:00Z', precision: 'instant', kind: 'press' };
    book.say('dpo', 'awareness.propose', alert);
    assert.equal(book.duty('suspicion/decide')?.state, 'open');
    assert.equal(book.duty('suspicion/decide')?.actBy, '2026-03-21T08:00:00.000Z');
    book.say('dpo', 'case.decideGate', { outcome: 'breach' });
    assert.notEqual(book.duty('suspicion/decide')?.state, 'open');
    assert.equal(book.duty(INITIAL)?.state, 'open');
  });
});

describe('the end of a case', () => {
  it('is put off by an order that comes after everything was erased', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', RISK);
    book.say('handler', 'filing.recordSubmission', submission('2026-03-10T09:30:00+01:00'));
    book.say('owner', 'case.close');
    book.at('2031-03-11T09:00:00Z').act('key.destroy', { scope: 'case', rule: 'R-9-6' });
    assert.equal(isEnded(book.facts), true);
    const order = { authority: 'ES', orderedAt: '2031-03-11T08:00:00Z', dueAt: '2031-04-11T08:00:00Z', what: 'inform' };
    book.say('handler', 'filing.recordOrder', order);
    assert.equal(isEnded(book.facts), false);
  });

  it('of a processor does not come before any controller is named (R-33-2)', () => {
    const book = new CaseBook();
    book.say('reporter', 'case.open', opening(AWARE, { role: 'processor' }));
    assert.deepEqual(
      closingFindings(book.facts).map(({ code }) => code),
      ['CONTROLLERS_MISSING'],
    );
  });
});

describe('what is typed', () => {
  it('names a time that can be, and a processor that was described', () => {
    const book = openCase();
    const slip = { at: '0206-03-10T10:00:00Z', precision: 'instant', kind: 'confirmation' };
    assert.equal(book.refusal('dpo', 'awareness.propose', slip), 'TIME_UNLIKELY');
    const order = { authority: 'ES', orderedAt: AWARE, dueAt: '2926-04-11T08:00:00Z', what: 'inform' };
    assert.equal(book.refusal('handler', 'filing.recordOrder', order), 'TIME_UNLIKELY');
    const notice = { processorId: 'constructor', noticedAt: AWARE, precision: 'instant' };
    assert.equal(book.refusal('handler', 'processor.recordNotice', notice), 'PROCESSOR_UNKNOWN');
  });

  it('is one address where mail goes, and a person who is not the engine', () => {
    for (const email of ['ana', 'ana@acme.example, eve@evil.example', 'Ana <ana@acme.example>']) {
      assert.throws(() => parseWords('person.add', { name: 'Ana', email }), /is not one e-mail address/, email);
    }
    assert.throws(() => parseBody('person.add', { personId: 'engine', roles: ['dpo'] }), /engine/);
    const policy = { fileYears: 400_000 };
    const described = { country: 'ES', zone: 'Europe/Madrid', authority: 'ES', policy };
    assert.throws(() => parseBody('organisation.describe', described), /fileYears/);
  });

  it('answers an order only when it went out to the authority', () => {
    const book = openCase();
    const order = { authority: 'ES', orderedAt: AWARE, dueAt: '2026-04-11T08:00:00Z', what: 'inform' };
    book.say('handler', 'filing.recordOrder', order);
    const letter = { authority: 'ES', receivedAt: AWARE, answersOrder: 1 };
    assert.equal(
      book.refusal('handler', 'filing.recordCorrespondence', { ...letter, direction: 'in' }),
      'NOT_OUR_ANSWER',
    );
    book.say('handler', 'filing.recordCorrespondence', { ...letter, direction: 'out' });
    assert.equal(book.duty('authority/ES/order/1')?.state, 'met');
  });
});
