import type { FieldRow } from '../field.ts';
import type { FiledValue } from '../input.ts';

/** A field as a form asks it. */
export interface FormField {
  key: string;
  /** The label or the list is from memory or from a secondary source: compare with the live form before use. */
  verify: boolean;
}

export interface FormSection {
  number: string;
  es: string;
  en: string;
  fields: readonly FormField[];
}

/** How one authority asks for what the filing model holds. A new authority is a new value of this type, no new code. */
export interface FilingForm {
  /** What `--form` calls it. */
  id: string;
  authority: string;
  name: string;
  version: string;
  /** The day the form was last compared with its source. */
  verifiedAt: string;
  /** The language values are shown in; labels in English stand beside. */
  language: 'es' | 'en';
  sections: readonly FormSection[];
  /** Fields only this form has. */
  ownRows: readonly FieldRow[];
  /** Values of its own fields that follow from the model's. */
  derive: (values: Readonly<Record<string, FiledValue>>) => Record<string, FiledValue>;
}

/** One section; a key ending in `?` is to be verified against the live form. */
export const section = (number: string, es: string, en: string, keys: string): FormSection => ({
  number,
  es,
  en,
  fields: keys
    .trim()
    .split(/\s+/)
    .map((key) => ({ key: key.replace(/\?$/, ''), verify: key.endsWith('?') })),
});
