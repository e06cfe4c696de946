import { type Finding, quoteValue, Refusal } from '../../refusal.ts';
import type { DecisionContext, Rule } from '../decide.ts';
import type { CaseFacts } from '../facts.ts';

/** @throws {Refusal} `PROCESSOR_UNKNOWN` */
function contractOf(context: DecisionContext, processorId: string) {
  const processor = Object.hasOwn(context.processors, processorId) ? context.processors[processorId] : undefined;
  if (processor) return processor;
  throw new Refusal({
    code: 'PROCESSOR_UNKNOWN',
    message: `Cannot speak of processor ${quoteValue(processorId)}: the organisation has not described it`,
    next: `Describe it with 'tocsin processor add ${processorId} --name … --contract-hours …'`,
  });
}

function assertHop(facts: CaseFacts, processorId: string): void {
  if (facts.hops.some((hop) => hop.processorId === processorId)) return;
  throw new Refusal({
    code: 'PROCESSOR_NOT_IN_CASE',
    message: `Cannot record this of processor ${quoteValue(processorId)}: it is not part of case '${facts.caseId}'`,
    next: `Record its detection or its notice first: 'tocsin processor notice ${facts.caseId} ${processorId} --at …'`,
  });
}

const answersToHop =
  <K extends 'processor.recordAnswer' | 'processor.giveUp'>(): Rule<K> =>
  (facts, said) => {
    assertHop(facts, said.body.processorId);
    return {};
  };

/** Hours of the contract exceeded: evidence for the vendor review, no awareness of ours (R-2-3). */
function exceeded(facts: CaseFacts, processorId: string, noticedAt: string, contractHours: number | null): Finding[] {
  const hop = facts.hops.find((known) => known.processorId === processorId);
  if (!hop?.detectedAt || !contractHours) return [];
  const hours = (Date.parse(noticedAt) - Date.parse(hop.detectedAt)) / 3_600_000;
  if (hours <= contractHours) return [];
  return [
    {
      code: 'CONTRACT_HOURS_EXCEEDED',
      field: 'noticedAt',
      severity: 'warning',
      source: 'Art. 33(2) GDPR; R-2-3',
      sentence: `Processor '${processorId}' took ${Math.floor(hours)} h to tell you; its contract says ${contractHours} h. This does not move your awareness`,
    },
  ];
}

function assertOrder(detectedAt: string | null | undefined, noticedAt: string | null | undefined): void {
  if (!detectedAt || !noticedAt || Date.parse(noticedAt) >= Date.parse(detectedAt)) return;
  throw new Refusal({
    code: 'NOTICE_BEFORE_DETECTION',
    message: `Cannot accept a notice of ${noticedAt}: it lies before the detection of ${detectedAt}`,
    next: 'Check both instants, or correct the earlier entry with --corrects',
  });
}

const hopOf = (facts: CaseFacts, processorId: string) => facts.hops.find((hop) => hop.processorId === processorId);

export const processorRules = {
  'processor.recordDetection': ((facts, { body }, context) => {
    const contract = facts.role === 'processor' ? undefined : contractOf(context, body.processorId);
    assertOrder(body.detectedAt, hopOf(facts, body.processorId)?.noticedAt);
    return { added: contract ? { ...contract } : {} };
  }) satisfies Rule<'processor.recordDetection'>,
  'processor.recordNotice': ((facts, { body }, context) => {
    const contract = contractOf(context, body.processorId);
    assertOrder(hopOf(facts, body.processorId)?.detectedAt, body.noticedAt);
    return {
      added: { ...contract },
      findings: exceeded(facts, body.processorId, body.noticedAt, contract.contractHours),
    };
  }) satisfies Rule<'processor.recordNotice'>,
  'processor.recordAnswer': answersToHop<'processor.recordAnswer'>(),
  'processor.giveUp': answersToHop<'processor.giveUp'>(),
};
