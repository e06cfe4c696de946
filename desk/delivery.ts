import { setTimeout as pause } from 'node:timers/promises';
import {
  type Client,
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { type BreachCaseInput, breachCaseId, CASES_QUEUE } from '../workflows/breach-case.messages.ts';

/** Types and names stand as text: the desk must not load workflow code. */
const BREACH_CASE = 'breachCase';
const SAY = 'say';
const DELIVERY_MS = 10_000;
const TURNING_OVER_TRIES = 5;
const TURNING_OVER_PAUSE_MS = 200;

/** `delivered`: the case has answered, and the answer is stored; `waiting`: it was not reached and hears of it later. */
export type Delivery = 'delivered' | 'waiting';

/** Whether an error says that the case cannot be reached now, rather than that it answered. */
const isAway = (error: unknown): boolean =>
  isGrpcServiceError(error) ||
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
  (error instanceof Error && /connect|deadline|unavailable/i.test(`${error.name} ${error.message}`));

const isTurningOver = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof ApplicationFailure &&
  error.cause.type === 'TURNING_OVER';

/** A stored statement on its way to its case. */
export interface Deliverable {
  caseId: string;
  statementId: string;
  kind: string;
}

const DETAILS = [
  'One workflow from the opening of the case to the end of its last retention; it may run for years and turns over by itself.',
  '',
  '- What is due, and what to say next: **Current Details** beside this.',
  '- To say something: *More Actions → Send an Update → say*; its description shows samples. Ids, instants and codes only, no words.',
  '- **Never terminate, reset or cancel a case.** Close it with `tocsin case close`. A case ended by mistake is started again from the register within a minute.',
].join('\n');

/** How the workflow of a case is started, wherever it is started from. */
const startOptions = (caseId: string) => ({
  workflowId: breachCaseId(caseId),
  taskQueue: CASES_QUEUE,
  args: [{ caseId }] as [BreachCaseInput],
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  staticSummary: `Personal data breach ${caseId}${/-(9|99\d\d)\d{3}$/.test(caseId) ? ' (drill)' : ''}`,
  staticDetails: DETAILS,
});

/** Starts a case's workflow; one that already runs is left alone. */
export async function startCase(client: Client, caseId: string): Promise<void> {
  try {
    await client.workflow.start(BREACH_CASE, startOptions(caseId));
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Tells a case's workflow of a stored statement, starting the workflow if it is missing; the statement's id is the update's. */
async function update(client: Client, { caseId, statementId, kind }: Deliverable): Promise<void> {
  const startWorkflowOperation = new WithStartWorkflowOperation(BREACH_CASE, startOptions(caseId));
  await client.workflow.executeUpdateWithStart(SAY, {
    args: [{ statementId, kind }],
    updateId: statementId,
    startWorkflowOperation,
  });
}

async function tryOnce(client: Client, statement: Deliverable): Promise<Delivery | 'again'> {
  try {
    await client.withDeadline(Date.now() + DELIVERY_MS, () => update(client, statement));
    return 'delivered';
  } catch (error) {
    if (isTurningOver(error)) return 'again';
    if (error instanceof WorkflowUpdateFailedError) return 'delivered';
    if (error instanceof WorkflowNotFoundError || isAway(error)) return 'waiting';
    throw error;
  }
}

/**
 * Delivers a stored statement to its case; safe to repeat, for the case answers every repeat with the stored outcome.
 *
 * Never waits longer than some seconds: what could not be delivered waits in its table for the courier.
 */
export async function deliver(temporal: () => Promise<Client>, statement: Deliverable): Promise<Delivery> {
  let client: Client;
  try {
    client = await temporal();
  } catch {
    return 'waiting';
  }
  for (let tries = 0; tries < TURNING_OVER_TRIES; tries += 1) {
    const outcome = await tryOnce(client, statement);
    if (outcome !== 'again') return outcome;
    await pause(TURNING_OVER_PAUSE_MS * (tries + 1));
  }
  return 'waiting';
}
