import type { WorkerOptions } from '@temporalio/worker';

/**
 * How the worker of the cases is set: enough open cases in memory that an instant many share finds them there, and
 * patience with a busy server before a case is taken from the worker that holds it.
 */
export const CASES_WORKER = {
  maxCachedWorkflows: 500,
  stickyQueueScheduleToStartTimeout: '20s',
} satisfies Partial<WorkerOptions>;
