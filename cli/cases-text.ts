import { COMPARISON_CAUTION, type ComparedCase } from '../domain/law/compare-cases.ts';
import { EDPB_CASES, EDPB_CASES_VERIFIED_AT, type EdpbCase } from '../domain/law/edpb-cases.ts';
import { BREACH_FEATURES, type BreachFeatures, FEATURE_NAMES, valuesOf } from '../domain/law/edpb-features.ts';
import { columns, facts, wrapped } from './text-table.ts';

const WIDTH = 100;
const two = (number: number): string => String(number).padStart(2, '0');
const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

const SOURCE = wrapped(
  `Source: EDPB Guidelines 01/2021, version 2.0. Outcomes found in a public record; facts of all but case 1 from memory: verify before use (${EDPB_CASES_VERIFIED_AT}). Every one of them is documented (Art. 33(5)).`,
  WIDTH,
);

/** The 18 examples with their outcomes. */
export function casesText(): string {
  const rows = EDPB_CASES.map(({ number, title, notifyAuthority, tellPeople }) => [
    two(number),
    yesNo(notifyAuthority),
    yesNo(tellPeople),
    title,
  ]);
  return `${columns([['CASE', 'AUTHORITY', 'PEOPLE', 'TITLE'], ...rows])}\n\n${SOURCE}\n${COMPARISON_CAUTION}`;
}

/** One example in full. */
export function caseText({ number, title, keyFacts, features, ...example }: EdpbCase): string {
  return [
    facts([
      ['Case', `${two(number)}  ${title}`],
      ['Facts', `${keyFacts} (${example.evidence === 'F' ? 'found' : 'from memory: verify before use'})`],
      ['Features', featureLines(features).join('\n')],
      ['Authority told', yesNo(example.notifyAuthority)],
      ['People told', yesNo(example.tellPeople)],
    ]),
    '',
    SOURCE,
    COMPARISON_CAUTION,
  ].join('\n');
}

const featureLines = (features: BreachFeatures): string[] =>
  FEATURE_NAMES.flatMap((name) => (features[name] === undefined ? [] : [`${name}=${features[name]}`]));

/** What may be told of a breach, and how it is written. */
export function featuresText(): string {
  const rows = FEATURE_NAMES.map((name) => [name, BREACH_FEATURES[name].asks]);
  const values = FEATURE_NAMES.map((name) => [name, `${wrapped(valuesOf(name).join(' '), 84)}`] as const);
  return `${columns([['FEATURE', 'ASKS'], ...rows])}\n\n${facts(values)}\n\n? takes one away that is on file.`;
}

const comparedText = ({ number, title, ...compared }: ComparedCase, features: BreachFeatures): string => {
  const { shared, different, open } = compared;
  const line = (label: string, parts: readonly string[]): string[] =>
    parts.length === 0 ? [] : [`    ${wrapped(`${label} ${parts.join(', ')}`, WIDTH - 8).replace(/\n/g, '\n      ')}`];
  return [
    `${two(number)}  authority ${yesNo(compared.notifyAuthority)}, people ${yesNo(compared.tellPeople)}   ${title}`,
    ...line('facts:', [compared.keyFacts]),
    ...line(
      'shared:',
      shared.map((name) => `${name}=${features[name]}`),
    ),
    ...line(
      'different:',
      different.map(({ feature, ours, theirs }) => `${feature} ${ours} here, ${theirs} there`),
    ),
    ...line(
      'not known here:',
      open.map(({ feature, theirs }) => `${feature} (${theirs} there)`),
    ),
  ].join('\n');
};

/** The examples most like a breach, each with what it shares and where it differs. */
export function comparisonText(compared: readonly ComparedCase[], features: BreachFeatures): string {
  const blocks = compared.map((each) => comparedText(each, features));
  return `${blocks.join('\n\n')}\n\n${SOURCE}\n${COMPARISON_CAUTION}`;
}
