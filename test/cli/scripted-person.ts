import assert from 'node:assert/strict';
import { type Questioner, Stopped } from '../../cli/ask.ts';

export interface Asking {
  questions: string[];
  complaints: string[];
  ask: Questioner;
}

/** Answers in order, several codes joined by `+`; one that is complained of is followed by the next, as at a terminal. */
export function person(...answers: string[]): Asking {
  const said = [...answers];
  const questions: string[] = [];
  const complaints: string[] = [];
  const next = (): string => {
    const answer = said.shift();
    if (answer === undefined) throw new Stopped();
    return answer;
  };
  const choiceOf = <T extends string>(question: string, choices: { value: T; label: string }[], answer: string): T => {
    const chosen = choices.find(({ value }) => value === answer);
    assert.ok(chosen, `${question} offers no '${answer}'`);
    return chosen.value;
  };
  const ask: Questioner = {
    text: async (question, _hint, check) => {
      questions.push(question);
      for (;;) {
        const answer = next();
        const complaint = check?.(answer);
        if (complaint === undefined) return answer;
        complaints.push(complaint);
      }
    },
    choose: async (question, choices) => {
      questions.push(question);
      return choiceOf(question, choices, next());
    },
    several: async (question, choices, needed) => {
      questions.push(question);
      const chosen = next().split('+').filter(Boolean);
      assert.ok(!needed || chosen.length > 0, `${question} wants an answer`);
      return chosen.map((answer) => choiceOf(question, choices, answer));
    },
  };
  return { questions, complaints, ask };
}
