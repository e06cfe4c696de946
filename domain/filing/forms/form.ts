import type { FieldRow } from '../field.ts';
import type { FiledValue } from '../input.ts';
import { type FilingLanguage, type Labels, labelTable } from '../language.ts';

/** A field as a form asks it. */
export interface FormField {
  key: string;
  /** The label or the list is from memory or from a secondary source: compare with the live form before use. */
  verify: boolean;
}

export type FormSection = Labels & { number: string; fields: readonly FormField[] };

/** F: found in a stored copy; M: from memory; D: designed here. */
export type FormEvidence = 'F' | 'M' | 'D';

/** One way to put the filing model to an authority. A new form is a new value of this type, no new code. */
export interface FilingForm {
  /** What `--form` calls it. */
  id: string;
  name: Labels;
  version: string;
  /** The day the form was last compared with its source. */
  verifiedAt: string;
  evidence: FormEvidence;
  /** Whether labels and lists are in the authority's words, or translations and wording of ours, unofficial. */
  wording: 'theirs' | 'ours';
  /** What to compare before the first real use. */
  caution: Labels;
  /** Codes of the authorities whose own form it is; none where it may go to any. */
  authorities: readonly string[];
  /** Languages it can be shown in; labels in English stand beside. */
  languages: readonly [FilingLanguage, ...FilingLanguage[]];
  sections: readonly FormSection[];
  /** Fields only this form has. */
  ownRows: readonly FieldRow[];
  /** Values of its own fields that follow from the model's. */
  derive: (values: Readonly<Record<string, FiledValue>>) => Record<string, FiledValue>;
}

/** A form as it is used towards one authority. */
export interface ChosenForm extends FilingForm {
  language: FilingLanguage;
}

/** A key ending in `?` is to be verified against the live form. */
const fieldOf = (key: string): FormField => ({ key: key.replace(/\?$/, ''), verify: key.endsWith('?') });

/**
 * The sections of a form, in order.
 *
 * @param titles  table `number | es | en | fr | de | it | pt`
 * @param keys  for each number the keys of its fields, separated by blanks; one ending in `?` is to be verified
 * @throws {Error} for a section without keys
 */
export function sectionsOf(titles: string, keys: Readonly<Record<string, string>>): FormSection[] {
  return [...labelTable(titles)].map(([number, labels]) => {
    const fields = keys[number]?.trim().split(/\s+/).map(fieldOf);
    if (fields === undefined) throw new Error(`Cannot make section '${number}': it has no fields`);
    return { ...labels, number, fields };
  });
}
