import { guarded } from './border.ts';
import { createCaseActivities } from './case-activities.ts';
import type { CaseDependencies } from './case-dependencies.ts';
import { createNoticeActivities, startWave } from './notice-campaign.ts';
import type { NoticeDependencies, WaveInput } from './notice-dependencies.ts';
import type { StartCase } from './open-case.ts';
import type { SendNotices } from './send-notices.ts';
import type { StartWave } from './start-waves.ts';

export type { CaseActivities } from './case-activities.ts';
export type { NoticeActivities } from './notice-campaign.ts';

/** What the worker hands to its activities. */
export type ActivityDependencies = CaseDependencies &
  NoticeDependencies & { startCase: StartCase; nudgeCampaign: StartWave; sendNotices: SendNotices };

/** Every activity, as the worker registers it. */
export function createActivities(dependencies: ActivityDependencies) {
  const starters = {
    startCase: dependencies.startCase,
    nudgeCampaign: dependencies.nudgeCampaign,
    startWave: (wave: WaveInput) => startWave(dependencies, wave),
  };
  return guarded({ ...createCaseActivities(dependencies, starters), ...createNoticeActivities(dependencies) });
}
