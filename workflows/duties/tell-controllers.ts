import { remind } from '../case-activities.ts';
import type { CaseRun } from '../case-run.ts';

/** Art. 33(2), from the processor's side: every controller we work for, without undue delay, by contract within hours. */
export async function tellControllers(run: CaseRun): Promise<void> {
  await run.remindWhileOwed(/controller\//, (summary) => remind({ caseId: run.caseId }, summary));
}
