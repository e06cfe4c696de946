import { remind } from '../case-activities.ts';
import type { CaseRun } from '../case-run.ts';

/** NIS2 Art. 23, DORA Art. 19 and the like, and clauses of contracts: each has a clock of its own beside Art. 33. */
export async function keepAdjacentClocks(run: CaseRun): Promise<void> {
  await run.remindWhileOwed(/regime\//, (summary) => remind({ caseId: run.caseId }, summary));
}
