import { type Finding, Refusal } from '../../refusal.ts';
import { awarenessOf } from '../awareness.ts';
import type { Rule } from '../decide.ts';
import { suspicionDuties } from '../duties/suspicion.ts';
import type { CaseFacts } from '../facts.ts';

const warning = (code: string, sentence: string, source: string): Finding => ({
  code,
  field: 'at',
  severity: 'warning',
  source,
  sentence,
});

/** Aware before the processor detected, or before the breach is said to have begun: possible, but a person confirms. */
function beforeStart(facts: CaseFacts, at: string): Finding[] {
  const started = facts.hops.map((hop) => hop.detectedAt).filter((detectedAt) => detectedAt !== null);
  return started.some((detectedAt) => Date.parse(at) < Date.parse(detectedAt))
    ? [
        warning(
          'AWARENESS_BEFORE_START',
          'This awareness lies before the processor detected the breach: check both',
          'R-2-7',
        ),
      ]
    : [];
}

const decideRule: Rule<'awareness.decide'> = (facts, { body }) => {
  const current = awarenessOf(facts);
  const findings = beforeStart(facts, body.at);
  if (current && Date.parse(body.at) === Date.parse(current.at) && current.status === 'decided') {
    throw new Refusal({
      code: 'AWARENESS_UNCHANGED',
      message: `Cannot decide awareness of '${facts.caseId}' again: it already stands at ${current.at}`,
      next: `See the clocks with 'tocsin deadlines ${facts.caseId}'`,
    });
  }
  return { findings };
};

const uncertainRule: Rule<'awareness.stillUncertain'> = (facts) => {
  if (suspicionDuties(facts).some(({ state }) => state === 'open')) return {};
  throw new Refusal({
    code: 'NO_OPEN_SUSPICION',
    message: `Cannot stay uncertain on '${facts.caseId}': no alert is open, or awareness is already on file`,
    next: `See the case with 'tocsin case show ${facts.caseId}'`,
  });
};

export const awarenessRules = {
  'awareness.propose': ((facts, { body }) => ({
    findings: beforeStart(facts, body.at),
  })) satisfies Rule<'awareness.propose'>,
  'awareness.decide': decideRule,
  'awareness.stillUncertain': uncertainRule,
};
