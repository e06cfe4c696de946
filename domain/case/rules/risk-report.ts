import { type Finding, Refusal } from '../../refusal.ts';
import { REPORT_TOOLS, type ReportOutcome } from '../../severity/aepd-tools.ts';
import type { Rule } from '../decide.ts';
import { type RiskAssessment, riskOf } from '../facts.ts';

/** Which outcomes of a tool speak against an assessment, article by article. */
function speaksAgainst(outcome: ReportOutcome, { conclusion33, conclusion34 }: RiskAssessment): string | null {
  const told = conclusion34 !== 'notRequired';
  if (outcome === 'notify' && conclusion33 === 'document') return 'Art. 33(1): it is only documented';
  if (outcome === 'documentOnly' && conclusion33 === 'notify') return 'Art. 33(1): the authority is notified';
  if (outcome === 'communicate' && !told) return 'Art. 34(1): the people are not told';
  return outcome === 'notNecessary' && told ? 'Art. 34(1): the people are told' : null;
}

function differs(outcome: ReportOutcome, risk: RiskAssessment | null): Finding[] {
  const against = risk && speaksAgainst(outcome, risk);
  if (!against) return [];
  const sentence = `The tool says '${outcome}', and the assessment in force concludes otherwise on ${against}. A tool only assists; say why in the assessment`;
  return [{ code: 'REPORT_DIFFERS', field: 'outcome', severity: 'warning', source: 'R-6-5', sentence }];
}

/**
 * A report has an outcome its tool can give; where that is not what was concluded, it is said.
 *
 * @throws {Refusal} `REPORT_OUTCOME`
 */
export const riskReportRule: Rule<'risk.recordReport'> = (facts, { body: { tool, outcome } }) => {
  const { name, outcomes } = REPORT_TOOLS[tool];
  if (outcomes.some((known) => known === outcome)) return { findings: differs(outcome, riskOf(facts)) };
  throw new Refusal({
    code: 'REPORT_OUTCOME',
    message: `Cannot record '${outcome}' as the outcome of ${name}: it gives none such`,
    next: `Take one of: ${outcomes.join(', ')}`,
  });
};
