import type { Connection } from '@temporalio/client';

export const QUEUES = ['cases', 'notices'] as const;
const WORKFLOW_QUEUE = 1;

/** The task queues of ours on which no worker has asked for work lately. */
export async function queuesWithoutWorker(connection: Connection, namespace: string): Promise<string[]> {
  const empty: string[] = [];
  for (const name of QUEUES) {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name },
      taskQueueType: WORKFLOW_QUEUE,
    });
    if ((pollers ?? []).length === 0) empty.push(name);
  }
  return empty;
}
