import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actsOf, isEnded } from '../../../domain/case/acts.ts';
import { awarenessOf, candidatesOf } from '../../../domain/case/awareness.ts';
import { nextReminder, stateAt } from '../../../domain/case/duties/duty.ts';
import { dutiesOf } from '../../../domain/case/duties/index.ts';
import { stageOf } from '../../../domain/case/stage.ts';
import { AWARE, approval, CaseBook, HIGH, list, openCase, opening, RISK, submission, UNLIKELY } from './case-book.ts';

const INITIAL = 'authority/ES/initial';
const reasons = { words: ['reasons'] };
const reason = { words: ['reason'] };

function documented(): CaseBook {
  const book = openCase();
  const seq = book.say('dpo', 'risk.assess', UNLIKELY, reasons);
  book.say('second', 'confirm', { seq, outcome: 'confirm' });
  return book;
}

/** A case told to everybody it must be told to. */
function finished(policy = {}): CaseBook {
  const book = openCase(policy);
  book.say('dpo', 'risk.assess', RISK);
  book.at('2026-03-11T09:00:00Z').say('handler', 'filing.recordSubmission', submission('2026-03-11T09:00:00+01:00'));
  return book;
}

describe('awareness of a case', () => {
  const candidates = (book: CaseBook) => candidatesOf(book.facts).map(({ kind, at }) => [kind, at]);

  it('T-2-1 an alert and a confirmation the same day: aware at the confirmation', () => {
    const book = new CaseBook();
    book.at('2026-03-02T15:00:00Z');
    book.say('security', 'case.open', opening('2026-03-02T09:00:00+01:00', { certain: false, from: 'suspicion' }));
    book.say('dpo', 'awareness.propose', {
      at: '2026-03-02T15:00:00+01:00',
      precision: 'instant',
      kind: 'confirmation',
    });
    assert.equal(awarenessOf(book.facts)?.at, '2026-03-02T15:00:00+01:00');
    assert.equal(book.duty('suspicion/decide')?.state, 'met');
  });

  it('T-2-2 an alert left lying: decided by 24 hours, flagged at 48, and the earlier alert is kept', () => {
    const book = new CaseBook().at('2026-03-05T12:00:00Z');
    book.say('security', 'case.open', opening('2026-03-02T09:00:00+01:00', { certain: false, from: 'suspicion' }));
    const duty = book.duty('suspicion/decide');
    assert.deepEqual([duty?.actBy, duty?.dueAt], ['2026-03-03T08:00:00.000Z', '2026-03-04T08:00:00.000Z']);
    assert.equal(awarenessOf(book.facts), null);
    book.say('dpo', 'awareness.decide', {
      at: '2026-03-05T10:00:00+01:00',
      precision: 'instant',
      reasonCode: 'reasonable_certainty',
    });
    assert.equal(awarenessOf(book.facts)?.at, '2026-03-05T10:00:00+01:00');
    assert.equal(book.facts.suspicion?.at, '2026-03-02T09:00:00+01:00');
  });

  it('T-2-4 proof by a third party is certainty when the person who opens the case says so', () => {
    const book = new CaseBook();
    book.say('handler', 'case.open', opening('2026-03-02T11:05:00+01:00', { from: 'data_subject' }));
    assert.equal(awarenessOf(book.facts)?.at, '2026-03-02T11:05:00+01:00');
  });

  it('T-2-6 a processor that detected 16 days before does not make us aware before it told us', () => {
    const book = new CaseBook().at('2025-11-25T12:00:00Z');
    const detectedAt = '2025-11-09T00:00:00+01:00';
    const learned = { from: 'processor_notice', precision: 'date', processorId: 'mixpanel', detectedAt };
    book.say('handler', 'case.open', opening('2025-11-25T00:00:00+01:00', learned));
    assert.equal(awarenessOf(book.facts)?.at, '2025-11-25T00:00:00+01:00');
    const hop = book.facts.hops[0];
    assert.deepEqual(
      [hop?.detectedAt, hop?.noticedAt, hop?.contractHours],
      [detectedAt, '2025-11-25T00:00:00+01:00', 48],
    );
    assert.deepEqual(candidates(book), [['processor_notice', '2025-11-25T00:00:00+01:00']]);
    // Contract: 48 hours from Sunday the 9th at 00:00 in Madrid.
    assert.equal(book.duty('processor/1/notice')?.dueAt, '2025-11-10T23:00:00.000Z');
    assert.equal(book.duty('processor/1/notice')?.state, 'met');
    assert.equal(book.duty(INITIAL)?.dueAt, '2025-11-27T23:00:00.000Z');
  });

  it('T-2-8 a processor of our group that was late adds the moment it should have told us, which is not preselected', () => {
    const book = new CaseBook().at('2026-03-06T12:00:00Z');
    book.say('handler', 'case.open', opening('2026-03-02T12:00:00+01:00', { certain: false, from: 'suspicion' }));
    book.say('handler', 'processor.recordDetection', {
      processorId: 'sister',
      detectedAt: '2026-03-02T10:00:00+01:00',
      precision: 'instant',
    });
    const late = { processorId: 'sister', noticedAt: '2026-03-06T10:00:00+01:00', precision: 'instant' };
    assert.deepEqual(book.warnings('handler', 'processor.recordNotice', late), ['CONTRACT_HOURS_EXCEEDED']);
    assert.deepEqual(candidates(book), [
      ['constructive', '2026-03-03T09:00:00.000Z'],
      ['processor_notice', '2026-03-06T10:00:00+01:00'],
    ]);
    assert.equal(awarenessOf(book.facts)?.at, '2026-03-06T10:00:00+01:00');
  });

  it('a notice that only speaks of a possible incident is a suspicion (R-2-5)', () => {
    const book = new CaseBook();
    const vague = { from: 'processor_notice', processorId: 'mixpanel', certain: false };
    book.say('handler', 'case.open', opening(AWARE, vague));
    assert.equal(awarenessOf(book.facts), null);
    assert.equal(book.duty('suspicion/decide')?.state, 'open');
    assert.equal(book.duty(INITIAL), undefined);
  });

  it('the first of several notices is the one the delay is measured to', () => {
    const book = openCase().at('2026-03-12T12:00:00Z');
    const notice = (noticedAt: string, contains: string[]) => ({
      processorId: 'sub',
      noticedAt,
      precision: 'instant',
      contains,
    });
    book.say('handler', 'processor.recordNotice', notice('2026-03-11T10:00:00+01:00', ['a1']));
    book.say('handler', 'processor.recordNotice', notice('2026-03-12T10:00:00+01:00', ['a2', 'c']));
    assert.equal(book.facts.hops[0]?.noticedAt, '2026-03-11T10:00:00+01:00');
    assert.deepEqual(book.facts.hops[0]?.answered, ['a1', 'a2', 'c']);
    assert.equal(awarenessOf(book.facts)?.at, AWARE);
  });

  it('"still uncertain" is a decision with a reason, and leaves the second mark standing (R-2-2)', () => {
    const book = new CaseBook().at('2026-03-03T08:00:00Z');
    book.say('security', 'case.open', opening('2026-03-02T09:00:00+01:00', { certain: false, from: 'suspicion' }));
    book.say('dpo', 'awareness.stillUncertain', {}, reason);
    const duty = book.duty('suspicion/decide');
    assert.deepEqual([duty?.state, duty?.actBy], ['open', '2026-03-04T08:00:00.000Z']);
    assert.equal(openCase().refusal('dpo', 'awareness.stillUncertain', {}, reason), 'NO_OPEN_SUSPICION');
  });

  it('what is said to have happened lies in the past, five minutes apart', () => {
    const book = openCase();
    const at = (instant: string) => ({ at: instant, precision: 'instant', kind: 'confirmation' });
    assert.equal(book.refusal('dpo', 'awareness.propose', at('2026-03-10T09:05:00Z')), null);
    assert.equal(book.refusal('dpo', 'awareness.propose', at('2026-03-10T09:05:01Z')), 'TIME_IN_FUTURE');
    const order = { authority: 'ES', orderedAt: '2026-03-10T09:00:00Z', dueAt: '2026-04-10T09:00:00Z', what: 'inform' };
    assert.equal(book.refusal('handler', 'filing.recordOrder', order), null);
  });
});

