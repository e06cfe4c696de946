import type { FilingPhase } from './input.ts';

/** A field as it stood in a pack. */
export interface FiledField {
  key: string;
  label: string;
  /** As it was shown for the form; null where it was empty, or its words are erased. */
  shown: string | null;
  value: unknown;
}

/** The filing before this one, and what it said. */
export interface FiledBefore {
  /** Null while the authority has given none. */
  registryNumber: string | null;
  submittedAt: string;
  phase: FilingPhase;
  /** The pack it was typed across from; null where none was on file. */
  packHash: string | null;
  /** `unknown`: no pack was on file; `broken`: the one kept is not what the register refers to. */
  fields: readonly FiledField[] | 'unknown' | 'broken';
}

/** One field that says something else than in the filing before; null: nothing, or words that were erased. */
export interface FieldChange {
  key: string;
  label: string;
  before: string | null;
  after: string | null;
}

/** What differs from phase to phase by itself and tells an authority nothing new. */
const OF_THE_PHASE: ReadonlySet<string> = new Set(['type', 'subtype', 'previousId', 'internalRef', 'withdrawReason']);

const contentOf = (value: unknown): string =>
  JSON.stringify(Array.isArray(value) ? value.map((each) => JSON.stringify(each)).sort() : (value ?? null));

const isEmpty = ({ value }: FiledField): boolean => value === null || value === undefined;

/**
 * What changed between two packs, field by field, in the order of the later one; fields that are gone come last.
 *
 * Compares values, so that another label or language is no change; lists without their order.
 */
export function changesBetween(before: readonly FiledField[], after: readonly FiledField[]): FieldChange[] {
  const isAbout = ({ key }: FiledField): boolean => !OF_THE_PHASE.has(key);
  const earlier = new Map(before.filter(isAbout).map((field) => [field.key, field]));
  const later = new Map(after.filter(isAbout).map((field) => [field.key, field]));
  const changed = [...later.values()].flatMap((field): FieldChange[] => {
    const known = earlier.get(field.key);
    if (contentOf(known?.value) === contentOf(field.value)) return [];
    return [{ key: field.key, label: field.label, before: known?.shown ?? null, after: field.shown }];
  });
  const gone = [...earlier.values()].filter((field) => !later.has(field.key) && !isEmpty(field));
  return [...changed, ...gone.map(({ key, label, shown }) => ({ key, label, before: shown, after: null }))];
}
