import { proxyActivities, sleep } from '@temporalio/workflow';

const { arrive } = proxyActivities<{ arrive: (id: string) => Promise<void> }>({ startToCloseTimeout: '1 minute' });

/** The least that a reminder could be: wait until an instant, then do one thing that does nothing. */
export async function bareTimer({ id, at }: { id: string; at: number }): Promise<void> {
  await sleep(Math.max(at - Date.now(), 1), { summary: 'Bare timer' });
  await arrive(id);
}