describe('the duty to notify', () => {
  it('T-3-01 runs 72 hours from awareness, and is missed only after', () => {
    const duty = openCase().duty(INITIAL);
    assert.equal(duty?.dueAt, '2026-03-13T09:00:00.000Z');
    assert.ok(duty);
    assert.equal(stateAt(duty, new Date('2026-03-13T09:00:00Z')), 'running');
    assert.equal(stateAt(duty, new Date('2026-03-13T09:00:00.001Z')), 'missed');
  });

  it('is not required while a risk is held unlikely, and revives with the first awareness when it is not (R-2-10)', () => {
    const book = documented();
    assert.equal(stageOf(book.facts), 'documentedOnly');
    assert.deepEqual(actsOf(book.facts), []);
    book.at('2026-04-20T09:00:00Z').say('dpo', 'risk.assess', RISK);
    const revived = book.duty(INITIAL);
    assert.deepEqual([revived?.state, revived?.dueAt], ['open', '2026-03-13T09:00:00.000Z']);
    const late = book.warnings('handler', 'filing.recordSubmission', submission('2026-04-20T11:00:00+02:00'));
    assert.ok(late.includes('DELAY_REASONS_REQUIRED'), late.join());
    assert.equal(book.facts.authorities['ES']?.phases[0]?.status, 'LATE');
  });

  it('ends when the case is no breach, the filing made stays on file (R-2-9)', () => {
    const book = openCase();
    assert.equal(book.refusal('dpo', 'case.decideGate', { outcome: 'notABreach' }), 'REASON_REQUIRED');
    const seq = book.say('dpo', 'case.decideGate', { outcome: 'notABreach' }, reason);
    assert.equal(book.duty(INITIAL)?.state, 'open');
    book.say('second', 'confirm', { seq, outcome: 'confirm' });
    assert.equal(book.duty(INITIAL)?.state, 'superseded');
    assert.equal(stageOf(book.facts), 'notABreach');
    assert.deepEqual(actsOf(book.facts), []);
    assert.equal(book.refusal('owner', 'case.close'), null);
  });

  it('is met by a filing without approval, which is flagged and not refused', () => {
    const book = openCase();
    const warned = book.warnings('handler', 'filing.recordSubmission', submission('2026-03-10T10:00:00+01:00'));
    assert.deepEqual(warned, ['WITHOUT_APPROVAL']);
    assert.equal(book.duty(INITIAL)?.state, 'met');
    assert.equal(book.facts.authorities['ES']?.phases[0]?.withoutApproval, true);
    const again = submission('2026-03-10T10:00:00+01:00', { registryNumber: 'REGAGE26e00000000002' });
    assert.equal(book.refusal('handler', 'filing.recordSubmission', again), 'ALREADY_FILED');
    assert.equal(
      openCase().refusal('handler', 'filing.recordSubmission', submission(AWARE, { phase: 'final' })),
      'INITIAL_FILING_MISSING',
    );
  });

  it('is owed to every authority a wider scope leads to; one no longer competent is released, not forgotten', () => {
    const book = openCase();
    const scope = {
      role: 'controller',
      establishments: [],
      mainEstablishment: null,
      publicAuthority: null,
      representative: 'ES',
      crossBorder: true,
      affected: { ES: 10, FR: 5 },
    };
    book.say('handler', 'case.setScope', scope);
    assert.deepEqual(
      ['ES', 'FR'].map((code) => book.duty(`authority/${code}/initial`)?.state),
      ['open', 'open'],
    );
    const without = { ...scope, affected: { FR: 5 } };
    assert.equal(book.refusal('handler', 'case.setScope', without), 'REASON_REQUIRED');
    book.say('handler', 'case.setScope', without, { words: ['reason'] });
    assert.equal(book.duty(INITIAL)?.state, 'superseded');
    assert.equal(book.duty('authority/FR/initial')?.dueAt, '2026-03-13T09:00:00.000Z');
  });

  it('leaves the rest to be filed: the earlier reading of the 30 days, until a phase completes it (R-33-4)', () => {
    const book = openCase();
    const initial = submission('2026-03-10T10:00:00+01:00', { subtype: 'incomplete' });
    book.say('handler', 'filing.recordSubmission', initial);
    // Filed in Madrid on 10 March: 30 calendar days end on 9 April, 24:00.
    assert.equal(book.duty('authority/ES/completion')?.dueAt, '2026-04-09T22:00:00.000Z');
    book.at('2026-03-20T09:00:00Z');
    const final = submission('2026-03-20T09:00:00+01:00', { phase: 'final', registryNumber: 'REGAGE26e00000000009' });
    assert.equal(
      book.refusal('handler', 'filing.recordSubmission', { ...final, registryNumber: 'REGAGE26e00000000001' }),
      'ALREADY_FILED',
    );
    book.say('handler', 'filing.recordSubmission', final);
    assert.equal(book.duty('authority/ES/completion')?.state, 'met');
    assert.equal(stageOf(book.facts), 'completed');
  });

  it('an order has a date of its own, and ends with its answer (R-34-4)', () => {
    const book = openCase();
    const order = { authority: 'ES', orderedAt: AWARE, dueAt: '2026-03-30T10:00:00+02:00', what: 'communicate' };
    book.say('legal', 'filing.recordOrder', order);
    assert.deepEqual(
      [book.duty('authority/ES/order/1')?.state, book.duty('authority/ES/order/1')?.dueAt],
      ['open', '2026-03-30T10:00:00+02:00'],
    );
    assert.equal(book.duty('people/1')?.state, 'open');
    book.say('dpo', 'notice.claimExemption', { letter: 'a' }, reason);
    assert.equal(book.duty('people/1')?.state, 'open', 'an order overrides an exemption');
    const answer = { authority: 'ES', direction: 'out', receivedAt: AWARE, answersOrder: 2 };
    assert.equal(book.refusal('legal', 'filing.recordCorrespondence', answer), 'ORDER_UNKNOWN');
    book.say('legal', 'filing.recordCorrespondence', { ...answer, answersOrder: 1 });
    assert.equal(book.duty('authority/ES/order/1')?.state, 'met');
  });
});

