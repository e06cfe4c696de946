import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { createPool, type Pool } from '../../database/pool.ts';
import type { LoginRole } from '../../database/roles.ts';
import { createVault, type Vault } from '../../database/vault.ts';
import type { Desk } from '../../desk/context.ts';
import { type NewSaying, type Said, say } from '../../desk/say.ts';
import { TYPE_NUMBER } from '../stack/register-search-attributes.ts';
import { SEARCH_ATTRIBUTES } from '../stack/search-attributes.ts';
import { type StoryMail, startStoryMail } from './story-mail.ts';
import { unsettled } from './story-settled.ts';
import { quietRuntime, startStoryWorker } from './story-worker.ts';
import { closedInTime } from './within-reason.ts';

const NAMESPACE = 'default';
const LOOK_MS = 25;
/** A bound, not a pace: a machine ten times slower still settles within it. */
const SETTLE_MS = 180_000;

/** What a story is played on. */
export interface Stage {
  /** A login role's address of a migrated database. */
  databaseUrl: (role: LoginRole) => string;
  /** Path of the time-skipping test server. */
  testServer: string;
  workflowBundle: WorkflowBundleOption;
}

/**
 * The whole engine on skipped time: real PostgreSQL, real workflows and activities, real SMTP; only the clock is the
 * test server's. Time stands still (at real pace) except inside `sleepUntil`.
 */
export interface StoryEngine {
  environment: TestWorkflowEnvironment;
  /** A plain client: it never moves the clock. */
  client: Client;
  desk: Desk;
  /** Logged in as the worker: reads everything. */
  pool: Pool;
  importer: { pool: Pool; vault: Vault };
  masterKey: Buffer;
  /** Mails taken so far, oldest first. */
  mails: StoryMail[];
  /** Lets the mail server refuse these recipients for a reason about us, from now on; null: takes everybody again. */
  refuseMailTo: (recipients: RegExp | null) => void;
  /** Activities that had to be tried again; time runs away while one is, so a story allows none. */
  retries: string[];
  now: () => Promise<Date>;
  /** Moves the clock to an instant, doing on the way whatever falls due, and settles. An instant that has passed only settles. */
  sleepUntil: (instant: string | Date) => Promise<void>;
  /** Waits until nothing is owed at or before now and nothing is running. @throws when that takes a minute */
  settle: () => Promise<void>;
  /** Says something at the desk and settles. */
  say: (organisationId: string, actor: string, saying: NewSaying) => Promise<Said>;
  close: () => Promise<void>;
}

async function startServer(path: string): Promise<TestWorkflowEnvironment> {
  const executable = { type: 'existing-path' as const, path };
  const environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  const searchAttributes = Object.fromEntries(
    Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, TYPE_NUMBER[type]]),
  );
  await environment.connection.operatorService.addSearchAttributes({ namespace: NAMESPACE, searchAttributes });
  return environment;
}

/** Starts server, mail and worker; the caller closes. */
export async function startStory(stage: Stage): Promise<StoryEngine> {
  quietRuntime();
  const environment = await startServer(stage.testServer);
  const now = async (): Promise<Date> => new Date(await environment.currentTimeMs());
  const client = new Client({ connection: environment.connection, namespace: NAMESPACE });
  const mail = await startStoryMail(now);
  const pools = {
    desk: createPool(stage.databaseUrl('desk'), 'story desk', { max: 3 }),
    worker: createPool(stage.databaseUrl('worker'), 'story worker'),
    importer: createPool(stage.databaseUrl('importer'), 'story importer', { max: 2 }),
  };
  const masterKey = randomBytes(32);
  const vault = createVault(masterKey);
  const desk: Desk = { pool: pools.desk, vault, now, temporal: async () => client };
  const retries: string[] = [];
  const worker = await startStoryWorker({
    connection: environment.nativeConnection,
    client,
    workflowBundle: stage.workflowBundle,
    pool: pools.worker,
    vault,
    now,
    url: mail.url,
    retried: (activity) => retries.push(activity),
  });
  const settle = (): Promise<void> => settled(async () => unsettled(client, pools.worker, await now()));

  return {
    environment,
    client,
    desk,
    pool: pools.worker,
    importer: { pool: pools.importer, vault },
    masterKey,
    mails: mail.taken,
    refuseMailTo: (recipients) => {
      mail.refusing = recipients;
    },
    retries,
    now,
    settle,
    sleepUntil: async (instant) => {
      const ahead = new Date(instant).getTime() - (await environment.currentTimeMs());
      if (ahead > 0) await environment.sleep(ahead);
      await settle();
    },
    say: async (organisationId, actor, saying) => {
      const said = await say(desk, { organisationId, actor, assurance: 'claimed' }, saying);
      await settle();
      return said;
    },
    close: async () => {
      await closedInTime(worker.stop());
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
      await mail.close();
      await closedInTime(environment.teardown());
    },
  };
}

/** Looks until nothing is left twice in a row: between an act and the next look of its workflow nothing is owed either. */
export async function settled(look: () => Promise<string[]>): Promise<void> {
  const until = performance.now() + SETTLE_MS;
  let quiet = 0;
  let left: string[] = [];
  while (quiet < 2) {
    left = await look();
    quiet = left.length === 0 ? quiet + 1 : 0;
    if (performance.now() > until)
      throw new Error(`Cannot go on with the story: still owed or running: ${left.join('; ')}`);
    if (quiet < 2) await pause(LOOK_MS);
  }
}
