import { resolveClaims } from '../../filing/claims.ts';
import { checkClaim, isTextKey } from '../../filing/model.ts';
import { parseNoticeKey } from '../../notice/content.ts';
import { type Finding, quoteValue, Refusal } from '../../refusal.ts';
import type { BodyOf } from '../bodies.ts';
import type { Rule } from '../decide.ts';
import type { CaseFacts } from '../facts.ts';

const finding = (code: string, key: string, sentence: string): Finding => ({
  code,
  field: key.slice(0, 80),
  severity: 'error',
  source: null,
  sentence,
});

/** What is wrong with one claim: a field nobody knows, a value the field does not take, words where a value belongs. */
function faultsOf(key: string, value: unknown, inWords: boolean): Finding[] {
  if (parseNoticeKey(key) !== null) {
    return inWords
      ? []
      : [finding('FACT_VALUE_FORM', key, `${quoteValue(key)} is a text of the notice: say it in words`)];
  }
  const faults = checkClaim(key, inWords ? undefined : value);
  if (faults.length > 0) return faults;
  if (isTextKey(key) && !inWords) return [finding('FACT_VALUE_FORM', key, `${quoteValue(key)} takes words`)];
  if (!isTextKey(key) && inWords)
    return [finding('FACT_VALUE_FORM', key, `${quoteValue(key)} takes a value, not words`)];
  return [];
}

/**
 * Every claim must name a field of the filing or of the notice, with a value the field takes.
 *
 * Asked before a statement is stored, too: a text given where a value belongs would stand there in clear.
 *
 * @param words  fields that were said in words
 * @throws {Refusal} `FACT_…`
 */
export function assertClaims({ claims }: BodyOf<'case.recordFacts'>, words: readonly string[]): void {
  const findings = claims.flatMap(({ key, value }) => faultsOf(key, value, words.includes(key)));
  const [first] = findings;
  if (!first) return;
  throw new Refusal({
    code: first.code,
    message: `Cannot record the facts: ${first.sentence}`,
    next: "See the fields and their values with 'tocsin case facts --list'; nothing was recorded",
    ...(findings.length > 1 ? { findings } : {}),
  });
}

/** Who settles a contradiction between sources says why: the file must show how a value came to be filed. */
function assertChoiceHasReason(
  facts: CaseFacts,
  { claims }: BodyOf<'case.recordFacts'>,
  words: readonly string[],
): void {
  const settled = resolveClaims(facts.claims).conflicts.map(({ key }) => key);
  const found = claims.find(({ key, chosen }) => chosen && settled.includes(key));
  if (found === undefined || words.includes('reason')) return;
  throw new Refusal({
    code: 'REASON_REQUIRED',
    message: `Cannot settle the contradiction on ${quoteValue(found.key)} without a reason: sources differ there`,
    next: `Say why this value counts: tocsin case facts ${facts.caseId} --set ${found.key}=… --choose --reason "…"`,
  });
}

export const recordFactsRule: Rule<'case.recordFacts'> = (facts, { body, words }) => {
  assertClaims(body, words);
  assertChoiceHasReason(facts, body, words);
  return {};
};
