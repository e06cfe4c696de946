import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import {
  DefaultLogger,
  NativeConnection,
  type NativeConnectionOptions,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
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
import { temporalAway } from './temporal-away.ts';
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

/** Aborted by SIGINT or SIGTERM. */
function stoppable(): AbortController {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());
  return controller;
}

/** Runs the workers and what goes on beside them until stopped; one that fails stops all. */
async function runAll(workers: Worker[], beside: Promise<void>[], stop: AbortController): Promise<void> {
  const running = [...workers.map((worker) => worker.run()), ...beside];
  const shutDown = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  stop.signal.addEventListener('abort', shutDown, { once: true });
  if (stop.signal.aborted) shutDown();
  try {
    await Promise.all(running);
  } finally {
    stop.abort();
    await Promise.allSettled(running);
  }
}

/** What the worker does its work with, and how each part is closed, the last opened first. */
class Opened {
  readonly #closing: (() => unknown)[] = [];

  keep<T>(part: T, close: (part: T) => unknown): T {
    this.#closing.unshift(() => close(part));
    return part;
  }

  /** Closes every part, whatever becomes of the others. */
  async close(): Promise<void> {
    for (const close of this.#closing) {
      try {
        await close();
      } catch (error) {
        log.warn(failureOf(error), 'a part of the worker did not close');
      }
    }
  }
}

/** @throws {Refusal} `TEMPORAL_AWAY`: no server, or not this namespace */
async function connect({ connectionOptions, namespace }: ReturnType<Config['temporal']>): Promise<NativeConnection> {
  try {
    const connection = await NativeConnection.connect(connectionOptions as NativeConnectionOptions);
    try {
      await connection.workflowService.describeNamespace({ namespace });
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  } catch (error) {
    throw temporalAway(error, connectionOptions.address);
  }
}

/** What all activities share, from the settings alone. @throws {Refusal} for a missing or wrong setting */
function fromSettings(config: Config, opened: Opened) {
  const mailers = opened.keep(mailersOf(config), ({ close }) => close());
  return {
    mailFrom: config.mailFrom(),
    sendStaffMail: mailers.sendStaffMail,
    senderFor: mailers.senderFor,
    unknownPolicy: config.unknownPolicy(),
    vault: createVault(config.masterKey()),
    pool: opened.keep(createPool(config.databaseUrl('worker'), 'tocsin worker'), (pool) => pool.end()),
    now: async (): Promise<Date> => new Date(),
    alert: (message: string, ids: Record<string, unknown>): void => log.warn(ids, message),
  };
}

/** The workers of the queues asked for. */
async function workersOf(base: Omit<WorkerOptions, 'taskQueue'>, queues: Queues): Promise<Worker[]> {
  const cases = { ...base, ...CASES_WORKER, taskQueue: CASES_QUEUE };
  const notices = { ...base, taskQueue: NOTICES_QUEUE, maxConcurrentActivityTaskExecutions: 20 };
  const asked = [...(queues === 'notices' ? [] : [cases]), ...(queues === 'cases' ? [] : [notices])];
  return Promise.all(asked.map((options) => Worker.create(options)));
}

/**
 * Runs the worker until SIGINT or SIGTERM: workflows and activities of the queues, the courier, and the watch that
 * restarts what is missing. Whatever ends it, nothing of it goes on.
 *
 * @throws {Refusal} for missing or wrong settings, and `TEMPORAL_AWAY`, before any work is taken
 */
export async function runWorker(config: Config, queues: Queues = 'all'): Promise<void> {
  installRuntime();
  const opened = new Opened();
  try {
    await work(config, queues, opened);
  } finally {
    await opened.close();
  }
  log.info({ pid: process.pid }, 'worker stopped');
}

async function work(config: Config, queues: Queues, opened: Opened): Promise<void> {
  const stop = stoppable();
  const shared = fromSettings(config, opened);
  const { namespace } = config.temporal();
  const connection = opened.keep(await connect(config.temporal()), (each) => each.close());
  const client = new Client({ connection, namespace });
  const starters = startersOf(client);
  const thread =
    queues === 'cases' ? null : opened.keep(new NoticeThread(config, starters.nudgeCase), (each) => each.close());
  await thread?.ready();
  const activities = createActivities({
    ...shared,
    stopping: stop.signal,
    sendNotices: thread?.send ?? notHere,
    ...starters,
  });
  const grace = { shutdownGraceTime: GRACE_MS, shutdownForceTime: GRACE_MS + 4_000 };
  const base = { connection, namespace, workflowBundle: await workflowBundle(), activities, ...grace };
  const workers = await workersOf(base, queues);
  log.info({ queue: queues, namespace, pid: process.pid }, 'worker started');
  const { pool, now, alert } = shared;
  const beside = [
    every(COURIER_EVERY_MS, 'courier', () => deliverWaiting({ pool, temporal: async () => client }), stop.signal),
    every(WATCH_EVERY_MS, 'watch', watchRounds({ pool, client, now, alert, ...starters }), stop.signal),
  ];
  await runAll(workers, beside, stop);
}
