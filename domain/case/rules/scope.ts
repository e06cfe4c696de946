import { Refusal } from '../../refusal.ts';
import { competentAuthorities, type OutsideRegime } from '../../routing/competent-authorities.ts';
import type { Rule } from '../decide.ts';
import type { AuthorityFile, CaseFacts } from '../facts.ts';

/** Laws outside the EEA whose authorities are filed with here; another country's is a question for its own counsel. */
const FILED_WITH: readonly string[] = ['UK-GDPR', 'CH-FADP'];

const byTheirOwnLaw = (outside: readonly OutsideRegime[]): { code: string; role: 'competent' }[] =>
  outside.filter(({ regime }) => FILED_WITH.includes(regime)).map(({ code }) => ({ code, role: 'competent' }));

/** Germany becomes Bavaria once the Land is known: the same filing, with the authority it was for. */
const isNarrowedTo = (code: string, competent: readonly string[]): boolean =>
  competent.some((other) => other.startsWith(`${code}-`));

/** Authorities a scope would release that somebody had named, or that were filed with. */
function releasedBy(facts: CaseFacts, competent: readonly string[]): AuthorityFile[] {
  return Object.values(facts.authorities).filter(({ code, releasedAt, phases }) => {
    if (releasedAt !== null || competent.includes(code)) return false;
    // Before the first scope the organisation's own authority stood in for whoever is competent.
    return phases.length > 0 || (facts.scope !== null && !isNarrowedTo(code, competent));
  });
}

/** @throws {Refusal} `REASON_REQUIRED` */
function assertReasoned(facts: CaseFacts, released: readonly AuthorityFile[], words: readonly string[]): void {
  if (released.length === 0 || words.includes('reason')) return;
  const codes = released.map(({ code }) => code).join(', ');
  throw new Refusal({
    code: 'REASON_REQUIRED',
    message: `Cannot accept the scope of '${facts.caseId}' without a reason: it releases ${codes}, which would not be told any more`,
    next: 'Say it again with --reason: why these authorities are not competent after all must be on file',
  });
}

/**
 * The competent authorities follow from the scope; those it no longer names are released, which takes a reason.
 *
 * @throws {Refusal} `REASON_REQUIRED`, `GDPR_NOT_APPLICABLE`, and those of the routing
 * @see GDPR Art. 55, 56; R-1-10 to R-1-15
 */
export const scopeRule: Rule<'case.setScope'> = (facts, { body, words }) => {
  const { regions, ...scope } = body;
  const { authorities, listed, outside, questions, filer } = competentAuthorities({
    ...scope,
    ...(regions ? { regions } : {}),
  });
  const competent = [...authorities.map(({ code, role }) => ({ code, role })), ...byTheirOwnLaw(outside)];
  assertReasoned(
    facts,
    releasedBy(
      facts,
      competent.map(({ code }) => code),
    ),
    words,
  );
  return {
    added: { routed: { authorities: competent, listed, outside, filer } },
    findings: questions.map((question) => ({
      code: 'SCOPE_QUESTION',
      field: 'scope',
      severity: 'warning' as const,
      source: 'Art. 55, 56 GDPR',
      sentence: question,
    })),
  };
};
