import type { FilingLanguage } from '../domain/filing/language.ts';
import type { FieldStatus } from '../domain/filing/pack.ts';
import { DE } from './filing-words/de.ts';
import { EN, type FilingWords } from './filing-words/en.ts';
import { ES } from './filing-words/es.ts';
import { FR } from './filing-words/fr.ts';
import { IT } from './filing-words/it.ts';
import { PT } from './filing-words/pt.ts';

/** The words around a filing, in each language a form may speak. The translations are ours, not an authority's. */
export const FILING_WORDS: Readonly<Record<FilingLanguage, FilingWords>> = {
  es: ES,
  en: EN,
  fr: FR,
  de: DE,
  it: IT,
  pt: PT,
};

/** A sign beside the word of each status, so that colour is never alone. */
export const SIGNS: Readonly<Record<FieldStatus, string>> = {
  given: '✓',
  inferred: '≈',
  open: '○',
  missing: '!',
  contradicted: '≠',
  blank: '–',
};

/** Puts values where a sentence has `{}`, in their order. */
export const filled = (sentence: string, ...values: readonly (string | number)[]): string => {
  const left = [...values];
  return sentence.replaceAll('{}', () => String(left.shift() ?? ''));
};
