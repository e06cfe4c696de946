import { proxyActivities } from '@temporalio/workflow';
import type { CaseActivities } from '../activities/case-activities.ts';

/** Activities on the register: short, repeated until the database answers, at most two seconds apart. */
export const { loadCase, acceptStatement } = proxyActivities<CaseActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { maximumInterval: '2 seconds' },
});

/** Activities that reach outside: repeated until they are done, at most a minute apart. */
export const { remind, preparePacks, startWaves, keepRetention } = proxyActivities<CaseActivities>({
  startToCloseTimeout: '1 minute',
  retry: { maximumInterval: '30 seconds' },
});

export const { allocateCase } = proxyActivities<CaseActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { maximumInterval: '2 seconds', nonRetryableErrorTypes: ['Refusal'] },
});
