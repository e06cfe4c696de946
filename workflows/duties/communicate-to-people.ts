import { remind, startWaves } from '../case-activities.ts';
import type { CaseRun } from '../case-run.ts';

/** Art. 34(1): the people concerned, without undue delay; each approved wave begins once its cooling period is over. */
export async function communicateToPeople(run: CaseRun): Promise<void> {
  const { caseId } = run;
  await Promise.all([
    run.whenever(/^start\/people\//, (summary) => startWaves({ caseId }, summary)),
    run.remindWhileOwed(/people\//, (summary) => remind({ caseId }, summary)),
  ]);
}
