import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { terminalQuestioner } from '../../cli/ask.ts';
import { askAssessment, askEnisa } from '../../cli/commands/risk-questions.ts';
import { readAnswers } from '../../domain/severity/enisa-answers.ts';
import { SEED } from '../domain/severity/answers.ts';
import { person } from './scripted-person.ts';

const ENISA = [
  ...['simple+behavioural', 'base', 'base', '', 'nameWithMore+emailWithName', 'asIs'],
  ...['unknownRecipients', 'notAltered', 'easilyRecovered', 'yes', 'over100', 'no'],
];
const RECORD = ['breachType+identification', 'names and addresses', '', 'phishing'];

describe('askEnisa', () => {
  it('puts one question for each judgement, each kind of data apart', async () => {
    const { ask, questions } = person(...ENISA);
    assert.deepEqual(await askEnisa(ask), readAnswers(SEED));
    assert.equal(questions.length, 12);
    assert.equal(questions.filter((question) => question.includes('How telling are')).length, 2);
  });

  it('asks what the general factors make of it only where one applies, and only in their direction', async () => {
    const answers = ['sensitive', 'base', 'oldOrInvalid', '-1', 'otherMaximum', 'encryptedIntact'];
    const { ask } = person(...answers, 'notSeen', 'notAltered', 'temporary', 'no', 'unknown', 'yes');
    const { general, generalStep, unintelligible } = await askEnisa(ask);
    assert.deepEqual([general, generalStep, unintelligible], [['oldOrInvalid'], -1, 'yes']);
    await assert.rejects(askEnisa(person('sensitive', 'base', 'oldOrInvalid', '1').ask), /offers no '1'/);
  });

  it('offers no answer that contradicts an earlier one', async () => {
    const encrypted = ['simple', 'base', '', 'nameCommon', 'encryptedIntact', 'notSeen', 'notAltered', 'temporary'];
    await assert.rejects(askEnisa(person(...encrypted, 'no', 'unknown', 'no').ask), /unintelligible.* offers no 'no'/);
  });
});

describe('askAssessment', () => {
  it('shows score and sensitivity before it asks for the conclusions', async () => {
    const { ask, questions } = person(...ENISA, ...RECORD, 'high', 'communicate', '', 'agrees', 'tell them soon');
    const shown: [string, number][] = [];
    const typed = await askAssessment(ask, (text) => shown.push([text, questions.length]));
    assert.equal(shown.length, 1);
    assert.match(shown[0]?.[0] ?? '', /3\.00, high, borderline[\s\S]*behavioural +littleInsight +2\.00 medium/);
    assert.equal(shown[0]?.[1], ENISA.length);
    const { answers: _, ...said } = typed;
    assert.deepEqual(said, {
      factors: ['breachType', 'identification'],
      facts: 'names and addresses',
      impact: 'phishing',
      risk: 'high',
      conclusion33: 'notify',
      conclusion34: 'communicate',
      dpoAdvice: 'agrees',
      words: { dpoAdvice: 'tell them soon' },
    });
  });

  it('insists on reasons where the person departs from the score', async () => {
    const asking = person(...ENISA, ...RECORD, 'risk', 'voluntary', '', 'high risk not clear', 'notAsked');
    const typed = await askAssessment(asking.ask, () => {});
    assert.equal(typed['reasons'], 'high risk not clear');
    assert.equal(asking.complaints.length, 1);
    assert.ok(asking.questions.includes('Why? You depart from the score.'));
  });

  it('asks of an unlikely risk whether to notify all the same, and never offers that people must be told', async () => {
    const asked = person(...ENISA, ...RECORD, 'unlikely', 'notify', 'notRequired', 'a precaution', 'notAsked');
    assert.equal((await askAssessment(asked.ask, () => {}))['conclusion33'], 'notify');
    const told = person(...ENISA, ...RECORD, 'unlikely', 'document', 'communicate');
    await assert.rejects(
      askAssessment(told.ask, () => {}),
      /on the people offers no 'communicate'/,
    );
  });
});

describe('terminalQuestioner', () => {
  it('takes several answers by the space bar', async () => {
    const input = new PassThrough() as unknown as NodeJS.ReadStream;
    const ask = terminalQuestioner(new PassThrough() as unknown as NodeJS.WriteStream, input);
    const choices = ['a', 'b', 'c'].map((value) => ({ value, label: value }));
    const answer = ask.several('Which?', choices, true);
    for (const key of [' ', '\u001b[B', '\u001b[B', ' ', '\r']) {
      await new Promise((resolve) => setImmediate(resolve));
      (input as unknown as PassThrough).write(key);
    }
    assert.deepEqual(await answer, ['a', 'c']);
  });
});
