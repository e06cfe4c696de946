import { type Finding, Refusal } from '../../refusal.ts';
import { isNoBreach } from '../awareness.ts';
import type { Rule } from '../decide.ts';
import { owesReasons } from '../duties/authorities.ts';
import { dutiesOf } from '../duties/index.ts';
import { type CaseFacts, riskOf } from '../facts.ts';
import { filingsToWithdraw } from '../withdrawal.ts';

/** What still stands in the way of closing: duties owed, confirmations awaited, a risk nobody assessed (Annex B). */
export function closingFindings(facts: CaseFacts): Finding[] {
  const isNamed = (dutyId: string): boolean => !/^retention\/|\/withdrawal$/.test(dutyId);
  const owed = dutiesOf(facts).filter(({ state, dutyId }) => state === 'open' && isNamed(dutyId));
  const duties = owed.map(({ dutyId, why, rule }) => finding('DUTY_OPEN', dutyId, rule, why));
  const pending = Object.keys(facts.pending).map((seq) =>
    finding('CONFIRMATION_AWAITED', `entry ${seq}`, null, `Entry ${seq} waits for a second person`),
  );
  const unassessed =
    riskOf(facts) || isNoBreach(facts) || facts.role === 'processor'
      ? []
      : [finding('RISK_NOT_ASSESSED', 'risk', 'Art. 33(5) GDPR', 'Nobody has assessed the risk')];
  return [...duties, ...pending, ...unassessed, ...unexplained(facts), ...notWithdrawn(facts), ...nobodyToTell(facts)];
}

function notWithdrawn(facts: CaseFacts): Finding[] {
  return filingsToWithdraw(facts).map(({ code }) =>
    finding(
      'WITHDRAWAL_MISSING',
      `filing with ${code}`,
      'R-2-9',
      `${code} was told of a breach and not that there was none: withdraw with 'tocsin filing withdraw ${facts.caseId} --authority ${code}'`,
    ),
  );
}

/** R-33-2: a processor's breach concerns at least one controller. */
function nobodyToTell(facts: CaseFacts): Finding[] {
  if (facts.role !== 'processor' || facts.controllers.length > 0 || isNoBreach(facts)) return [];
  return [
    finding(
      'CONTROLLERS_MISSING',
      'controllers',
      'Art. 33(2) GDPR',
      `No controller is named who must be told: add them with 'tocsin controller add ${facts.caseId}'`,
    ),
  ];
}

/** Late filings nobody has given the reasons for. */
function unexplained(facts: CaseFacts): Finding[] {
  const late = Object.values(facts.authorities).filter((file) => owesReasons(facts, file));
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
