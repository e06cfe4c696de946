import { isCancel, select, text } from '@clack/prompts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { severityOf } from '../../domain/severity/severity.ts';
import { say } from '../answer.ts';
import { readInputs, scoreText } from './law-severity.ts';
import type { RiskOptions } from './risk.ts';

type Choices = readonly (readonly [value: string, label: string])[];

const CONTEXT: Choices = [
  ['1', '1  simple: identity, contact, education, family, job'],
  ['2', '2  behavioural: location, habits, preferences; or simple data that allows a profile'],
  ['3', '3  financial; or simple data on health, politics, religion by inference'],
  ['4', '4  sensitive: health, beliefs, sex life, biometrics; or full data that enables fraud'],
];

const IDENTIFICATION: Choices = [
  ['0.25', '0.25  negligible: a common name alone, an encrypted or random code'],
  ['0.5', '0.5   limited: needs other sources'],
  ['0.75', '0.75  significant: a searchable address'],
  ['1', '1     maximum: name with e-mail or date of birth'],
];

const CONFIDENTIALITY: Choices = [
  ['0', 'no sign that anybody saw the data'],
  ['0.25', 'known recipients'],
  ['0.5', 'unknown recipients, or public'],
];

const INTEGRITY: Choices = [
  ['0', 'not altered'],
  ['0.25', 'altered, can be recovered'],
  ['0.5', 'altered for good'],
];

const AVAILABILITY: Choices = [
  ['0', 'easily recovered'],
  ['0.25', 'away for a time'],
  ['0.5', 'lost for good'],
];

const INTENT: Choices = [
  ['0', 'no malicious intent'],
  ['0.5', 'malicious intent'],
];

const RISK: Choices = [
  ['unlikely', 'a risk is unlikely: only document it (Art. 33(1)); reasons and a second person are needed'],
  ['risk', 'a risk: notify the authority'],
  ['high', 'a high risk: notify the authority and tell the people (Art. 34(1))'],
];

const PEOPLE: Choices = [
  ['communicate', 'they must be told (Art. 34(1))'],
  ['voluntary', 'tell them, although not required'],
  ['notRequired', 'not required'],
];

const ADVICE: Choices = [
  ['agrees', 'the DPO agrees'],
  ['objects', 'the DPO objects: recorded, does not block'],
  ['notAsked', 'the DPO was not asked'],
];

const stopped = (): Refusal =>
  new Refusal(
    { code: 'STOPPED', message: 'Stopped: nothing was recorded', next: 'Run the command again when you are ready' },
    EXIT.usage,
  );

async function choose(message: string, choices: Choices, initialValue?: string): Promise<string> {
  const chosen = await select({
    message,
    options: choices.map(([value, label]) => ({ value, label })),
    output: process.stderr,
    ...(initialValue === undefined ? {} : { initialValue }),
  });
  if (isCancel(chosen)) throw stopped();
  return chosen;
}

async function write(message: string, needed: boolean): Promise<string | undefined> {
  const validate = (value: string | undefined): string | undefined =>
    needed && !value?.trim() ? 'Needed here: an authority will ask for exactly this' : undefined;
  const typed = await text({ message, output: process.stderr, validate });
  if (isCancel(typed)) throw stopped();
  return typed?.trim() || undefined;
}

/** DPC, EI and CB of the ENISA method, one question each. */
async function askInputs(): Promise<{ dpc: string; ei: string; cb: string }> {
  const dpc = await choose('What kind of data, how telling? (DPC; the most telling category counts)', CONTEXT);
  const ei = await choose('How easily is a person identified? (EI)', IDENTIFICATION);
  const parts = [
    await choose('Confidentiality (CB)', CONFIDENTIALITY),
    await choose('Integrity (CB)', INTEGRITY),
    await choose('Availability (CB)', AVAILABILITY),
    await choose('Intent (CB)', INTENT),
  ];
  return { dpc, ei, cb: String(parts.reduce((sum, part) => sum + Number(part), 0)) };
}

/**
 * Asks for an assessment on the terminal: the inputs, then, with the score shown, the conclusions and their reasons.
 *
 * @throws {Refusal} `STOPPED`
 */
export async function askAssessment(options: RiskOptions): Promise<RiskOptions> {
  const inputs = await askInputs();
  say(`\n${scoreText(readInputs(inputs))}\n`);
  const suggested = severityOf(readInputs(inputs));
  const risk = await choose('Your conclusion on the risk', RISK);
  const people = await choose('Your conclusion on the people', PEOPLE, risk === 'high' ? 'communicate' : 'notRequired');
  const departs =
    (risk === 'unlikely') !== (suggested.conclusion33 === 'document') ||
    (people === 'communicate') !== (suggested.conclusion34 === 'communicate');
  const needed = departs || risk === 'unlikely';
  const reasons = options.reasons ?? (await write(`Why?${departs ? ' You depart from the score.' : ''}`, needed));
  const dpoAdvice = await choose("The DPO's advice", ADVICE);
  const advice = dpoAdvice === 'notAsked' ? undefined : await write('The advice in words (may stay empty)', false);
  return {
    ...options,
    ...inputs,
    risk: risk as NonNullable<RiskOptions['risk']>,
    ...(risk === 'unlikely' ? { document: true } : { notify: true }),
    ...(people === 'communicate' ? { communicate: true } : {}),
    ...(people === 'voluntary' ? { voluntary: true } : {}),
    ...(people === 'notRequired' ? { notRequired: true } : {}),
    dpoAdvice: dpoAdvice as NonNullable<RiskOptions['dpoAdvice']>,
    ...(reasons === undefined ? {} : { reasons }),
    ...(advice === undefined ? {} : { dpoAdviceText: advice }),
  };
}
