import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { riskVersions } from '../../../domain/case/risk-versions.ts';
import { SEED } from '../severity/answers.ts';
import { type CaseBook, HIGH, openCase, RISK, UNLIKELY } from './case-book.ts';

const REASONED = { words: ['reasons'] };
const LENIENT = { ...SEED, categories: { simple: 'base', behavioural: 'littleInsight' } };

const versionsOf = (book: CaseBook) => riskVersions(book.facts, book.entries);
const statesOf = (book: CaseBook): string[] => versionsOf(book).map(({ state }) => state);

describe('riskVersions', () => {
  it('keeps every assessment; the newest supersedes and says what it changed', () => {
    const book = openCase();
    book.say('handler', 'risk.assess', { ...RISK, answers: LENIENT });
    book.at('2026-03-11T09:00:00Z').say('dpo', 'risk.assess', { ...HIGH, answers: SEED, dpoAdvice: 'agrees' });
    const [first, second] = versionsOf(book);
    assert.deepEqual(
      [first?.state, first?.score, first?.changes, second?.state, second?.score],
      ['superseded', '2.00', [], 'inForce', '3.00'],
    );
    assert.deepEqual([second?.actor, second?.at], ['dpo', '2026-03-11T09:00:00.000Z']);
    assert.deepEqual(second?.changes, [
      { what: 'score', from: '2.00', to: '3.00' },
      { what: 'risk', from: 'risk', to: 'high' },
      { what: 'conclusion34', from: 'notRequired', to: 'communicate' },
      { what: 'dpoAdvice', from: 'notAsked', to: 'agrees' },
      { what: 'inputs.dpc', from: '1', to: '2' },
      { what: 'answers.categories.behavioural', from: 'littleInsight', to: 'base' },
    ]);
  });

  it('R-6-5 names the articles on which a conclusion departs from the score', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', { ...RISK, answers: SEED, conclusion34: 'voluntary' }, REASONED);
    book.say('dpo', 'risk.assess', { ...RISK, method: 'other' });
    assert.deepEqual(
      versionsOf(book).map(({ departures, score }) => [departures, score]),
      [
        [['Art. 34(1)'], '3.00'],
        [[], null],
      ],
    );
  });

  it('says what became of one that needed a second person: waits, refused, overtaken, in force', () => {
    const book = openCase();
    const refused = book.say('dpo', 'risk.assess', UNLIKELY, REASONED);
    assert.deepEqual(statesOf(book), ['waits']);
    book.say('second', 'confirm', { seq: refused, outcome: 'refuse' });
    book.say('dpo', 'risk.assess', UNLIKELY, REASONED);
    book.say('dpo', 'risk.assess', RISK);
    const confirmed = book.say('dpo', 'risk.assess', UNLIKELY, REASONED);
    assert.deepEqual(statesOf(book), ['refused', 'overtaken', 'inForce', 'waits']);
    book.say('second', 'confirm', { seq: confirmed, outcome: 'confirm' });
    assert.deepEqual(statesOf(book), ['refused', 'overtaken', 'superseded', 'inForce']);
  });

  it('keeps what was corrected beside its correction', () => {
    const book = openCase();
    const seq = book.say('handler', 'risk.assess', { ...RISK, answers: LENIENT });
    book.say('handler', 'risk.assess', { ...HIGH, answers: SEED }, { corrects: seq });
    assert.deepEqual(statesOf(book), ['corrected', 'inForce']);
  });

  it('does not take another order of the same codes for a change', () => {
    const book = openCase();
    book.say('handler', 'risk.assess', { ...HIGH, answers: SEED, factors: ['people', 'breachType'] });
    const again = { ...SEED, identifiers: [...SEED.identifiers].reverse() };
    book.say('handler', 'risk.assess', { ...HIGH, answers: again, factors: ['breachType', 'people'] });
    assert.deepEqual(versionsOf(book)[1]?.changes, []);
  });
});

describe('risk.recordReport', () => {
  const report = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
    tool: 'asesoraBrecha',
    outcome: 'notify',
    documentId: '6f1c1f0e-3f7a-4a53-9c55-2f1d2e1b7a01',
    reportSha256: 'e'.repeat(64),
    ...over,
  });

  it('is listed, and changes neither assessment nor duty', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', RISK);
    const { assessments, factsSeq } = book.facts;
    const seq = book.say('dpo', 'risk.recordReport', report());
    assert.deepEqual(
      book.facts.riskReports.map((each) => [each.seq, each.tool, each.outcome]),
      [[seq, 'asesoraBrecha', 'notify']],
    );
    assert.deepEqual([book.facts.assessments, book.facts.factsSeq], [assessments, factsSeq]);
  });

  it('refuses an outcome that the tool cannot give', () => {
    const rows: [string, string][] = [
      ['asesoraBrecha', 'communicate'],
      ['comunicaBrecha', 'notify'],
      ['comunicaBrecha', 'insufficientData'],
    ];
    for (const [tool, outcome] of rows)
      assert.equal(openCase().refusal('dpo', 'risk.recordReport', report({ tool, outcome })), 'REPORT_OUTCOME');
    assert.equal(
      openCase().refusal('dpo', 'risk.recordReport', report({ tool: 'other', outcome: 'notNecessary' })),
      null,
    );
  });

  it('warns where the tool and the assessment in force say different things, and decides nothing', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', RISK);
    const warnings = (tool: string, outcome: string): string[] =>
      book.warnings('dpo', 'risk.recordReport', report({ tool, outcome }));
    assert.deepEqual(warnings('asesoraBrecha', 'notify'), []);
    assert.deepEqual(warnings('asesoraBrecha', 'documentOnly'), ['REPORT_DIFFERS']);
    assert.deepEqual(warnings('comunicaBrecha', 'communicate'), ['REPORT_DIFFERS']);
    assert.deepEqual(warnings('comunicaBrecha', 'cannotBeDetermined'), []);
    book.say('dpo', 'risk.assess', HIGH);
    assert.deepEqual(warnings('comunicaBrecha', 'notNecessary'), ['REPORT_DIFFERS']);
    assert.equal(book.facts.assessments.at(-1)?.risk, 'high');
  });
});
