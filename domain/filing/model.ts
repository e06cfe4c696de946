import { nearestWords } from '../law/nearest-words.ts';
import type { Finding } from '../refusal.ts';
import { quoteValue } from '../refusal.ts';
import { ANNEX_A } from './annex-a.ts';
import { type FieldRow, type SaidBy, sourceOf } from './field.ts';
import { FORMS } from './forms.ts';
import { faultOf } from './value.ts';

const ROWS: readonly FieldRow[] = [...ANNEX_A, ...FORMS.flatMap((form) => form.ownRows)];
const BY_KEY = new Map(ROWS.map((row) => [row.key, row]));

/** The field of a key, `countKind`; undefined for a key the model does not have. */
export const rowOf = (key: string): FieldRow | undefined => BY_KEY.get(key);

/** Keys a person may claim with `case facts`, in the order of the model. */
export const CLAIM_KEYS: readonly string[] = ROWS.filter((row) => row.saidBy === 'claim').map(({ key }) => key);

/** Whether the field holds words, which are sealed and never stand in a statement's body. */
export const isTextKey = (key: string): boolean => rowOf(key)?.kind.kind === 'words';

const INSTEAD: Readonly<Record<Exclude<SaidBy, 'claim'>, string>> = {
  organisation: 'tocsin organisation set',
  reporter: 'tocsin person add',
  dpo: 'tocsin person add',
  processor: 'tocsin processor notice',
  awareness: 'tocsin awareness decide',
  assessment: 'tocsin risk assess',
  delay: 'tocsin filing delay',
  submission: 'tocsin filing submitted',
  engine: 'nothing: the engine fills it',
};

function unknownKey(key: string): Finding {
  const near = nearestWords(key, CLAIM_KEYS);
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'The keys are those of the filing model.';
  const sentence = `There is no fact called ${quoteValue(key)}. ${hint}`;
  return { code: 'FACT_KEY_UNKNOWN', field: key.slice(0, 80), severity: 'error', source: null, sentence };
}

/**
 * What is wrong with one claimed value; empty when it may be recorded.
 *
 * Codes: `FACT_KEY_UNKNOWN`, `FACT_KEY_SAID_ELSEWHERE` (another statement says it), `FACT_VALUE_UNKNOWN` (a code that
 * is not on the list), `FACT_VALUE_FORM` (not a date, not a count). Values given back in sentences are quoted and cut.
 *
 * @param value  for a field of words `undefined`, `null` or `true`: words themselves travel sealed, beside the body
 */
export function checkClaim(key: string, value: unknown): Finding[] {
  const row = rowOf(key);
  if (row === undefined) return [unknownKey(key)];
  const finding = { field: key, severity: 'error', source: sourceOf(row) } as const;
  if (row.saidBy !== 'claim') {
    const sentence = `'${key}' (${row.en}) is not claimed as a fact. Say it with: ${INSTEAD[row.saidBy]}`;
    return [{ ...finding, code: 'FACT_KEY_SAID_ELSEWHERE', sentence }];
  }
  const fault = faultOf(row.kind, value);
  return fault === null ? [] : [{ ...finding, code: fault.code, sentence: `${row.en} (${key}): ${fault.sentence}` }];
}
