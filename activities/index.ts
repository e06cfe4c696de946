import { createCaseActivities } from './case-activities.ts';
import type { CaseDependencies } from './case-dependencies.ts';
import { createNoticeActivities } from './notice-campaign.ts';
import type { NoticeDependencies } from './notice-dependencies.ts';
import type { StartCase } from './open-case.ts';

export type { CaseActivities } from './case-activities.ts';
export type { NoticeActivities } from './notice-campaign.ts';

/** What the worker hands to its activities. */
export type ActivityDependencies = CaseDependencies & NoticeDependencies & { startCase: StartCase };

/** Every activity, as the worker registers it. */
export function createActivities(dependencies: ActivityDependencies) {
  const notices = createNoticeActivities(dependencies);
  const { startCase } = dependencies;
  const startWave = async (wave: { caseId: string; wave: number }): Promise<void> => {
    await notices.startWave(wave);
  };
  return { ...createCaseActivities(dependencies, { startCase, startWave }), ...notices };
}
