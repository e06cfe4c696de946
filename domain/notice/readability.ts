import type { NoticeLocale } from './content.ts';

/** How easily a text reads, by a formula made for its language; a hint for the author, never a verdict. */
export interface Readability {
  /** Name of the formula; null where we know of none for the language. */
  formula: string | null;
  /** Points of the formula, higher is easier; null without one. */
  score: number | null;
  /** From here on the formula calls a text of normal difficulty. */
  normalFrom: number | null;
  words: number;
  sentences: number;
  /** Sentences of more than 25 words. */
  longSentences: number;
}

interface Measures {
  /** Words a sentence, on average. */
  perSentence: number;
  syllablesPerWord: number;
  lettersPerWord: number;
}

interface Formula {
  name: string;
  normalFrom: number;
  score: (measures: Measures) => number;
}

const SZIGRISZT: Formula = {
  name: 'INFLESZ',
  normalFrom: 55,
  score: ({ perSentence, syllablesPerWord }) => 206.835 - 62.3 * syllablesPerWord - perSentence,
};

/**
 * Szigriszt Pazos 1993 on the INFLESZ scale (es; ca and gl by the same formula, as an approximation), Kandel and Moles
 * 1958 (fr), Flesch 1948 (en), Amstad 1978 (de), Lucisano and Piemontese 1988 (it), Martins et al. 1996 (pt).
 */
const FORMULAS: Record<NoticeLocale, Formula | null> = {
  es: SZIGRISZT,
  ca: { ...SZIGRISZT, name: 'INFLESZ, made for Spanish' },
  gl: { ...SZIGRISZT, name: 'INFLESZ, made for Spanish' },
  eu: null,
  fr: {
    name: 'Kandel-Moles',
    normalFrom: 60,
    score: ({ perSentence, syllablesPerWord }) => 207 - 1.015 * perSentence - 73.6 * syllablesPerWord,
  },
  en: {
    name: 'Flesch',
    normalFrom: 60,
    score: ({ perSentence, syllablesPerWord }) => 206.835 - 1.015 * perSentence - 84.6 * syllablesPerWord,
  },
  de: {
    name: 'Amstad',
    normalFrom: 60,
    score: ({ perSentence, syllablesPerWord }) => 180 - perSentence - 58.5 * syllablesPerWord,
  },
  it: {
    name: 'Gulpease',
    normalFrom: 60,
    score: ({ perSentence, lettersPerWord }) => 89 + 300 / perSentence - 10 * lettersPerWord,
  },
  pt: {
    name: 'Flesch, fitted to Portuguese',
    normalFrom: 50,
    score: ({ perSentence, syllablesPerWord }) => 248.835 - 1.015 * perSentence - 84.6 * syllablesPerWord,
  },
};

const LONG = 25;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;
const VOWELS = /[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœ]+/giu;
/** Vowels that each make a syllable of their own where they meet: two strong ones, or a weak one with its accent. */
const APART = /(?<=[aeoáéó])(?=[aeoáéóíú])|(?<=[íú])(?=[aeoáéó])/giu;
const ROMANCE = new Set<NoticeLocale>(['es', 'ca', 'gl', 'pt', 'it']);

/** Syllables as vowels that stand together, which is what these formulas are usually fed with; at least one. */
function syllables(word: string, locale: NoticeLocale): number {
  const groups = word.match(VOWELS)?.length ?? 0;
  const apart = ROMANCE.has(locale) ? (word.match(APART)?.length ?? 0) : 0;
  const silent = (locale === 'en' || locale === 'fr') && /[^aeiouy]e$/iu.test(word) ? 1 : 0;
  return Math.max(1, groups + apart - silent);
}

const wordsIn = (text: string): string[] => text.match(WORD) ?? [];

/** An item of a list and a heading end a sentence, as a stop does. */
const sentencesIn = (text: string): string[][] =>
  text
    .split(/(?<=[.!?…])\s+|\n+/u)
    .map(wordsIn)
    .filter((words) => words.length > 0);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Judges the text part of a notice. Syllables are counted roughly: a point or two mean nothing. */
export function readabilityOf(text: string, locale: NoticeLocale): Readability {
  const sentences = sentencesIn(text);
  const words = sentences.flat();
  const formula = words.length > 0 ? FORMULAS[locale] : null;
  const score = formula?.score({
    perSentence: words.length / sentences.length,
    syllablesPerWord: mean(words.map((word) => syllables(word, locale))),
    lettersPerWord: mean(words.map((word) => word.replace(/[^\p{L}]/gu, '').length)),
  });
  return {
    formula: formula?.name ?? null,
    score: score === undefined ? null : Math.round(score),
    normalFrom: formula?.normalFrom ?? null,
    words: words.length,
    sentences: sentences.length,
    longSentences: sentences.filter((each) => each.length > LONG).length,
  };
}