describe('the next reminder', () => {
  const next = (book: CaseBook) => {
    const duty = book.duty(INITIAL);
    return duty ? nextReminder(book.facts, duty) : null;
  };
  const reminded = (book: CaseBook, at: string, rung: string): void => {
    const dueAt = book.duty(INITIAL)?.dueAt ?? null;
    const body = { duties: [{ dutyId: INITIAL, rung, dueAt }], roles: ['dpo'], addressees: 1, outcome: 'sent' };
    book.at(at).act('reminder.send', body);
  };

  it('moves with awareness, and none is sent for a rung already passed', () => {
    const book = openCase();
    assert.equal(next(book)?.at, '2026-03-11T09:00:00.000Z');
    reminded(book, '2026-03-11T09:00:00.020Z', '-48h');
    assert.equal(next(book)?.at, '2026-03-12T09:00:00.000Z');
    const decided = (at: string) => ({ at, precision: 'instant', reasonCode: 'other' });
    book.say('dpo', 'awareness.decide', decided('2026-03-10T04:00:00+01:00'));
    assert.deepEqual([next(book)?.key, next(book)?.at], ['-24h', '2026-03-12T03:00:00.000Z']);
    const seq = book.say('dpo', 'awareness.decide', decided('2026-03-11T09:30:00+01:00'), reason);
    assert.equal(next(book)?.at, '2026-03-12T03:00:00.000Z', 'nothing moves before it is confirmed');
    book.say('second', 'confirm', { seq, outcome: 'confirm' });
    assert.deepEqual([next(book)?.key, next(book)?.at], ['-48h', '2026-03-12T08:30:00.000Z']);
  });

  it('ends with the filing, and goes on every day while it is late', () => {
    const book = openCase();
    reminded(book, '2026-03-13T09:00:00.020Z', '0h');
    assert.deepEqual([next(book)?.key, next(book)?.at], ['late+24h', '2026-03-14T09:00:00.000Z']);
    reminded(book, '2026-03-20T11:00:00Z', 'late+168h');
    assert.equal(next(book)?.at, '2026-03-21T09:00:00.000Z');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-20T11:00:00Z'));
    assert.equal(next(book), null);
  });

  it('can only be acknowledged for a duty of the case', () => {
    const book = openCase();
    assert.equal(book.refusal('handler', 'deadline.acknowledge', { dutyId: 'authority/FR/initial' }), 'DUTY_UNKNOWN');
    reminded(book, '2026-03-11T09:00:00Z', '-48h');
    book.say('handler', 'deadline.acknowledge', { dutyId: INITIAL });
    assert.notEqual(book.facts.reminders[INITIAL]?.acknowledgedAt, null);
    assert.equal(next(book)?.key, '-24h');
  });
});

