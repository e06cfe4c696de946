import { type FilingValues, isMissing } from '../values.ts';
import { error, type FilingRule } from './rule.ts';

const sumOf = (value: unknown): number =>
  value !== null && typeof value === 'object'
    ? Object.values(value).reduce((sum: number, count) => sum + (typeof count === 'number' ? count : 0), 0)
    : 0;

export const countriesFitTheCount: FilingRule = ({ caseId }, values) => {
  const count = values['count']?.value;
  const sum = sumOf(values['countPerCountry']?.value) + sumOf(values['nonEeaCountPerCountry']?.value);
  if (typeof count !== 'number' || sum <= count) return null;
  return error(
    'COUNT_PER_COUNTRY_EXCEEDS',
    'countPerCountry',
    'Art. 33(3)(a) GDPR; Annex A H[68], O[117]',
    `The countries add up to ${sum} people, more than the ${count} in all. Correct one: tocsin case facts ${caseId} --set count=${sum}`,
  );
};

const NUMBERS = [
  { kind: 'countKind', number: 'count', what: 'people', place: 'H[67], H[68]' },
  { kind: 'recordKind', number: 'recordCount', what: 'records', place: 'I[72], I[73]' },
] as const;

const saysNoNumber = (values: FilingValues, key: string): boolean =>
  ['tbd', 'undeterminable'].some((kind) => values[key]?.value === kind);

/** A number that is said not to be known must not be filed: it would be read as the number of people affected. */
export const numbersFitTheirKind: FilingRule = ({ caseId }, values) => {
  const found = NUMBERS.find(({ kind, number }) => saysNoNumber(values, kind) && !isMissing(number, values));
  if (found === undefined) return null;
  const { kind, number, what, place } = found;
  return error(
    'COUNT_CONTRADICTS_KIND',
    number,
    `Art. 33(3)(a) GDPR; Annex A ${place}`,
    `The number of ${what} is said not to be known, and yet one is given. If it is an estimate, say so: tocsin case facts ${caseId} --set ${kind}=approximate`,
  );
};
