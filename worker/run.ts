import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, type NativeConnectionOptions, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/index.ts';
import { createPool } from '../database/pool.ts';
import { createVault } from '../database/vault.ts';
import { deliverWaiting } from '../desk/courier.ts';
import { CASES_QUEUE, NOTICES_QUEUE } from '../workflows/breach-case.messages.ts';
import { workflowBundle } from './bundle.ts';
import type { Config } from './config.ts';
import { failureOf, log } from './log.ts';
import { mailersOf } from './mailers.ts';
import { NoticeThread } from './notice-thread.ts';
import { startersOf } from './starters.ts';
import { CASES_WORKER } from './tuning.ts';
import { tellOfOutsideEntries, type WatchDependencies, watchOnce } from './watch.ts';

export type Queues = 'cases' | 'notices' | 'all';

const WATCH_EVERY_MS = 60_000;
const COURIER_EVERY_MS = 5_000;
const GRACE_MS = 8_000;
/** How far the watch looks for what was entered past a case: over some rounds; at the start, over the time without a worker. */
const LOOK_BACK_SECONDS = { first: 24 * 3_600, next: 180 };

/** The SDK's own messages go through our log, their metadata reduced to ids. */
function installRuntime(): void {
  const logger = new DefaultLogger('WARN', ({ level, message, meta }) => {
    const write = level === 'ERROR' ? log.error.bind(log) : log.warn.bind(log);
    write({ ...(meta as object | undefined) }, message.slice(0, 200));
  });
  Runtime.install({ logger, shutdownSignals: [] });
}

/** Does something every so often until stopped; one round never overlaps the next, and a failed round is only said. */
async function every(ms: number, what: string, round: () => Promise<unknown>, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    await round().catch((error) => log.warn(failureOf(error), `${what} failed; it tries again`));
    await pause(ms, null, { signal: stopping }).catch(() => null);
  }
}

/** The rounds of the watch; after one that failed, the next looks back as far as the first. */
function watchRounds(watched: WatchDependencies): () => Promise<void> {
  let lookBack = LOOK_BACK_SECONDS.first;
  return async () => {
    const withinSeconds = lookBack;
    lookBack = LOOK_BACK_SECONDS.first;
    await watchOnce(watched);
    await tellOfOutsideEntries(watched, withinSeconds);
    lookBack = LOOK_BACK_SECONDS.next;
  };
}

/** A worker of the cases alone is never asked to send. */
const notHere = (): Promise<never> => Promise.reject(new Error('Cannot send notices: this worker is for cases'));

/** Raised by SIGINT or SIGTERM. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

/**
 * Runs the worker until SIGINT or SIGTERM: workflows and activities of the queues, the courier, and the watch that
 * restarts what is missing.
 *
 * @throws {Refusal} for missing settings, before anything is started
 */
export async function runWorker(config: Config, queues: Queues = 'all'): Promise<void> {
  installRuntime();
  const stopping = stopSignal();
  const { connectionOptions, namespace } = config.temporal();
  const pool = createPool(config.databaseUrl('worker'), 'tocsin worker');
  const vault = createVault(config.masterKey());
  const connection = await NativeConnection.connect(connectionOptions as NativeConnectionOptions);
  const client = new Client({ connection, namespace });
  const mailers = mailersOf(config);
  const now = async (): Promise<Date> => new Date();
  const starters = startersOf(client);
  const thread = queues === 'cases' ? null : new NoticeThread(config, starters.nudgeCase);
  const activities = createActivities({
    pool,
    vault,
    now,
    stopping,
    mailFrom: config.mailFrom(),
    sendStaffMail: mailers.sendStaffMail,
    senderFor: mailers.senderFor,
    unknownPolicy: config.unknownPolicy(),
    alert: (message, ids) => log.warn(ids, message),
    sendNotices: thread?.send ?? notHere,
    ...starters,
  });
  const base = {
    connection,
    namespace,
    workflowBundle: await workflowBundle(),
    activities,
    shutdownGraceTime: GRACE_MS,
    shutdownForceTime: GRACE_MS + 4_000,
  };
  const workers: Worker[] = [];
  if (queues !== 'notices')
    workers.push(
      await Worker.create({
        ...base,
        ...CASES_WORKER,
        taskQueue: CASES_QUEUE,
      }),
    );
  if (queues !== 'cases')
    workers.push(await Worker.create({ ...base, taskQueue: NOTICES_QUEUE, maxConcurrentActivityTaskExecutions: 20 }));
  stopping.addEventListener('abort', () => {
    for (const worker of workers) worker.shutdown();
  });
  log.info({ queue: queues, namespace, pid: process.pid }, 'worker started');
  const desk = { pool, temporal: async () => client };
  const watched = {
    pool,
    client,
    now,
    alert: (message: string, ids: Record<string, unknown>) => log.warn(ids, message),
    ...starters,
  };
  try {
    await Promise.all([
      ...workers.map((worker) => worker.run()),
      every(COURIER_EVERY_MS, 'courier', () => deliverWaiting(desk), stopping),
      every(WATCH_EVERY_MS, 'watch', watchRounds(watched), stopping),
    ]);
  } finally {
    await thread?.close();
    mailers.close();
    await pool.end();
    await connection.close();
    log.info({ pid: process.pid }, 'worker stopped');
  }
}
