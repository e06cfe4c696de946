import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { CASES_WORKER } from '../worker/tuning.ts';
import { type Note, reached, times } from './progress.ts';

const QUEUE = 'bare-timers';
const AT_ONCE = 16;
const WARM_UP = 40;

const silent = { level: 'ERROR' as const, log() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * Starts workflows that wait for one instant and then do one activity that does nothing, on a worker with the options
 * of the product's own, and yields how late each activity began, in milliseconds.
 */
export async function bareTimerLateness(client: Client, address: string, count: number, note: Note): Promise<number[]> {
  const workflowsPath = fileURLToPath(new URL('bare-timer.workflow.ts', import.meta.url));
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: silent });
  const arrivedAt = new Map<string, number>();
  const activities = { arrive: async (id: string) => void arrivedAt.set(id, Date.now()) };
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({ ...CASES_WORKER, connection, taskQueue: QUEUE, workflowBundle, activities });
  const start = async (id: string, at: number): Promise<void> => {
    await client.workflow.start('bareTimer', { workflowId: id, taskQueue: QUEUE, args: [{ id, at }] });
  };
  const wait = async (): Promise<number[]> => {
    const began = performance.now();
    await times(WARM_UP, AT_ONCE, (which) => start(`bare-warm-${which}`, Date.now()));
    await reached(WARM_UP, 'bare timers to warm up with', async () => arrivedAt.size, note);
    const perSecond = (WARM_UP / (performance.now() - began)) * 1000;
    const leadMs = Math.ceil((count / perSecond) * 1500) + 8_000;
    const dueAt = Date.now() + leadMs;
    note(`${count} bare timers, all due in ${Math.round(leadMs / 1000)} s`);
    await times(count, AT_ONCE, (which) => start(`bare-${which}`, dueAt));
    await pause(Math.max(dueAt - Date.now(), 0));
    await reached(count + WARM_UP, 'bare timers done', async () => arrivedAt.size, note);
    return Array.from({ length: count }, (_, which) => (arrivedAt.get(`bare-${which}`) ?? Number.NaN) - dueAt);
  };
  try {
    return await worker.runUntil(wait());
  } finally {
    await connection.close();
  }
}
