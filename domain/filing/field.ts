import type { CodeList } from './codes.ts';
import { type Labels, labelTable } from './language.ts';

/** The code of Art. 33(3) an answer belongs to, or of what else may be left open in a first filing. */
export type OpenCode = 'a1' | 'a2' | 'a3' | 'a4' | 'a5' | 'b' | 'c' | 'd' | 'start' | 'risk' | 'people';

/** What may stand in a field. Words are sealed before they are stored; all else is a code, a number or a time. */
export type ValueKind =
  | { kind: 'code' | 'codes'; codes: CodeList }
  | { kind: 'words' }
  | { kind: 'reference' }
  | { kind: 'instant' }
  | { kind: 'date' }
  | { kind: 'day' }
  | { kind: 'count' }
  | { kind: 'yesNo' }
  | { kind: 'countries' }
  | { kind: 'countPerCountry' }
  | { kind: 'parties' };

/** True where the field named has one of these values, or is a list that holds one of them. */
export interface Condition {
  key: string;
  is: readonly (string | boolean)[];
}

/** Conditions are alternatives: the field is asked as soon as one of them is true. */
export type Need = 'mandatory' | 'optional' | readonly Condition[];

/** Who makes the value: a person's claim, or another statement of the case, which then has a command of its own. */
export type SaidBy =
  | 'claim'
  | 'organisation'
  | 'reporter'
  | 'dpo'
  | 'processor'
  | 'awareness'
  | 'assessment'
  | 'delay'
  | 'submission'
  | 'engine';

/** One field of the filing model. */
export type FieldRow = Labels & {
  key: string;
  /** Section letter and row of the EDPB template, `H[67]`; a form's own fields carry the form's name instead. */
  place: string;
  kind: ValueKind;
  need: Need;
  /** Where the field belongs in Art. 33(3), or what it leaves open. */
  code: OpenCode | null;
  saidBy: SaidBy;
};

interface FieldDetails {
  need?: Need;
  code?: OpenCode;
  saidBy?: SaidBy;
}

export type FieldMaker = (key: string, place: string, kind: ValueKind, details?: FieldDetails) => FieldRow;

/**
 * Makes the rows of a section, each labelled from a table `key | es | en | fr | de | it | pt`.
 *
 * Without more a row is mandatory, belongs to no letter and is claimed by a person.
 *
 * @throws {Error} for a row whose key has no label
 */
export function fieldsOf(labels: string): FieldMaker {
  const table = labelTable(labels);
  return (key, place, kind, { need = 'mandatory', code, saidBy = 'claim' } = {}) => {
    const found = table.get(key);
    if (found === undefined) throw new Error(`Cannot make field '${key}': it has no label`);
    return { key, place, ...found, kind, need, code: code ?? null, saidBy };
  };
}

export const oneOf = (codes: CodeList): ValueKind => ({ kind: 'code', codes });
export const someOf = (codes: CodeList): ValueKind => ({ kind: 'codes', codes });
export const when = (key: string, ...is: (string | boolean)[]): Condition[] => [{ key, is }];

export const WORDS: ValueKind = { kind: 'words' };
/** A short identifier given by somebody else, such as a registry number; never a person's. */
export const REFERENCE: ValueKind = { kind: 'reference' };
export const INSTANT: ValueKind = { kind: 'instant' };
export const DATE: ValueKind = { kind: 'date' };
/** A date, or an instant where the hour is known. */
export const DAY: ValueKind = { kind: 'day' };
export const COUNT: ValueKind = { kind: 'count' };
export const YES_NO: ValueKind = { kind: 'yesNo' };
export const COUNTRIES: ValueKind = { kind: 'countries' };
export const COUNT_PER_COUNTRY: ValueKind = { kind: 'countPerCountry' };
export const PARTIES: ValueKind = { kind: 'parties' };

const LETTERS: Readonly<Partial<Record<OpenCode, string>>> = {
  a1: 'Art. 33(3)(a) GDPR',
  a2: 'Art. 33(3)(a) GDPR',
  a3: 'Art. 33(3)(a) GDPR',
  a4: 'Art. 33(3)(a) GDPR',
  a5: 'Art. 33(3)(a) GDPR',
  b: 'Art. 33(3)(b) GDPR',
  c: 'Art. 33(3)(c) GDPR',
  d: 'Art. 33(3)(d) GDPR',
  risk: 'Art. 33(1) GDPR',
  people: 'Art. 34(1) GDPR',
};

/** Where the duty to fill the field comes from, for findings: `Art. 33(3)(b) GDPR; Annex A D[29]`. */
export function sourceOf(row: FieldRow): string {
  const place = /^[A-Q]\[/.test(row.place) ? `Annex A ${row.place}` : row.place;
  const article = row.code === null ? undefined : LETTERS[row.code];
  return article === undefined ? place : `${article}; ${place}`;
}
