import { inputsOf } from '../../domain/severity/assess-enisa.ts';
import { ASSESSMENT_FACTORS } from '../../domain/severity/assessment-factors.ts';
import { type EnisaAnswers, enisaAnswers } from '../../domain/severity/enisa-answers.ts';
import {
  type CategoryName,
  CIRCUMSTANCES,
  DATA_CATEGORIES,
  type DataCategory,
  type EnisaChoice,
  GENERAL_FACTORS,
  IDENTIFIERS,
  PROTECTIONS,
} from '../../domain/severity/enisa-tables.ts';
import { explainSeverity } from '../../domain/severity/explain.ts';
import { severityOf } from '../../domain/severity/severity.ts';
import type { Questioner } from '../ask.ts';
import type { Typed } from '../kept-answers.ts';
import { severityText } from '../severity-text.ts';

type Choice = { value: string; label: string };

const pair = ([value, label]: readonly [string, string]): Choice => ({ value, label });
const labelled = (rows: readonly EnisaChoice[]): Choice[] =>
  rows.map(({ code, means }) => ({ value: code, label: means }));
const counted = (rows: readonly (EnisaChoice & { quarters: number })[]): Choice[] =>
  rows.map(({ code, quarters, means }) => ({ value: code, label: `${String(quarters / 4).padEnd(4)} ${means}` }));
const stepped = (category: DataCategory): Choice[] =>
  category.adjustments.map(({ code, step, means }) => ({ value: code, label: `${category.base + step}  ${means}` }));

const RISK = (
  [
    ['unlikely', 'a risk is unlikely (Art. 33(1)); reasons are needed'],
    ['risk', 'a risk: notify the authority'],
    ['high', 'a high risk: notify the authority and tell the people (Art. 34(1))'],
  ] as const
).map(pair);
const AUTHORITY = (
  [
    ['notify', 'notify, as a precaution'],
    ['document', 'only document it; a second person confirms'],
  ] as const
).map(pair);
const PEOPLE_TOLD = (
  [
    ['notRequired', 'not required'],
    ['voluntary', 'tell them, although not required'],
    ['communicate', 'they must be told (Art. 34(1))'],
  ] as const
).map(pair);
const ADVICE = (
  [
    ['notAsked', 'the DPO was not asked'],
    ['agrees', 'the DPO agrees'],
    ['objects', 'the DPO objects: recorded, does not block'],
  ] as const
).map(pair);
const INTENT = (
  [
    ['no', '0    nobody meant harm, as far as known'],
    ['yes', '0.5  somebody meant harm'],
  ] as const
).map(pair);
const PEOPLE = (
  [
    ['unknown', 'not known'],
    ['upTo100', 'up to 100'],
    ['over100', 'more than 100'],
  ] as const
).map(pair);
const UNINTELLIGIBLE = (
  [
    ['unknown', 'not known'],
    ['no', 'no, they can be read'],
    ['yes', 'yes: encrypted, and the key is safe'],
  ] as const
).map(pair);
const STEPS: readonly { direction: 1 | 0 | -1; choice: Choice }[] = [
  { direction: 0, choice: { value: '0', label: 'they change nothing' } },
  { direction: 1, choice: { value: '1', label: 'one step up' } },
  { direction: -1, choice: { value: '-1', label: 'one step down' } },
];

async function askCategories(ask: Questioner): Promise<Record<string, string>> {
  const names = (Object.keys(DATA_CATEGORIES) as CategoryName[]).map((value) => ({
    value,
    label: `${value}: ${DATA_CATEGORIES[value].means}`,
  }));
  const chosen = await ask.several('Which kinds of data? Credentials are what they open', names, true);
  const categories: Record<string, string> = {};
  for (const name of chosen) {
    categories[name] = await ask.choose(`How telling are the ${name} data? (DPC)`, stepped(DATA_CATEGORIES[name]));
  }
  return categories;
}

async function askGeneral(ask: Questioner): Promise<{ general: string[]; generalStep: number }> {
  const general = await ask.several('Does any of this apply? (none: go on)', labelled(GENERAL_FACTORS), false);
  const directions = GENERAL_FACTORS.filter(({ code }) => general.includes(code)).map(({ direction }) => direction);
  if (directions.length === 0) return { general, generalStep: 0 };
  const choices = STEPS.filter(({ direction }) => direction === 0 || directions.includes(direction));
  const step = await ask.choose(
    'What does it make of the context? (DPC)',
    choices.map(({ choice }) => choice),
  );
  return { general, generalStep: Number(step) };
}

