import { remind, sendLetters } from '../case-activities.ts';
import type { CaseRun } from '../case-run.ts';

/** Art. 33(2), from the processor's side: every controller we work for, without undue delay, by contract within hours. */
export async function tellControllers(run: CaseRun): Promise<void> {
  const { caseId } = run;
  await Promise.all([
    run.whenever(/^send\/controller\//, (summary) => sendLetters({ caseId, kind: 'controllerNotice' }, summary)),
    run.remindWhileOwed(/controller\//, (summary) => remind({ caseId }, summary)),
  ]);
}