describe('waves of notices', () => {
  function assessed(): CaseBook {
    const book = openCase();
    book.say('dpo', 'risk.assess', HIGH);
    return book;
  }

  it('an approval waits out the cooling period, and a new list voids it', () => {
    const book = assessed();
    assert.equal(book.refusal('owner', 'notice.approve', approval(1)), 'WAVE_UNKNOWN');
    book.say('handler', 'recipients.import', list(1));
    assert.equal(book.refusal('owner', 'notice.approve', approval(1, { count: 21 })), 'RECIPIENTS_CHANGED');
    book.say('owner', 'notice.approve', approval(1));
    const start = actsOf(book.facts).find(({ actId }) => actId === 'start/people/1');
    assert.equal(start?.at, '2026-03-10T09:10:00.000Z');
    book.say('handler', 'recipients.import', list(1, { count: 21 }));
    assert.equal(
      actsOf(book.facts).find(({ actId }) => actId === 'start/people/1'),
      undefined,
    );
    assert.equal(book.duty('people/1')?.state, 'open');
  });

  it('more people than the policy names take another person than the one who imported them', () => {
    const book = assessed();
    book.say('dpo', 'recipients.import', list(1, { count: 101 }));
    assert.equal(book.refusal('dpo', 'notice.approve', approval(1, { count: 101 })), 'SECOND_PERSON_REQUIRED');
    assert.equal(
      book.refusal('owner', 'notice.approve', approval(1, { count: 101 }), { assurance: 'temporalUi' }),
      'NOT_FROM_THE_UI',
    );
    assert.equal(book.refusal('owner', 'notice.approve', approval(1, { count: 101 })), null);
  });

  it('cancelling a wave starts nothing, and does not end the duty to tell the people', () => {
    const book = assessed();
    book.say('handler', 'recipients.import', list(1));
    book.say('owner', 'notice.approve', approval(1));
    book.say('handler', 'notice.cancel', { wave: 1 });
    assert.equal(
      actsOf(book.facts).find(({ actId }) => actId.startsWith('start/')),
      undefined,
    );
    assert.equal(book.duty('people/1')?.state, 'superseded');
    assert.equal(book.duty('people/2')?.state, 'open');
    assert.equal(book.duty('people/2')?.actBy, '2026-03-13T09:00:00.000Z');
    assert.equal(book.refusal('handler', 'recipients.import', list(1)), 'WAVE_STARTED');
    assert.equal(book.refusal('handler', 'recipients.import', list(2)), null);
  });

  it('an exemption ends the duty, (c) only with the publication (R-34-3)', () => {
    const book = assessed();
    book.say('dpo', 'notice.claimExemption', { letter: 'c' }, reason);
    assert.equal(book.duty('people/1')?.state, 'open');
    book.say('handler', 'notice.recordPublication', { publishedAt: AWARE });
    assert.equal(book.duty('people/1')?.state, 'met');
  });
});

