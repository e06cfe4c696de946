import { randomBytes } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { settled } from '../../cli/rehearse/story-engine.ts';
import { type StoryMail, startStoryMail } from '../../cli/rehearse/story-mail.ts';
import { unsettled } from '../../cli/rehearse/story-settled.ts';
import { quietRuntime, type StoryWorker, startStoryWorker } from '../../cli/rehearse/story-worker.ts';
import { createPool, type Pool } from '../../database/pool.ts';
import { createVault, type Vault } from '../../database/vault.ts';
import type { Desk } from '../../desk/context.ts';
import { deliverWaiting } from '../../desk/courier.ts';
import { type NewSaying, type Said, say } from '../../desk/say.ts';
import { startersOf } from '../../worker/starters.ts';
import { watchOnce } from '../../worker/watch.ts';
import { testBundle } from './bundle.ts';
import { describeOrganisation, ORGANISATION, type Readings, readingsOf, type Tell } from './case-story.ts';
import { migratedDatabase } from './postgres.ts';
import { devServer } from './temporal.ts';

/** The engine on a dev server, in real time: for what the time-skipping server cannot do (lists, restarted workers). */
export interface LiveCase extends Readings {
  environment: TestWorkflowEnvironment;
  client: Client;
  desk: Desk;
  pool: Pool;
  importer: { pool: Pool; vault: Vault };
  mails: StoryMail[];
  /** Says something and waits until all it leads to is done. */
  tell: Tell;
  /** Says something, whether a worker runs or not. */
  say: (actor: string, saying: NewSaying) => Promise<Said>;
  settle: () => Promise<void>;
  /** One round of the worker's courier. */
  courier: () => Promise<number>;
  /** One look of the worker's watch, by a clock of its own if wished; what it says to the operator. */
  watch: (
    now?: () => Promise<Date>,
  ) => Promise<{ started: number; alerts: { message: string; ids: Record<string, unknown> }[] }>;
  startWorker: () => Promise<void>;
  stopWorker: () => Promise<void>;
  close: () => Promise<void>;
}

/** @param policy  of its organisation @throws {RingNotRun} without the dev server */
export async function liveCase(policy: Record<string, unknown> = {}): Promise<LiveCase> {
  quietRuntime();
  const environment = await devServer();
  const database = await migratedDatabase();
  const workflowBundle = await testBundle();
  const now = async (): Promise<Date> => new Date();
  const client = new Client({ connection: environment.connection });
  const mail = await startStoryMail(now);
  const pools = [
    createPool(database.url('desk'), 'live desk'),
    createPool(database.url('worker'), 'live worker'),
    createPool(database.url('importer'), 'live importer', { max: 1 }),
  ] as const;
  const [deskPool, pool, importerPool] = pools;
  const vault = createVault(randomBytes(32));
  const desk: Desk = { pool: deskPool, vault, now, temporal: async () => client };
  let worker: StoryWorker | null = null;

  const startWorker = async (): Promise<void> => {
    const connection = environment.nativeConnection;
    worker ??= await startStoryWorker({
      connection,
      client,
      workflowBundle,
      pool,
      vault,
      now,
      url: mail.url,
      retried: () => {},
    });
  };
  const stopWorker = async (): Promise<void> => {
    const running = worker;
    worker = null;
    await running?.stop();
  };
  const settle = (): Promise<void> => settled(async () => unsettled(client, pool, new Date()));
  const sayOnly: LiveCase['say'] = (actor, saying) =>
    say(desk, { organisationId: ORGANISATION, actor, assurance: 'claimed' }, saying);
  const tell: Tell = async (actor, saying) => {
    const said = await sayOnly(actor, saying);
    await settle();
    return said;
  };

  await startWorker();
  await describeOrganisation(tell, policy);
  return {
    ...readingsOf(pool),
    environment,
    client,
    desk,
    pool,
    importer: { pool: importerPool, vault },
    mails: mail.taken,
    tell,
    say: sayOnly,
    settle,
    courier: () => deliverWaiting({ pool, temporal: desk.temporal }),
    watch: async (watchNow = now) => {
      const alerts: { message: string; ids: Record<string, unknown> }[] = [];
      const alert = (message: string, ids: Record<string, unknown>): number => alerts.push({ message, ids });
      return { started: await watchOnce({ pool, client, now: watchNow, alert, ...startersOf(client) }), alerts };
    },
    startWorker,
    stopWorker,
    close: async () => {
      await stopWorker();
      await Promise.all(pools.map((one) => one.end()));
      await mail.close();
      await environment.teardown();
      await database.drop();
    },
  };
}
