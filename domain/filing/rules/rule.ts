import type { Finding } from '../../refusal.ts';
import type { FilingInput } from '../input.ts';
import type { FilingValues } from '../values.ts';

/** A rule over several fields of one filing; null when it is kept or does not apply. */
export type FilingRule = (input: FilingInput, values: FilingValues) => Finding | null;

export const is = (values: FilingValues, key: string, wanted: string): boolean => values[key]?.value === wanted;
export const textOf = (values: FilingValues, key: string): string | null => {
  const value = values[key]?.value;
  return typeof value === 'string' ? value : null;
};

export const error = (code: string, field: string, source: string, sentence: string): Finding => ({
  code,
  field,
  severity: 'error',
  source,
  sentence,
});

export const warning = (code: string, field: string, source: string, sentence: string): Finding => ({
  ...error(code, field, source, sentence),
  severity: 'warning',
});
