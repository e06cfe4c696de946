import { type EnisaAnswers, readAnswers } from '../../../domain/severity/enisa-answers.ts';

/** The analytics export as judged strictly: names and addresses, and a coarse location counted as behaviour. */
export const SEED = {
  categories: { simple: 'base', behavioural: 'base' },
  identifiers: ['nameWithMore', 'emailWithName'],
  confidentiality: 'unknownRecipients',
  integrity: 'notAltered',
  availability: 'easilyRecovered',
  malicious: true,
  people: 'over100',
  unintelligible: 'no',
} as const;

/** The same, some of it answered otherwise. */
export const judged = (over: Record<string, unknown> = {}): EnisaAnswers => readAnswers({ ...SEED, ...over });
