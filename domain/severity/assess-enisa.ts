import { assertAnswers, type EnisaAnswers } from './enisa-answers.ts';
import {
  type CategoryName,
  CIRCUMSTANCES,
  type CircumstanceName,
  DATA_CATEGORIES,
  type DataCategory,
  EI_LEVELS,
  GENERAL_FACTORS,
  IDENTIFIERS,
  MALICIOUS_QUARTERS,
  PROTECTIONS,
} from './enisa-tables.ts';
import { type Severity, type SeverityInputs, severityOf } from './severity.ts';

/** One judgement: what was asked, what was chosen, what it counts for, and what it means. */
export interface TrailStep {
  input: string;
  chosen: string;
  counts: string;
  why: string;
}

export interface EnisaAssessment extends Severity {
  inputs: SeverityInputs;
  trail: TrailStep[];
  /** ENISA's two flags; they change no score. Null: not known. */
  flags: { peopleOver100: boolean | null; unintelligible: boolean | null };
}

const QUARTERS = 4;
const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** The categories answered for, in the order of the tables. */
export const answeredCategories = ({ categories }: EnisaAnswers): CategoryName[] =>
  (Object.keys(DATA_CATEGORIES) as CategoryName[]).filter((name) => categories[name] !== undefined);

/** The data processing context of one category as answered, 1 to 4. */
function contextOf({ categories }: EnisaAnswers, name: CategoryName): number {
  const { base, adjustments }: DataCategory = DATA_CATEGORIES[name];
  return base + (adjustments.find(({ code }) => code === categories[name])?.step ?? 0);
}

function dpcOf(answers: EnisaAnswers): number {
  const highest = Math.max(1, ...answeredCategories(answers).map((name) => contextOf(answers, name)));
  return clamp(highest + answers.generalStep, 1, 4);
}

function eiQuarters({ identifiers, protection }: EnisaAnswers): number {
  const alone = IDENTIFIERS.filter(({ code }) => identifiers.includes(code)).map(({ quarters }) => quarters);
  const highest = Math.max(1, ...alone);
  if (protection === 'encryptedIntact') return 1;
  if (protection === 'pseudonymised') return clamp(highest - 1, 1, QUARTERS);
  return protection === 'referenceList' ? clamp(highest + 1, 1, QUARTERS) : highest;
}

const PARTS = Object.keys(CIRCUMSTANCES) as CircumstanceName[];
const partOf = (answers: EnisaAnswers, part: CircumstanceName) =>
  CIRCUMSTANCES[part].find(({ code }) => code === answers[part]) ?? CIRCUMSTANCES[part][0];

const cbQuarters = (answers: EnisaAnswers): number =>
  PARTS.reduce((sum, part) => sum + partOf(answers, part).quarters, answers.malicious ? MALICIOUS_QUARTERS : 0);

/** The three numbers that answers amount to; answers that speak against themselves are not looked for. */
export const inputsOf = (answers: EnisaAnswers): SeverityInputs => ({
  dpc: dpcOf(answers),
  ei: eiQuarters(answers) / QUARTERS,
  cb: cbQuarters(answers) / QUARTERS,
});

function categoryStep(answers: EnisaAnswers, name: CategoryName): TrailStep {
  const category: DataCategory = DATA_CATEGORIES[name];
  const chosen = answers.categories[name] ?? 'base';
  const { means = '' } = category.adjustments.find(({ code }) => code === chosen) ?? {};
  const why = `${name} data (${category.means}): ${means}`;
  return { input: `categories.${name}`, chosen, counts: `DPC ${contextOf(answers, name)}`, why };
}

function generalStep({ general, generalStep: step }: EnisaAnswers): TrailStep[] {
  if (general.length === 0) return [];
  const factors = GENERAL_FACTORS.filter(({ code }) => general.includes(code));
  const why = factors.map(({ means }) => means).join('; ');
  return [{ input: 'general', chosen: general.join('+'), counts: step > 0 ? 'DPC +1' : `DPC ${step || '±0'}`, why }];
}

function identificationSteps({ identifiers, protection }: EnisaAnswers): TrailStep[] {
  const named = IDENTIFIERS.filter(({ code }) => identifiers.includes(code));
  const rows = named.map(({ code, quarters, means }) => ({
    input: 'identifiers',
    chosen: code,
    counts: `EI ${quarters / QUARTERS}`,
    why: `${means} (${EI_LEVELS[quarters - 1]})`,
  }));
  if (protection === 'asIs') return rows;
  const { means } = PROTECTIONS.find(({ code }) => code === protection) ?? PROTECTIONS[0];
  const counts = { pseudonymised: 'EI −0.25', encryptedIntact: 'EI 0.25', referenceList: 'EI +0.25' }[protection];
  return [...rows, { input: 'protection', chosen: protection, counts, why: means }];
}

function circumstanceSteps(answers: EnisaAnswers): TrailStep[] {
  const parts = PARTS.map((part) => {
    const { code, quarters, means } = partOf(answers, part);
    return { input: part, chosen: code, counts: `CB +${quarters / QUARTERS}`, why: means };
  });
  const { malicious } = answers;
  const counts = `CB +${malicious ? MALICIOUS_QUARTERS / QUARTERS : 0}`;
  const why = malicious ? 'somebody meant harm' : 'nobody meant harm, as far as known';
  return [...parts, { input: 'malicious', chosen: malicious ? 'yes' : 'no', counts, why }];
}

const threeValued = <T>(value: T, yes: T, no: T): boolean | null =>
  value === yes ? true : value === no ? false : null;

/**
 * Severity from judgements instead of numbers, with what each of them counts for.
 *
 * Of several kinds of data the most telling counts, of several identifiers the easiest. All sums are of whole quarters.
 *
 * @throws {Refusal} `ENISA_INCOMPLETE`, `ENISA_CONTRADICTORY`
 * @see ENISA 2013, version 1.0; Guidelines 9/2022, IV.B
 */
export function assessEnisa(answers: EnisaAnswers): EnisaAssessment {
  assertAnswers(answers);
  const inputs = inputsOf(answers);
  const trail = [
    ...answeredCategories(answers).map((name) => categoryStep(answers, name)),
    ...generalStep(answers),
    ...identificationSteps(answers),
    ...circumstanceSteps(answers),
  ];
  const flags = {
    peopleOver100: threeValued(answers.people, 'over100', 'upTo100'),
    unintelligible: threeValued(answers.unintelligible, 'yes', 'no'),
  };
  return { ...severityOf(inputs), inputs, trail, flags };
}
