import { remind } from '../case-activities.ts';
import type { CaseRun } from '../case-run.ts';

/** R-2-2: an alert is looked into at once; at 24 hours a decision is forced, at 48 an authority can be expected to ask. */
export async function answerSuspicion(run: CaseRun): Promise<void> {
  await run.remindWhileOwed(/suspicion\//, (summary) => remind({ caseId: run.caseId }, summary));
}
