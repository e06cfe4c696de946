import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inputsOf } from '../../../domain/severity/assess-enisa.ts';
import { sensitivityOf } from '../../../domain/severity/sensitivity.ts';
import { judged } from './answers.ts';

const rowsOf = (over: Record<string, unknown> = {}): [string, string, string, string, string][] => {
  const answers = judged(over);
  return sensitivityOf(inputsOf(answers), answers).map(({ judgement, from, to, score, band }) => [
    judgement,
    from,
    to,
    score,
    band,
  ]);
};

describe('sensitivityOf', () => {
  it('T-6-5 shows every judgement the seed hangs on: coarse location alone moves it across the line of Art. 34', () => {
    assert.deepEqual(rowsOf(), [
      ['categories.behavioural', 'base', 'littleInsight', '2.00', 'medium'],
      ['categories.behavioural', 'base', 'alreadyPublic', '2.00', 'medium'],
      ['categories.behavioural', 'base', 'dailyLifeProfile', '4.00', 'veryHigh'],
      ['categories.behavioural', 'base', 'notAffected', '2.00', 'medium'],
      ['identification', 'maximum', 'significant', '2.50', 'medium'],
      ['confidentiality', 'unknownRecipients', 'knownRecipients', '2.75', 'medium'],
      ['malicious', 'yes', 'no', '2.50', 'medium'],
    ]);
    const [location] = sensitivityOf({ dpc: 2, ei: 1, cb: 1 }, judged());
    assert.deepEqual([location?.conclusion33, location?.conclusion34], ['notify', 'notRequired']);
  });

  it('T-6-3 judged leniently it sits on a cut-off too: one step down and nothing is suggested', () => {
    assert.deepEqual(rowsOf({ categories: { simple: 'base', behavioural: 'littleInsight' } }), [
      ['categories.simple', 'base', 'profileOrStatus', '3.00', 'high'],
      ['categories.behavioural', 'littleInsight', 'base', '3.00', 'high'],
      ['identification', 'maximum', 'significant', '1.75', 'low'],
      ['confidentiality', 'unknownRecipients', 'knownRecipients', '1.75', 'low'],
      ['malicious', 'yes', 'no', '1.50', 'low'],
    ]);
  });

  it('asks of the general factors only what was ticked', () => {
    const of = (over: Record<string, unknown>): string[][] =>
      rowsOf(over).filter(([judgement]) => judgement === 'generalStep');
    assert.deepEqual(of({}), []);
    assert.deepEqual(of({ general: ['vulnerablePeople'] }), [['generalStep', '0', '1', '4.00', 'veryHigh']]);
    assert.deepEqual(of({ general: ['vulnerablePeople'], generalStep: 1 }), [
      ['generalStep', '1', '0', '3.00', 'high'],
    ]);
  });

  it('is empty in the middle of a band', () => {
    const calm = { categories: { simple: 'base' }, identifiers: ['nameCommon'], malicious: false };
    assert.deepEqual(rowsOf({ ...calm, confidentiality: 'notSeen' }), []);
  });

  it('falls back on the numbers where they override the judgements, or stand alone', () => {
    const numbers = sensitivityOf({ dpc: 1, ei: 1, cb: 1 }, judged());
    assert.deepEqual(numbers, sensitivityOf({ dpc: 1, ei: 1, cb: 1 }));
    assert.deepEqual(
      numbers.map(({ judgement, from, to, score }) => [judgement, from, to, score]),
      [
        ['dpc', '1', '2', '3.00'],
        ['ei', '1', '0.75', '1.75'],
        ['cb', '1', '0.75', '1.75'],
      ],
    );
  });
});
