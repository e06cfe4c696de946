import * as z from 'zod';
import { type Finding, quoteValue, Refusal } from '../refusal.ts';
import { CIRCUMSTANCES, DATA_CATEGORIES, GENERAL_FACTORS, IDENTIFIERS, PROTECTIONS } from './enisa-tables.ts';

const codeOf = <const C extends string>(rows: readonly { readonly code: C }[]) => z.enum(rows.map(({ code }) => code));

/** Judgements by the ENISA method, as codes: what a register entry holds of them. */
export const enisaAnswers = z.strictObject({
  /** Each kind of data that was hit, and how telling it is there. */
  categories: z.strictObject({
    simple: codeOf(DATA_CATEGORIES.simple.adjustments).optional(),
    behavioural: codeOf(DATA_CATEGORIES.behavioural.adjustments).optional(),
    financial: codeOf(DATA_CATEGORIES.financial.adjustments).optional(),
    sensitive: codeOf(DATA_CATEGORIES.sensitive.adjustments).optional(),
  }),
  general: z.array(codeOf(GENERAL_FACTORS)).default([]),
  /** What the general factors make of the context together. */
  generalStep: z.union([z.literal(-1), z.literal(0), z.literal(1)]).default(0),
  identifiers: z.array(codeOf(IDENTIFIERS)).min(1),
  protection: codeOf(PROTECTIONS).default('asIs'),
  confidentiality: codeOf(CIRCUMSTANCES.confidentiality),
  integrity: codeOf(CIRCUMSTANCES.integrity),
  availability: codeOf(CIRCUMSTANCES.availability),
  malicious: z.boolean(),
  /** The two flags of the method; they do not change the score. */
  people: z.enum(['upTo100', 'over100', 'unknown']).default('unknown'),
  unintelligible: z.enum(['yes', 'no', 'unknown']).default('unknown'),
});
export type EnisaAnswers = z.infer<typeof enisaAnswers>;

const SOURCE = 'ENISA 2013, version 1.0';

const finding = (code: string, field: string, sentence: string): Finding => ({
  code,
  field,
  severity: 'error',
  source: SOURCE,
  sentence,
});

const hasFactor = ({ general }: EnisaAnswers, direction: 1 | -1): boolean =>
  GENERAL_FACTORS.some((factor) => factor.direction === direction && general.includes(factor.code));

function stepFindings(answers: EnisaAnswers): Finding[] {
  const { generalStep } = answers;
  if (generalStep === 0 || hasFactor(answers, generalStep)) return [];
  const direction = generalStep === 1 ? 'up' : 'down';
  const codes = GENERAL_FACTORS.filter((factor) => factor.direction === generalStep).map(({ code }) => code);
  const sentence = `the context goes ${direction} one step, and no factor that takes it ${direction} is named: ${codes.join(', ')}`;
  return [finding('ENISA_CONTRADICTORY', 'generalStep', sentence)];
}

/** What is missing in answers of the right form, or speaks against itself. */
export function answersFindings(answers: EnisaAnswers): Finding[] {
  const none = Object.values(answers.categories).every((adjustment) => adjustment === undefined);
  const readable = answers.protection === 'encryptedIntact' && answers.unintelligible === 'no';
  return [
    ...(none
      ? [finding('ENISA_INCOMPLETE', 'categories', `name one kind of data at least: ${namesOf(DATA_CATEGORIES)}`)]
      : []),
    ...stepFindings(answers),
    ...(readable
      ? [finding('ENISA_CONTRADICTORY', 'unintelligible', 'encrypted with the key safe, and yet not unintelligible')]
      : []),
  ];
}

const namesOf = (table: object): string => Object.keys(table).join(', ');

/** @throws {Refusal} `ENISA_INCOMPLETE` or `ENISA_CONTRADICTORY`, with every finding */
export function assertAnswers(answers: EnisaAnswers): void {
  const findings = answersFindings(answers);
  const [first] = findings;
  if (first) throw refusalOf(first.code, findings);
}

const refusalOf = (code: string, findings: Finding[]): Refusal =>
  new Refusal({
    code,
    message: `Cannot assess by these answers: look at ${findings.map(({ field }) => field).join(', ')}`,
    next: "Correct what is listed; 'tocsin law severity --questions' explains every answer",
    findings,
  });

const valueAt = (said: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], said);

function issueFinding(said: unknown, issue: z.core.$ZodIssue): Finding {
  const keys = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => quoteValue(key)).join(', ') : '';
  const field = [...issue.path.map(String), keys].filter(Boolean).join('.') || 'answers';
  const value = valueAt(said, issue.path);
  if (issue.path.length > 0 && value === undefined)
    return finding('ENISA_INCOMPLETE', field, `no answer; ${expected(issue)}`);
  const known = issue.code === 'invalid_value' ? `${quoteValue(value)} is no answer to it; ${expected(issue)}` : null;
  return finding('ENISA_ANSWER', field, known ?? (keys ? 'there is no such question' : issue.message));
}

const expected = (issue: z.core.$ZodIssue): string =>
  issue.code === 'invalid_value' ? `take one of ${issue.values.join(', ')}` : 'one is needed';

/**
 * Answers as somebody wrote them, in their full form.
 *
 * @throws {Refusal} `ENISA_ANSWER` for a code that is on no list, `ENISA_INCOMPLETE` for a question without answer,
 *   `ENISA_CONTRADICTORY`
 */
export function readAnswers(said: unknown): EnisaAnswers {
  const parsed = enisaAnswers.safeParse(said);
  if (!parsed.success) {
    const findings = parsed.error.issues.map((issue) => issueFinding(said, issue));
    throw refusalOf(findings.find(({ code }) => code === 'ENISA_ANSWER')?.code ?? 'ENISA_INCOMPLETE', findings);
  }
  assertAnswers(parsed.data);
  return parsed.data;
}
