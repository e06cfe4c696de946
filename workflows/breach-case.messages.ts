import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { SayInput } from '../activities/accept-statement.ts';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';

export interface BreachCaseInput {
  caseId: string;
}

/** The answer to an accepted statement; everything else is read from PostgreSQL. */
export interface SaidAnswer {
  seq: number;
  version: number;
  awaitsSecondPerson: boolean;
}

/** Says something about the case. A refusal is an answer: the update fails with the refusal's code as its type. */
export const say = defineUpdate<SaidAnswer, [SayInput]>('say');
/** Something changed outside the case's own statements: read the facts again. */
export const lookAgain = defineSignal('lookAgain');
export const getStatus = defineQuery<CaseSnapshot | null>('getStatus');

export const CASES_QUEUE = 'cases';
export const NOTICES_QUEUE = 'notices';

/** A case's workflow has the case's own id. */
export const breachCaseId = (caseId: string): string => caseId;

export const SAY_DESCRIPTION = [
  'Say something about the case: `{"kind", "actor", "body"}`, with ids, instants and codes, never words.',
  'The actor is recorded with assurance `temporalUi`: never a second person, never approves a notice or a filing.',
  '- `{"kind":"awareness.decide","actor":"dpo","body":{"at":"2025-11-25T00:00:00+01:00","precision":"date","reasonCode":"processor_informed"}}`',
  '- `{"kind":"risk.assess","actor":"dpo","body":{"risk":"risk","conclusion33":"notify","conclusion34":"voluntary"}}`',
  '- `{"kind":"filing.recordSubmission","actor":"handler","body":{"authority":"ES","subtype":"incomplete","submittedAt":"2025-11-27T18:00:00+01:00","registryNumber":"REGAGE25e00000000001"}}`',
  '- `{"kind":"deadline.acknowledge","actor":"dpo","body":{"dutyId":"authority/ES/initial"}}`',
].join('\n');
