import { answeredCategories, inputsOf } from './assess-enisa.ts';
import type { EnisaAnswers } from './enisa-answers.ts';
import {
  type CategoryName,
  CIRCUMSTANCES,
  type CircumstanceName,
  DATA_CATEGORIES,
  type DataCategory,
  EI_LEVELS,
  GENERAL_FACTORS,
} from './enisa-tables.ts';
import { type Severity, type SeverityInputs, severityFindings, severityNeighbours, severityOf } from './severity.ts';

/** One judgement made differently by one step, and where the case would then stand. */
export interface OtherJudgement extends Pick<Severity, 'score' | 'band' | 'conclusion33' | 'conclusion34'> {
  /** What is judged: `categories.behavioural`, `identification`, `malicious`; `dpc`, `ei`, `cb` of bare numbers. */
  judgement: string;
  from: string;
  to: string;
  /** What the other answer would mean. */
  means: string;
}

interface Alternative extends Pick<OtherJudgement, 'judgement' | 'from' | 'to' | 'means'> {
  inputs: SeverityInputs;
}

function categoryAlternatives(answers: EnisaAnswers, name: CategoryName): Alternative[] {
  const { adjustments }: DataCategory = DATA_CATEGORIES[name];
  const chosen = adjustments.find(({ code }) => code === answers.categories[name]);
  if (!chosen) return [];
  const judgement = `categories.${name}`;
  const withChoice = (code: string | undefined): SeverityInputs =>
    inputsOf({ ...answers, categories: { ...answers.categories, [name]: code } });
  const next = adjustments
    .filter(({ step }) => Math.abs(step - chosen.step) === 1)
    .map(({ code, means }) => ({ judgement, from: chosen.code, to: code, means, inputs: withChoice(code) }));
  const means = `no ${name} data are among them`;
  const out = { judgement, from: chosen.code, to: 'notAffected', means, inputs: withChoice(undefined) };
  return answeredCategories(answers).length > 1 ? [...next, out] : next;
}

function generalAlternatives(answers: EnisaAnswers): Alternative[] {
  return ([-1, 0, 1] as const)
    .filter((step) => Math.abs(step - answers.generalStep) === 1)
    .filter(
      (step) =>
        step === 0 ||
        GENERAL_FACTORS.some(({ code, direction }) => direction === step && answers.general.includes(code)),
    )
    .map((step) => ({
      judgement: 'generalStep',
      from: String(answers.generalStep),
      to: String(step),
      means:
        step === 0 ? 'the general factors change nothing' : `the general factors take it ${step > 0 ? 'up' : 'down'}`,
      inputs: inputsOf({ ...answers, generalStep: step }),
    }));
}

const LEVEL_MEANS: Readonly<Record<(typeof EI_LEVELS)[number], string>> = {
  negligible: 'a person can hardly be identified',
  limited: 'a person is identified only with other sources',
  significant: 'a person is identified with some effort',
  maximum: 'a person is identified at once',
};
const levelOf = (ei: number): (typeof EI_LEVELS)[number] => EI_LEVELS[ei * 4 - 1] ?? 'negligible';

function identificationAlternatives(answers: EnisaAnswers): Alternative[] {
  const inputs = inputsOf(answers);
  return [inputs.ei - 0.25, inputs.ei + 0.25]
    .filter((ei) => ei >= 0.25 && ei <= 1)
    .map((ei) => ({
      judgement: 'identification',
      from: levelOf(inputs.ei),
      to: levelOf(ei),
      means: LEVEL_MEANS[levelOf(ei)],
      inputs: { ...inputs, ei },
    }));
}

function circumstanceAlternatives(answers: EnisaAnswers, part: CircumstanceName): Alternative[] {
  const choices = CIRCUMSTANCES[part];
  const at = choices.findIndex(({ code }) => code === answers[part]);
  return [choices[at - 1], choices[at + 1]].flatMap((choice) => {
    if (!choice) return [];
    const inputs = inputsOf({ ...answers, [part]: choice.code });
    return [{ judgement: part, from: answers[part], to: choice.code, means: choice.means, inputs }];
  });
}

function maliciousAlternative(answers: EnisaAnswers): Alternative {
  const yesNo = (malicious: boolean): string => (malicious ? 'yes' : 'no');
  const malicious = !answers.malicious;
  const means = malicious ? 'somebody meant harm' : 'nobody meant harm';
  const inputs = inputsOf({ ...answers, malicious });
  return { judgement: 'malicious', from: yesNo(answers.malicious), to: yesNo(malicious), means, inputs };
}

const alternatives = (answers: EnisaAnswers): Alternative[] => [
  ...answeredCategories(answers).flatMap((name) => categoryAlternatives(answers, name)),
  ...generalAlternatives(answers),
  ...identificationAlternatives(answers),
  ...(Object.keys(CIRCUMSTANCES) as CircumstanceName[]).flatMap((part) => circumstanceAlternatives(answers, part)),
  maliciousAlternative(answers),
];

const INPUT_WORDS: Readonly<Record<keyof SeverityInputs, string>> = {
  dpc: 'data processing context',
  ei: 'ease of identification',
  cb: 'circumstances of the breach',
};

/** Of bare numbers only the number itself can be judged differently. */
function numberAlternatives(inputs: SeverityInputs): Alternative[] {
  const fields = Object.keys(INPUT_WORDS) as (keyof SeverityInputs)[];
  return severityNeighbours(inputs).map(({ dpc, ei, cb }) => {
    const near = { dpc, ei, cb };
    const judgement = fields.find((field) => near[field] !== inputs[field]) ?? 'dpc';
    const means = `${INPUT_WORDS[judgement]} one step ${near[judgement] > inputs[judgement] ? 'higher' : 'lower'}`;
    return { judgement, from: String(inputs[judgement]), to: String(near[judgement]), means, inputs: near };
  });
}

/**
 * Every single judgement that, made differently by one step, moves the case into another band: what the score hangs on.
 *
 * @param inputs  the numbers scored
 * @param answers the judgements behind them; without them, or where they do not give these numbers, the numbers alone
 * @throws {Refusal} `SEVERITY_INPUT`
 * @see R-6-5
 */
export function sensitivityOf(inputs: SeverityInputs, answers?: EnisaAnswers): OtherJudgement[] {
  const { band } = severityOf(inputs);
  const explained = answers !== undefined && givesInputs(answers, inputs);
  return (explained ? alternatives(answers) : numberAlternatives(inputs))
    .filter((other) => severityFindings(other.inputs).length === 0)
    .map(({ inputs: other, ...judged }) => {
      const { borderline: _, ...severity } = severityOf(other);
      return { ...judged, ...severity };
    })
    .filter((other) => other.band !== band);
}

/** Whether the numbers are those the judgements amount to, and not an override. */
export function givesInputs(answers: EnisaAnswers, { dpc, ei, cb }: SeverityInputs): boolean {
  const derived = inputsOf(answers);
  return derived.dpc === dpc && derived.ei === ei && derived.cb === cb;
}