/** The questions of ENISA 2013, one at a time. @throws {Stopped} */
export async function askEnisa(ask: Questioner): Promise<EnisaAnswers> {
  const categories = await askCategories(ask);
  const { general, generalStep } = await askGeneral(ask);
  const identifiers = await ask.several(
    'What identifies a person? The easiest counts (EI)',
    counted(IDENTIFIERS),
    true,
  );
  const protection = await ask.choose('Does something make that harder, or easier?', labelled(PROTECTIONS));
  const confidentiality = await ask.choose('Confidentiality (CB)', counted(CIRCUMSTANCES.confidentiality));
  const integrity = await ask.choose('Integrity (CB)', counted(CIRCUMSTANCES.integrity));
  const availability = await ask.choose('Availability (CB)', counted(CIRCUMSTANCES.availability));
  const malicious = (await ask.choose('Intent (CB)', INTENT)) === 'yes';
  const people = await ask.choose('How many people? (changes no score)', PEOPLE);
  const readable = UNINTELLIGIBLE.filter(({ value }) => protection !== 'encryptedIntact' || value !== 'no');
  const unintelligible = await ask.choose('Are the data unintelligible? (changes no score)', readable);
  const circumstances = { confidentiality, integrity, availability, malicious };
  return enisaAnswers.parse({
    ...{ categories, general, generalStep, identifiers, protection },
    ...{ ...circumstances, people, unintelligible },
  });
}

const needed = (answer: string): string | undefined =>
  answer.trim() ? undefined : 'Needed here: an authority will ask for exactly this';

async function askConclusions(ask: Questioner): Promise<Typed> {
  const risk = await ask.choose('Your conclusion on the risk', RISK);
  const conclusion33 = risk === 'unlikely' ? await ask.choose('Your conclusion on the authority', AUTHORITY) : 'notify';
  const told = risk === 'high' ? PEOPLE_TOLD.toReversed() : PEOPLE_TOLD;
  const possible = told.filter(({ value }) => risk !== 'unlikely' || value !== 'communicate');
  return { risk, conclusion33, conclusion34: await ask.choose('Your conclusion on the people', possible) };
}

const HINT = 'sealed; may stay empty';

/** Score, facts, safeguards, likely impact: what the conclusions rest on, in this order (R-6-5). */
async function askRecord(ask: Questioner): Promise<Typed> {
  return {
    factors: await ask.several('What did you weigh? (Guidelines 9/2022, IV.B)', labelled(ASSESSMENT_FACTORS), false),
    facts: await ask.text('The facts that count', HINT),
    safeguards: await ask.text('Safeguards that were in place, or are now', HINT),
    impact: await ask.text('The likely impact on the people', HINT),
  };
}

function departs(answers: EnisaAnswers, { conclusion33, conclusion34 }: Typed): boolean {
  const suggested = severityOf(inputsOf(answers));
  const told = conclusion34 === 'communicate' ? 'communicate' : 'notRequired';
  return conclusion33 !== suggested.conclusion33 || told !== suggested.conclusion34;
}

/**
 * Asks for an assessment: the judgements, then, with score and sensitivity shown, the record, the conclusions, reasons.
 *
 * @param show  puts text before the person between two questions
 * @throws {Stopped}
 */
export async function askAssessment(ask: Questioner, show: (text: string) => void): Promise<Typed> {
  const answers = await askEnisa(ask);
  show(`\n${severityText(explainSeverity(inputsOf(answers), answers))}\n`);
  const record = await askRecord(ask);
  const concluded = await askConclusions(ask);
  const departing = departs(answers, concluded);
  const must = departing || concluded['risk'] === 'unlikely';
  const why = `Why?${departing ? ' You depart from the score.' : ''}`;
  const reasons = await ask.text(why, must ? 'sealed; needed' : HINT, must ? needed : undefined);
  const dpoAdvice = await ask.choose("The DPO's advice", ADVICE);
  const advice = dpoAdvice === 'notAsked' ? '' : await ask.text('The advice in words', HINT);
  const typed = { answers, ...record, ...concluded, reasons, dpoAdvice };
  const filled = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));
  return advice ? { ...filled, words: { dpoAdvice: advice } } : filled;
}
