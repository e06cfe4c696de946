import { quoteValue, Refusal } from '../../refusal.ts';
import type { StatementKind } from '../bodies.ts';
import type { Rule } from '../decide.ts';
import { dutiesOf } from '../duties/index.ts';
import { awarenessRules } from './awareness.ts';
import { closingRules } from './closing.ts';
import { confirmRule } from './confirm.ts';
import { controllerRules } from './controller.ts';
import { filingRules } from './filing.ts';
import { heldRules } from './held-notices.ts';
import { letterRules } from './letters.ts';
import { mailingRules } from './mailing.ts';
import { noticeRules } from './notice.ts';
import { processorRules } from './processor.ts';
import { recordFactsRule } from './record-facts.ts';
import { regimeRules } from './regime.ts';
import { riskRule } from './risk.ts';
import { riskReportRule } from './risk-report.ts';
import { scopeRule } from './scope.ts';

const openRule: Rule<'case.open'> = (_facts, { body }, { policy, processors }) => {
  const { role, ...copied } = policy;
  const processor = body.processorId ? processors[body.processorId] : undefined;
  return {
    added: {
      policy: copied,
      role: body.role ?? role,
      ...(processor ? { contractHours: processor.contractHours, sameGroup: processor.sameGroup } : {}),
    },
  };
};

const acknowledgeRule: Rule<'deadline.acknowledge'> = (facts, { body }) => {
  const duties = dutiesOf(facts).map(({ dutyId }) => dutyId);
  if (duties.includes(body.dutyId)) return {};
  throw new Refusal({
    code: 'DUTY_UNKNOWN',
    message: `Cannot acknowledge ${quoteValue(body.dutyId)}: case '${facts.caseId}' has no such duty`,
    next: `Name one of: ${duties.join(', ')}`,
  });
};

/** What each kind asks beyond roles and times; a kind without a row asks nothing more. */
export const RULES: { [K in StatementKind]?: Rule<K> } = {
  'case.open': openRule,
  'case.setScope': scopeRule,
  'case.recordFacts': recordFactsRule,
  'deadline.acknowledge': acknowledgeRule,
  confirm: confirmRule,
  ...awarenessRules,
  ...controllerRules,
  ...closingRules,
  ...filingRules,
  ...heldRules,
  ...letterRules,
  ...mailingRules,
  ...noticeRules,
  ...processorRules,
  ...regimeRules,
  'risk.assess': riskRule,
  'risk.recordReport': riskReportRule,
};