describe('closing a case', () => {
  it('is refused while something is owed, and names all of it', () => {
    const book = openCase();
    const decision = book.hear('owner', 'case.close');
    assert.ok(!decision.accepted);
    assert.equal(decision.refusal.code, 'CASE_NOT_FINISHED');
    assert.deepEqual(
      decision.refusal.findings?.map(({ code, field }) => [code, field]),
      [
        ['DUTY_OPEN', INITIAL],
        ['RISK_NOT_ASSESSED', 'risk'],
      ],
    );
  });

  it('is refused while a confirmation is awaited', () => {
    const book = finished();
    book.say('dpo', 'risk.assess', UNLIKELY, reasons);
    const decision = book.hear('owner', 'case.close');
    assert.ok(!decision.accepted);
    assert.deepEqual(
      decision.refusal.findings?.map(({ code }) => code),
      ['CONFIRMATION_AWAITED'],
    );
  });

  it('leaves nothing to say but re-opening, holds, orders and what answers them', () => {
    const book = finished();
    book.say('owner', 'case.close');
    assert.equal(
      book.refusal('handler', 'awareness.propose', { at: AWARE, precision: 'instant', kind: 'press' }),
      'ROLE_NOT_ALLOWED',
    );
    assert.equal(book.refusal('dpo', 'risk.assess', RISK), 'CASE_CLOSED');
    book.say('owner', 'case.reopen', {}, reason);
    assert.equal(book.refusal('dpo', 'risk.assess', RISK), null);
  });

  it('starts retention: recipients after 90 days, the words after five years, and then the case has ended', () => {
    const book = finished();
    book.say('handler', 'recipients.import', list(1));
    book.say('owner', 'notice.approve', approval(1));
    book.act('wave.start', { wave: 1, campaignId: `${book.facts.caseId}/people/1` });
    book.act('wave.complete', { wave: 1, counts: { sent: 20 }, merkleRoot: 'c'.repeat(64) });
    book.at('2026-03-12T09:00:00Z').say('owner', 'case.close');
    // 90 days and five years later at the same time in Madrid, where summer time has begun meanwhile.
    assert.equal(book.duty('retention/recipients')?.actBy, '2026-06-10T08:00:00.000Z');
    assert.equal(book.duty('retention/file')?.actBy, '2031-03-12T09:00:00.000Z');
    book.at('2026-06-10T08:00:00Z').act('recipients.erase', { count: 20, rule: 'R-9-5' });
    assert.equal(isEnded(book.facts), false);
    book.at('2031-03-12T09:00:00Z').act('key.destroy', { scope: 'case:breach-2026-0042', rule: 'R-9-6' });
    assert.equal(isEnded(book.facts), true);
    assert.equal(book.refusal('owner', 'case.reopen', {}, reason), 'CASE_ERASED');
  });

  it('a case whose words go before its recipients has not ended', () => {
    const book = finished({ fileYears: 1, blockYears: 3 });
    book.say('handler', 'recipients.import', list(1));
    book.say('handler', 'notice.cancel', { wave: 1 });
    book.say('owner', 'case.close');
    book.at('2027-03-11T09:00:00Z').act('recipients.block', { count: 20 });
    book.act('key.destroy', { scope: 'case:breach-2026-0042', rule: 'R-9-6' });
    assert.equal(isEnded(book.facts), false);
    assert.equal(book.duty('retention/recipients')?.actBy, '2029-03-11T09:00:00.000Z');
  });

  it('a legal hold or an unanswered order stops every erasure (R-9-5)', () => {
    const book = finished();
    book.say('owner', 'case.close');
    const order = { authority: 'ES', orderedAt: AWARE, dueAt: '2026-05-01T10:00:00+02:00', what: 'inform' };
    book.say('legal', 'filing.recordOrder', order);
    assert.equal(book.duty('retention/file')?.state, 'superseded');
    const answer = { authority: 'ES', direction: 'out', receivedAt: AWARE, answersOrder: 1 };
    book.say('legal', 'filing.recordCorrespondence', answer);
    assert.equal(book.duty('retention/file')?.state, 'open');
    book.say('legal', 'case.hold', {}, reason);
    assert.equal(book.duty('retention/file')?.state, 'superseded');
    book.say('legal', 'case.release', {}, reason);
    assert.equal(book.duty('retention/file')?.state, 'open');
    assert.equal(book.refusal('legal', 'case.release', {}, reason), 'NO_HOLD');
  });
});

