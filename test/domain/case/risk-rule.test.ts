import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { riskOf } from '../../../domain/case/facts.ts';
import { SEED } from '../severity/answers.ts';
import { HIGH, openCase, RISK, submission, UNLIKELY } from './case-book.ts';

const LENIENT = { ...SEED, categories: { simple: 'base', behavioural: 'littleInsight' } };
const REASONED = { words: ['reasons'] };

describe('risk.assess', () => {
  it('T-6-5 takes the numbers from the answers, so that no one can type others by mistake', () => {
    const book = openCase();
    book.say('handler', 'risk.assess', { ...HIGH, answers: SEED });
    assert.deepEqual(riskOf(book.facts)?.inputs, { dpc: 2, ei: 1, cb: 1 });
    assert.equal(riskOf(book.facts)?.answers?.categories.behavioural, 'base');
    assert.deepEqual(book.entries.at(-1)?.body['inputs'], { dpc: 2, ei: 1, cb: 1 });
  });

  it('folds an entry of before there were answers', () => {
    const book = openCase();
    book.say('handler', 'risk.assess', { ...HIGH, inputs: { dpc: 2, ei: 1, cb: 1 } }, REASONED);
    const risk = riskOf(book.facts);
    assert.deepEqual([risk?.inputs?.dpc, risk?.answers, risk?.factors], [2, undefined, undefined]);
  });

  it('R-6-5 judges a departure by the numbers of the answers', () => {
    const book = openCase();
    assert.equal(book.refusal('dpo', 'risk.assess', { ...RISK, answers: SEED }), 'REASON_REQUIRED');
    assert.deepEqual(book.warnings('dpo', 'risk.assess', { ...RISK, answers: LENIENT }), []);
    assert.deepEqual(book.warnings('dpo', 'risk.assess', { ...RISK, answers: SEED }, REASONED), []);
  });

  it('takes other numbers than the answers amount to only with reasons, and keeps both', () => {
    const book = openCase();
    const override = { ...HIGH, answers: LENIENT, inputs: { dpc: 2, ei: 1, cb: 1 } };
    assert.equal(book.refusal('dpo', 'risk.assess', override), 'REASON_REQUIRED');
    book.say('dpo', 'risk.assess', override, REASONED);
    assert.deepEqual(riskOf(book.facts)?.inputs, { dpc: 2, ei: 1, cb: 1 });
    assert.equal(riskOf(book.facts)?.answers?.categories.behavioural, 'littleInsight');
  });

  it('warns of numbers that nobody explains', () => {
    const book = openCase();
    const numbers = { ...HIGH, inputs: { dpc: 2, ei: 1, cb: 1 } };
    assert.deepEqual(book.warnings('dpo', 'risk.assess', numbers), ['SEVERITY_NOT_EXPLAINED']);
    assert.deepEqual(book.warnings('dpo', 'risk.assess', numbers, { words: ['facts'] }), []);
  });

  it('R-33-1 holds no risk unlikely without positive reasons, filed as a precaution or not', () => {
    const book = openCase();
    assert.equal(book.refusal('dpo', 'risk.assess', UNLIKELY), 'REASON_REQUIRED');
    assert.equal(book.refusal('dpo', 'risk.assess', { ...UNLIKELY, conclusion33: 'notify' }), 'REASON_REQUIRED');
    assert.equal(book.refusal('dpo', 'risk.assess', { ...UNLIKELY, conclusion33: 'notify' }, REASONED), null);
  });

  it('refuses what contradicts itself: conclusions, answers, method', () => {
    const rows: [Record<string, unknown>, string][] = [
      [{ ...UNLIKELY, risk: 'risk' }, 'RISK_CONTRADICTORY'],
      [{ ...UNLIKELY, risk: 'high' }, 'RISK_CONTRADICTORY'],
      [{ ...UNLIKELY, conclusion34: 'communicate' }, 'RISK_CONTRADICTORY'],
      [{ ...HIGH, answers: SEED, method: 'other' }, 'ENISA_CONTRADICTORY'],
      [{ ...HIGH, answers: { ...SEED, categories: {} } }, 'ENISA_INCOMPLETE'],
      [{ ...HIGH, answers: { ...SEED, generalStep: 1 } }, 'ENISA_CONTRADICTORY'],
    ];
    for (const [body, code] of rows) assert.equal(openCase().refusal('dpo', 'risk.assess', body, REASONED), code);
  });

  it('warns when sources contradict each other on what is weighed (C-1)', () => {
    const book = openCase();
    const claim = (source: string, value: string[]) => ({ claims: [{ key: 'dataTypes', value, source }] });
    book.say('handler', 'case.recordFacts', claim('S0', ['basic', 'location']));
    assert.deepEqual(book.warnings('dpo', 'risk.assess', { ...HIGH, answers: SEED }), []);
    book.say('handler', 'case.recordFacts', claim('S2', ['basic']));
    assert.deepEqual(book.warnings('dpo', 'risk.assess', { ...HIGH, answers: SEED }), ['RISK_ON_CONTRADICTED_FACTS']);
  });

  it('R-2-10 a risk after all: the first awareness stays, and the delay wants its reasons', () => {
    const book = openCase();
    const unlikely = book.say('dpo', 'risk.assess', UNLIKELY, REASONED);
    book.say('second', 'confirm', { seq: unlikely, outcome: 'confirm' });
    const before = book.facts.candidates;
    book.at('2026-03-20T09:00:00Z');
    assert.deepEqual(book.warnings('dpo', 'risk.assess', RISK), ['RISK_AFTER_ALL']);
    assert.deepEqual(book.facts.candidates, before);
    assert.equal(book.duty('authority/ES/initial')?.dueAt, '2026-03-13T09:00:00.000Z');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-20T09:30:00+01:00'));
    assert.deepEqual(book.warnings('dpo', 'risk.assess', RISK), []);
  });
});
