import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { awarenessOf } from '../../../domain/case/awareness.ts';
import { riskOf } from '../../../domain/case/facts.ts';
import { AWARE, CaseBook, HIGH, openCase, opening, RISK, UNLIKELY } from './case-book.ts';

const LATER = '2026-03-10T20:00:00+01:00';
const EARLIER = '2026-03-09T20:00:00+01:00';
const decided = (at: string) => ({ at, precision: 'instant', reasonCode: 'reasonable_certainty' });
const noticed = (noticedAt: string) => ({ processorId: 'mixpanel', noticedAt, precision: 'instant' });

describe('what takes a second person', () => {
  it('T-9-5 moving awareness later leaves the clock where it is until another person confirms', () => {
    const book = openCase().at('2026-03-11T09:00:00Z');
    const seq = book.say('dpo', 'awareness.decide', decided(LATER), { words: ['reason'] });
    assert.equal(awarenessOf(book.facts)?.at, AWARE);
    assert.equal(awarenessOf(book.facts)?.status, 'unconfirmed');
    assert.equal(book.duty('authority/ES/initial')?.dueAt, '2026-03-13T09:00:00.000Z');
    assert.equal(book.refusal('dpo', 'confirm', { seq, outcome: 'confirm' }), 'SECOND_PERSON_REQUIRED');
    book.say('second', 'confirm', { seq, outcome: 'confirm' });
    assert.deepEqual([awarenessOf(book.facts)?.at, awarenessOf(book.facts)?.status], [LATER, 'decided']);
    assert.equal(book.duty('authority/ES/initial')?.dueAt, '2026-03-13T19:00:00.000Z');
  });

  it('T-9-5 moving awareness later is refused without a reason, and undone by a second person who refuses', () => {
    const book = openCase().at('2026-03-11T09:00:00Z');
    assert.equal(book.refusal('dpo', 'awareness.decide', decided(LATER)), 'REASON_REQUIRED');
    const seq = book.say('dpo', 'awareness.decide', decided(LATER), { words: ['reason'] });
    book.say('second', 'confirm', { seq, outcome: 'refuse' });
    assert.equal(awarenessOf(book.facts)?.at, AWARE);
    assert.equal(book.refusal('owner', 'confirm', { seq, outcome: 'confirm' }), 'NOTHING_TO_CONFIRM');
  });

  it('T-9-5 no correction moves awareness later past the second person', () => {
    const book = new CaseBook().at('2026-03-11T09:00:00Z');
    book.say('reporter', 'case.open', opening('2026-03-09T08:00:00+01:00', { certain: false, from: 'suspicion' }));
    const first = book.say('handler', 'processor.recordNotice', noticed(AWARE));
    book.say('handler', 'processor.recordNotice', noticed(LATER), { corrects: first, words: ['reason'] });
    assert.equal(awarenessOf(book.facts)?.at, AWARE);
    assert.equal(awarenessOf(book.facts)?.status, 'unconfirmed');
    const uncertain = { ...noticed(AWARE), certain: false };
    assert.equal(book.refusal('handler', 'processor.recordNotice', uncertain, { corrects: first }), 'REASON_REQUIRED');

    const decision = book.say('dpo', 'awareness.decide', decided(EARLIER));
    const moved = book.say('dpo', 'awareness.decide', decided(LATER), { corrects: decision, words: ['reason'] });
    assert.equal(awarenessOf(book.facts)?.at, EARLIER);
    book.say('second', 'confirm', { seq: moved, outcome: 'confirm' });
    assert.equal(awarenessOf(book.facts)?.at, LATER);
  });

  it('moving awareness earlier takes one person', () => {
    const book = openCase();
    book.say('dpo', 'awareness.decide', decided(EARLIER));
    assert.equal(book.duty('authority/ES/initial')?.dueAt, '2026-03-12T19:00:00.000Z');
  });

  it('holding the risk unlikely ends no duty before it is confirmed', () => {
    const book = openCase();
    assert.equal(book.refusal('dpo', 'risk.assess', UNLIKELY), 'REASON_REQUIRED');
    const seq = book.say('dpo', 'risk.assess', UNLIKELY, { words: ['reasons'] });
    assert.equal(book.duty('authority/ES/initial')?.state, 'open');
    assert.equal(riskOf(book.facts), null);
    assert.equal(book.refusal('handler', 'confirm', { seq, outcome: 'confirm' }), null);
    assert.equal(book.duty('authority/ES/initial')?.state, 'notRequired');
  });

  it('is not asked for where the office has one person, but then a reason is', () => {
    const book = openCase({ secondPerson: 'selfWithReason' });
    book.say('dpo', 'risk.assess', UNLIKELY, { words: ['reasons'] });
    assert.equal(book.duty('authority/ES/initial')?.state, 'notRequired');
    assert.equal(book.entries.at(-1)?.body['confirmation'], 'selfWithReason');
  });

  it('is owed by the policy the case copied when it was opened, whatever the organisation says today', () => {
    const book = openCase();
    book.changePolicy({ secondPerson: 'selfWithReason' });
    const seq = book.say('dpo', 'risk.assess', UNLIKELY, { words: ['reasons'] });
    assert.equal(book.entries.at(-1)?.body['confirmation'], 'required');
    assert.equal(book.duty('authority/ES/initial')?.state, 'open');
    assert.equal(
      book.refusal('dpo', 'confirm', { seq, outcome: 'confirm' }, { words: ['reason'] }),
      'SECOND_PERSON_REQUIRED',
    );
  });

  it('is never somebody in the Temporal UI', () => {
    const book = openCase({ secondPerson: 'selfWithReason' });
    const seq = book.say('dpo', 'risk.assess', UNLIKELY, { words: ['reasons'], assurance: 'temporalUi' });
    assert.equal(book.entries.at(-1)?.body['confirmation'], 'required');
    const fromUi = { assurance: 'temporalUi' } as const;
    assert.equal(book.refusal('second', 'confirm', { seq, outcome: 'confirm' }, fromUi), 'SECOND_PERSON_REQUIRED');
  });

  it('has a role that could have said it', () => {
    const book = openCase();
    const seq = book.say('dpo', 'case.decideGate', { outcome: 'notABreach' }, { words: ['reason'] });
    assert.equal(book.refusal('handler', 'confirm', { seq, outcome: 'confirm' }), 'ROLE_NOT_ALLOWED');
    assert.equal(book.refusal('owner', 'confirm', { seq, outcome: 'confirm' }), null);
  });

  it('a confirmed assessment makes packs prepared meanwhile outdated', () => {
    const book = openCase();
    const seq = book.say('dpo', 'risk.assess', UNLIKELY, { words: ['reasons'] });
    const claims = [{ key: 'count', value: 7, source: 'ourLogs' }];
    book.say('handler', 'case.recordFacts', { claims });
    const prepared = book.facts.factsSeq;
    book.say('second', 'confirm', { seq, outcome: 'confirm' });
    assert.ok(book.facts.factsSeq > prepared);
  });

  it('only an unlikely risk may stay unfiled', () => {
    const book = openCase();
    for (const said of [RISK, HIGH]) {
      const contradictory = { ...said, conclusion33: 'document' };
      assert.equal(book.refusal('dpo', 'risk.assess', contradictory, { words: ['reasons'] }), 'RISK_CONTRADICTORY');
    }
  });
});
