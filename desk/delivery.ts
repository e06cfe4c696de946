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

/** Starts a case's workflow; one that already runs is left alone. */
export async function startCase(client: Client, caseId: string): Promise<void> {
  try {
    await client.workflow.start(BREACH_CASE, {
      workflowId: breachCaseId(caseId),
      taskQueue: CASES_QUEUE,
      args: [{ caseId } satisfies BreachCaseInput],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: caseId,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Tells a case's workflow of a stored statement, starting the workflow if it is missing; the statement's id is the update's. */
async function update(client: Client, caseId: string, statementId: string): Promise<void> {
  const startWorkflowOperation = new WithStartWorkflowOperation(BREACH_CASE, {
    workflowId: breachCaseId(caseId),
    taskQueue: CASES_QUEUE,
    args: [{ caseId } satisfies BreachCaseInput],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
  await client.workflow.executeUpdateWithStart(SAY, {
    args: [{ statementId }],
    updateId: statementId,
    startWorkflowOperation,
  });
}

async function tryOnce(client: Client, caseId: string, statementId: string): Promise<Delivery | 'again'> {
  try {
    await client.withDeadline(Date.now() + DELIVERY_MS, () => update(client, caseId, statementId));
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
export async function deliver(temporal: () => Promise<Client>, caseId: string, statementId: string): Promise<Delivery> {
  let client: Client;
  try {
    client = await temporal();
  } catch {
    return 'waiting';
  }
  for (let tries = 0; tries < TURNING_OVER_TRIES; tries += 1) {
    const outcome = await tryOnce(client, caseId, statementId);
    if (outcome !== 'again') return outcome;
  }
  return 'waiting';
}