describe('corrections', () => {
  it('stand in the place of what they correct, so that numbers stay', () => {
    const book = openCase();
    const order = (dueAt: string) => ({ authority: 'ES', orderedAt: AWARE, dueAt, what: 'inform' });
    const first = book.say('legal', 'filing.recordOrder', order('2026-04-01T10:00:00+02:00'));
    book.say('legal', 'filing.recordOrder', order('2026-05-01T10:00:00+02:00'));
    const corrected = book.say('legal', 'filing.recordOrder', order('2026-04-02T10:00:00+02:00'), { corrects: first });
    assert.equal(book.duty('authority/ES/order/1')?.dueAt, '2026-04-02T10:00:00+02:00');
    assert.equal(book.duty('authority/ES/order/2')?.dueAt, '2026-05-01T10:00:00+02:00');
    book.say('legal', 'filing.recordOrder', order('2026-04-03T10:00:00+02:00'), { corrects: corrected });
    assert.equal(book.duty('authority/ES/order/1')?.dueAt, '2026-04-03T10:00:00+02:00');
    assert.equal(book.facts.orders.length, 2);
    assert.equal(book.facts.version, book.entries.length);
  });

  it('freeze the lateness of a filing again', () => {
    const book = openCase().at('2026-03-14T09:00:00Z');
    const seq = book.say('handler', 'filing.recordSubmission', submission('2026-03-14T09:00:00+01:00'));
    assert.equal(book.facts.authorities['ES']?.phases[0]?.status, 'LATE');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-13T10:00:00+01:00'), { corrects: seq });
    assert.deepEqual(
      book.facts.authorities['ES']?.phases.map(({ status }) => status),
      ['ON_TIME'],
    );
  });

  it('take the same kind of account, in force and of this case', () => {
    const book = finished();
    const seq = book.entries.findIndex(({ kind }) => kind === 'risk.assess') + 1;
    const filing = submission('2026-03-11T08:00:00+01:00');
    assert.equal(book.refusal('handler', 'filing.recordSubmission', filing, { corrects: seq }), 'CORRECTS_UNKNOWN');
    assert.equal(book.refusal('dpo', 'risk.assess', HIGH, { corrects: 99 }), 'CORRECTS_UNKNOWN');
    assert.equal(book.refusal('owner', 'case.close', {}, { corrects: 1 }), 'NOT_CORRECTABLE');
    assert.equal(
      book.refusal('reporter', 'deadline.acknowledge', { dutyId: INITIAL }, { corrects: 1 }),
      'NOT_CORRECTABLE',
    );
    const pending = book.say('dpo', 'risk.assess', UNLIKELY, reasons);
    assert.equal(book.refusal('dpo', 'risk.assess', RISK, { corrects: pending }), 'CORRECTS_UNKNOWN');
  });
});

