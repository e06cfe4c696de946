import { type Finding, Refusal } from '../../refusal.ts';
import type { Rule } from '../decide.ts';
import { dutiesOf } from '../duties/index.ts';
import { type CaseFacts, owesReasons, riskOf } from '../facts.ts';

/** What still stands in the way of closing: duties owed, confirmations awaited, a risk nobody assessed (Annex B). */
export function closingFindings(facts: CaseFacts): Finding[] {
  const owed = dutiesOf(facts).filter(({ state, dutyId }) => state === 'open' && !dutyId.startsWith('retention/'));
  const duties = owed.map(({ dutyId, why, rule }) => finding('DUTY_OPEN', dutyId, rule, why));
  const pending = Object.keys(facts.pending).map((seq) =>
    finding('CONFIRMATION_AWAITED', `entry ${seq}`, null, `Entry ${seq} waits for a second person`),
  );
  const noBreach = facts.gate !== null && facts.gate.outcome !== 'breach';
  const unassessed =
    riskOf(facts) || noBreach || facts.role === 'processor'
      ? []
      : [finding('RISK_NOT_ASSESSED', 'risk', 'Art. 33(5) GDPR', 'Nobody has assessed the risk')];
  return [...duties, ...pending, ...unassessed, ...unexplained(facts)];
}

/** Late filings nobody has given the reasons for. */
function unexplained(facts: CaseFacts): Finding[] {
  const late = Object.values(facts.authorities).filter((file) => owesReasons(file));
  return late.map(({ code }) =>
    finding(
      'DELAY_REASONS_MISSING',
      `filing with ${code}`,
      'Art. 33(1) GDPR, second sentence',
      `The filing with ${code} came late and carries no reasons`,
    ),
  );
}

const finding = (code: string, field: string, source: string | null, sentence: string): Finding => ({
  code,
  field,
  severity: 'error',
  source,
  sentence,
});

const closeRule: Rule<'case.close'> = (facts) => {
  const findings = closingFindings(facts);
  if (findings.length === 0) return {};
  throw new Refusal({
    code: 'CASE_NOT_FINISHED',
    message: `Cannot close case '${facts.caseId}': ${findings.length} thing(s) are still owed`,
    next: 'Do or release each of them, then close again',
    findings,
  });
};

const reopenRule: Rule<'case.reopen'> = (facts) => {
  if (facts.closedAt && !facts.keyDestroyedAt) return {};
  throw new Refusal({
    code: facts.keyDestroyedAt ? 'CASE_ERASED' : 'CASE_NOT_CLOSED',
    message: `Cannot re-open case '${facts.caseId}': ${facts.keyDestroyedAt ? 'its retention has ended' : 'it is not closed'}`,
    next: facts.keyDestroyedAt ? "Open a new case with 'tocsin case open'" : 'Nothing needs doing',
  });
};

const releaseRule: Rule<'case.release'> = (facts) => {
  if (facts.holds > 0) return {};
  throw new Refusal({
    code: 'NO_HOLD',
    message: `Cannot release case '${facts.caseId}': no legal hold is on it`,
    next: 'Nothing needs doing',
  });
};

export const closingRules = { 'case.close': closeRule, 'case.reopen': reopenRule, 'case.release': releaseRule };
