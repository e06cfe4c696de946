import { remind } from '../case-activities.ts';
import type { CaseRun } from '../case-run.ts';

/** Art. 34(4), 58(2): an authority's order has a date of its own. */
export async function obeyOrders(run: CaseRun): Promise<void> {
  await run.remindWhileOwed(/authority\/[^/]+\/order\//, (summary) => remind({ caseId: run.caseId }, summary));
}
