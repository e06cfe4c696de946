import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { allocateCase } from './case-activities.ts';
import type { OpenCaseAnswer, OpenCaseInput } from './open-case.messages.ts';

/**
 * Opens a case from the Temporal UI or the `temporal` command line with a few facts as JSON: ids, instants and codes.
 *
 * Yields the case's id; the case is then a workflow of its own under that id.
 */
export async function openCase(input: OpenCaseInput): Promise<OpenCaseAnswer> {
  const { caseId, outcome } = await allocateCase({ requestId: workflowInfo().workflowId, input });
  if (outcome.accepted) return { caseId, seq: outcome.seq };
  const { code, message, next } = outcome.refusal;
  throw ApplicationFailure.create({ message: `${message}. ${next}`, type: code, nonRetryable: true });
}
