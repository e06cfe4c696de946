import { processorNoticeDue } from '../../clocks/awareness.ts';
import { hoursAfter } from '../../clocks/instant.ts';
import { isNoBreach } from '../awareness.ts';
import type { CaseFacts, ProcessorHop } from '../facts.ts';
import type { Duty } from './duty.ts';

const ASK_AFTER_HOURS = 24;
/** What an initial filing needs from the processor; the contact point (b) is our own. */
export const ASKED_OF_PROCESSOR = ['a1', 'a2', 'a3', 'a4', 'a5', 'c', 'd'] as const;

/** Art. 33(3) codes the processor has not answered yet (Art. 28(3)(f)). */
export const missingAnswers = (hop: ProcessorHop): string[] =>
  ASKED_OF_PROCESSOR.filter((code) => !hop.answered.includes(code));

/** Art. 33(2): the law names no hours; the contract may. */
function noticeDuty(facts: CaseFacts, hop: ProcessorHop): Duty {
  const { number, processorId, contractHours, detectedAt, noticedAt } = hop;
  const dueAt = detectedAt ? processorNoticeDue(detectedAt, contractHours) : null;
  const open = noticedAt === null && hop.gaveUpAt === null;
  return {
    dutyId: `processor/${number}/notice`,
    rule: 'R-33-2',
    state: noticedAt ? 'met' : open && !isNoBreach(facts) ? 'open' : 'superseded',
    dueAt,
    actBy: dueAt,
    metAt: noticedAt,
    why: contractHours
      ? `Processor '${processorId}' owes its notice without undue delay, by contract within ${contractHours} h of detecting`
      : `Processor '${processorId}' owes its notice without undue delay; the contract on file names no hours`,
    label: `Notice from processor ${processorId}`,
  };
}

function answersDuty(facts: CaseFacts, hop: ProcessorHop, noticedAt: string): Duty {
  const missing = missingAnswers(hop);
  const open = missing.length > 0 && hop.gaveUpAt === null && !isNoBreach(facts);
  return {
    dutyId: `processor/${hop.number}/answers`,
    rule: 'R-28-3-f',
    state: open ? 'open' : missing.length === 0 ? 'met' : 'superseded',
    dueAt: null,
    actBy: hoursAfter(noticedAt, ASK_AFTER_HOURS),
    metAt: missing.length === 0 ? noticedAt : null,
    why: `Processor '${hop.processorId}' has not answered Art. 33(3) ${missing.join(', ') || '(nothing is missing)'}: ask again`,
    label: `Answers from processor ${hop.processorId} (${missing.join(', ')})`,
  };
}

/**
 * What each processor of the chain owes us. Our handler is reminded; nothing goes to a processor by itself.
 *
 * @see GDPR Art. 33(2), 28(3)(f); R-33-2, R-28-3-f
 */
export function processorDuties(facts: CaseFacts): Duty[] {
  if (facts.role === 'processor') return [];
  return facts.hops.flatMap((hop) => [
    noticeDuty(facts, hop),
    ...(hop.noticedAt ? [answersDuty(facts, hop, hop.noticedAt)] : []),
  ]);
}