describe('the side of a processor', () => {
  function processor(): CaseBook {
    const book = new CaseBook({ role: 'processor' });
    book.say('security', 'case.open', opening(AWARE, { role: 'processor' }));
    return book;
  }

  it('files nowhere, and owes each controller a notice by contract hours (R-33-2)', () => {
    const book = processor();
    book.say('handler', 'controller.add', { controllerId: 'first', contractHours: 48 }, { words: ['name'] });
    book.say('handler', 'controller.add', { controllerId: 'other' }, { words: ['name'] });
    const duties = dutiesOf(book.facts).map(({ dutyId, dueAt, state }) => [dutyId, dueAt, state]);
    assert.deepEqual(duties, [
      ['controller/1/notice', '2026-03-12T09:00:00.000Z', 'open'],
      ['controller/2/notice', null, 'open'],
    ]);
    assert.equal(book.refusal('handler', 'controller.add', { controllerId: 'first' }), 'CONTROLLER_KNOWN');
    const told = (controllerId: string) => ({ controllerId, noticedAt: AWARE });
    assert.equal(book.refusal('handler', 'controller.recordNotice', told('third')), 'CONTROLLER_UNKNOWN');
    book.say('handler', 'controller.recordNotice', told('first'));
    assert.equal(book.duty('controller/1/notice')?.state, 'met');
    assert.equal(book.refusal('owner', 'case.close'), 'CASE_NOT_FINISHED');
    book.say('handler', 'controller.recordNotice', told('other'));
    assert.equal(book.refusal('owner', 'case.close'), null);
  });
});
