import type { Client } from '@temporalio/client';
import {
  DefaultLogger,
  type NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { sendNotices } from '../../activities/send-notices.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { createStaffMailer } from '../../activities/staff-mail.ts';
import type { Pool } from '../../database/pool.ts';
import type { Vault } from '../../database/vault.ts';
import { startersOf } from '../../worker/starters.ts';
import { CASES_QUEUE, NOTICES_QUEUE } from '../../workflows/breach-case.messages.ts';

const MAIL_FROM = 'tocsin@story.example';

export interface StoryWorkerOptions {
  connection: NativeConnection;
  client: Client;
  workflowBundle: WorkflowBundleOption;
  pool: Pool;
  vault: Vault;
  now: () => Promise<Date>;
  /** The mail server's address. */
  url: string;
  /** Told the name of an activity that is tried again. */
  retried: (activity: string) => void;
}

export interface StoryWorker {
  stop(): Promise<void>;
}

let quiet = false;

/** Keeps the SDK's own messages below errors off the terminal; once per process, before anything of the SDK's runs. */
export function quietRuntime(): void {
  if (quiet) return;
  quiet = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR', ({ message }) => process.stderr.write(`${message}\n`)),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
    shutdownSignals: [],
  });
}

/** Workers for both queues, in this process, with the activities of the product. */
export async function startStoryWorker(options: StoryWorkerOptions): Promise<StoryWorker> {
  const { connection, client, workflowBundle, pool, vault, now, url, retried } = options;
  const staff = createStaffMailer(url, MAIL_FROM);
  const people = createPipeliningSender(url);
  const stopping = new AbortController();
  const dependencies = {
    pool,
    vault,
    now,
    mailFrom: MAIL_FROM,
    sendStaffMail: staff.send,
    senderFor: () => people,
    stopping: stopping.signal,
    ...startersOf(client),
  };
  const base = {
    connection,
    workflowBundle,
    activities: createActivities({
      ...dependencies,
      sendNotices: (wave, limits) => sendNotices(dependencies, wave, limits),
    }),
    interceptors: { activity: [noteRetries(retried)] },
    shutdownGraceTime: 2_000,
  };
  const workers = [
    await Worker.create({ ...base, taskQueue: CASES_QUEUE }),
    await Worker.create({ ...base, taskQueue: NOTICES_QUEUE }),
  ];
  const running = Promise.all(workers.map((worker) => worker.run()));
  return {
    stop: async () => {
      stopping.abort();
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await running;
      staff.close();
      people.close();
    },
  };
}

type ActivityInterceptor = NonNullable<NonNullable<WorkerOptions['interceptors']>['activity']>[number];

const noteRetries =
  (retried: (activity: string) => void): ActivityInterceptor =>
  ({ info }) => ({
    inbound: {
      execute: (input, next) => {
        if (info.attempt > 1) retried(`${info.activityType} of ${info.workflowExecution?.workflowId}`);
        return next(input);
      },
    },
  });
