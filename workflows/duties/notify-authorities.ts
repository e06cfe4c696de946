import { preparePacks, remind, sendLetters } from '../case-activities.ts';
import type { CaseRun } from '../case-run.ts';

/** Art. 33(1): not later than 72 hours after awareness, to every competent authority; 33(4): the rest in phases. */
export async function notifyAuthorities(run: CaseRun): Promise<void> {
  const { caseId } = run;
  await Promise.all([
    run.whenever(/^prepare\/authority\//, (summary) => preparePacks({ caseId }, summary)),
    run.whenever(/^send\/authority\//, (summary) => sendLetters({ caseId, kind: 'filing' }, summary)),
    run.remindWhileOwed(/authority\/[^/]+\/(initial|completion|supplement|withdrawal)$/, (summary) =>
      remind({ caseId }, summary),
    ),
  ]);
}
