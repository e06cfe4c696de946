import { keepRetention, remind } from '../case-activities.ts';
import type { CaseRun } from '../case-run.ts';

/** Art. 5(1)(e): recipients go first, the words of the file years later; the register stays and goes on verifying. */
export async function retain(run: CaseRun): Promise<void> {
  const { caseId } = run;
  await Promise.all([
    run.whenever(/^keep\/retention\//, (summary) => keepRetention({ caseId }, summary)),
    run.remindWhileOwed(/retention\//, (summary) => remind({ caseId }, summary)),
  ]);
}
