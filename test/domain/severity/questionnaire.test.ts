import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askQuestionnaire } from '../../../cli/commands/law-assess.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { assessQuestionnaire, QUESTIONS, readQuestionnaire } from '../../../domain/severity/questionnaire.ts';
import { person } from '../../cli/scripted-person.ts';

const BREACH = { controller: 'yes', securityFailed: 'yes', personalData: 'yes', competent: 'yes' };
const NO_RISK = { seen: 'no', altered: 'no', unavailable: 'no' };
const SEEN = { ...BREACH, seen: 'yes', readable: 'yes', harmBySeeing: 'yes', altered: 'no', unavailable: 'no' };
const HIGH = { ...SEEN, severe: 'yes', likely: 'yes', averted: 'no' };

const outcome = (said: Record<string, string>): [string, string | null] => {
  const { authority, people } = assessQuestionnaire(readQuestionnaire(said));
  return [authority, people];
};

describe('assessQuestionnaire', () => {
  const rows: [string, Record<string, string>, [string, string | null]][] = [
    ['R-33-1 a high risk: notify and tell the people', HIGH, ['notify', 'communicate']],
    ['a risk that is not likely to be high: notify', { ...HIGH, likely: 'no' }, ['notify', 'notNecessary']],
    ['Art. 34(3)(b) measures since: notify, and tell nobody', { ...HIGH, averted: 'yes' }, ['notify', 'notNecessary']],
    ['no risk in any of the three: document', { ...BREACH, ...NO_RISK }, ['documentOnly', 'notNecessary']],
    ['Art. 34(3)(a) unreadable: document', { ...HIGH, readable: 'no' }, ['documentOnly', 'notNecessary']],
    [
      'a loss alone is a risk too',
      { ...BREACH, ...NO_RISK, unavailable: 'yes', harmByLoss: 'yes', severe: 'no' },
      ['notify', 'notNecessary'],
    ],
    [
      'an alteration alone is a risk too',
      { ...BREACH, ...NO_RISK, altered: 'yes', harmByAltering: 'yes', severe: 'no' },
      ['notify', 'notNecessary'],
    ],
    ['not the controller: no duty', { ...HIGH, controller: 'no' }, ['notControllersDuty', null]],
    ['R-4-12 no failure of security: no breach', { ...HIGH, securityFailed: 'no' }, ['notABreach', null]],
    ['R-4-12 no personal data: no breach', { ...HIGH, personalData: 'no' }, ['notABreach', null]],
    ['another authority', { ...HIGH, competent: 'no' }, ['otherAuthority', 'communicate']],
    ['nothing known', {}, ['insufficientData', 'cannotBeDetermined']],
    [
      'a risk by one is not undone by what is unknown of another',
      { ...SEEN, altered: 'unknown' },
      ['notify', 'cannotBeDetermined'],
    ],
    ['whether it harms is not known', { ...SEEN, harmBySeeing: 'unknown' }, ['insufficientData', 'cannotBeDetermined']],
    ['whether it is high is not known', { ...HIGH, severe: 'unknown' }, ['notify', 'cannotBeDetermined']],
  ];
  for (const [words, said, expected] of rows) {
    it(`${words}`, () => assert.deepEqual(outcome(said), expected));
  }

  it('names the open questions the result hangs on, and none that is moot', () => {
    const hangsOn = (said: Record<string, string>): string[] => assessQuestionnaire(readQuestionnaire(said)).hangsOn;
    assert.deepEqual(hangsOn({ ...HIGH, severe: 'unknown' }), ['severe']);
    assert.deepEqual(hangsOn(HIGH), []);
    assert.deepEqual(hangsOn({ controller: 'no' }), []);
    assert.equal(hangsOn({}).length, QUESTIONS.length);
    const two = { ...HIGH, seen: 'unknown', readable: 'unknown', unavailable: 'unknown' };
    assert.deepEqual(hangsOn(two), ['seen', 'readable', 'unavailable', 'harmByLoss']);
  });
});

describe('readQuestionnaire', () => {
  it('takes a question left out for unknown, and refuses what is no question or answer', () => {
    assert.equal(readQuestionnaire({ seen: 'yes' }).readable, 'unknown');
    const codeOf = (said: Record<string, unknown>): string => {
      try {
        readQuestionnaire(said);
      } catch (error) {
        if (error instanceof Refusal) return error.details.code;
      }
      return 'accepted';
    };
    assert.equal(codeOf({ constructor: 'yes' }), 'QUESTION_UNKNOWN');
    assert.equal(codeOf({ seen: true }), 'QUESTION_ANSWER');
    assert.equal(codeOf({ seen: null }), 'QUESTION_ANSWER');
  });
});

describe('askQuestionnaire', () => {
  it('puts each question once', async () => {
    const { ask, questions } = person(...QUESTIONS.map(({ id }) => (id === 'averted' ? 'no' : 'yes')));
    const { authority, people } = assessQuestionnaire(await askQuestionnaire(ask));
    assert.deepEqual([authority, people, questions.length], ['notify', 'communicate', QUESTIONS.length]);
  });
});
