import { remind } from '../case-activities.ts';
import type { CaseRun } from '../case-run.ts';

/** Art. 33(2), 28(3)(f): the processor owes its notice, then the answers; our handler is reminded to chase them. */
export async function hearProcessor(run: CaseRun): Promise<void> {
  await run.remindWhileOwed(/processor\//, (summary) => remind({ caseId: run.caseId }, summary));
}
