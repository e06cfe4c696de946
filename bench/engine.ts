import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { quietRuntime } from '../cli/rehearse/story-worker.ts';
import { end, launch } from '../cli/stack/processes.ts';
import { temporalProgram } from '../cli/stack/temporal-binary.ts';
import { startTemporal } from '../cli/stack/temporal-server.ts';
import { waitForPollers } from '../cli/stack/worker-process.ts';
import { createPool, type Pool } from '../database/pool.ts';
import { createVault } from '../database/vault.ts';
import type { Desk } from '../desk/context.ts';
import { loadConfig } from '../worker/config.ts';
import type { Machine } from './machine.ts';
import { type MailSink, startMailSink } from './mail-sink.ts';
import { buildProduct } from './product.ts';
import type { Note } from './progress.ts';

/** The product as it is installed: servers, a worker process, and a mail server that throws every mail away. */
export interface Engine {
  address: string;
  client: Client;
  desk: Desk;
  /** Logged in as the worker. */
  pool: Pool;
  sink: MailSink;
  /** Its command line, as JavaScript. */
  program: string;
  workerPid: number;
  /** The database server's own administrator. */
  adminUrl: string;
  /** Settings of every process of the product. */
  env: NodeJS.ProcessEnv;
  /** Ends the worker and starts another with settings of its own; yields its pid once it asks for work. */
  restartWorker: (settings: NodeJS.ProcessEnv) => Promise<number>;
}

/** Settings of a worker on the bench's own servers; nothing of the caller's environment that names others. */
function settings(home: string, url: (role: 'desk' | 'worker') => string, address: string, smtp: string) {
  const own = Object.entries(process.env).filter(([name]) => !/^(TEMPORAL_|TOCSIN_|SMTP_)/.test(name));
  return {
    ...Object.fromEntries(own),
    TZ: 'UTC',
    TOCSIN_HOME: home,
    TOCSIN_DATABASE_URL: url('desk'),
    TOCSIN_WORKER_DATABASE_URL: url('worker'),
    TOCSIN_MASTER_KEY: randomBytes(32).toString('hex'),
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: 'default',
    SMTP_URL: smtp,
    TOCSIN_MAIL_FROM: 'tocsin@bench.example',
  };
}

/** Starts everything a case needs, in the machine's folder. */
export async function startEngine(machine: Machine, note: Note): Promise<Engine> {
  quietRuntime();
  const program = await buildProduct(note);
  note('starting PostgreSQL, Temporal, a mail sink and a worker');
  const { path: executable } = await temporalProgram('temporal', process.env, note);
  const database = await machine.startDatabase();
  const dbFile = path.join(machine.folder, 'temporal.db');
  const temporal = await startTemporal({ executable, dbFile, log: machine.log('temporal') });
  machine.later(temporal.stop);
  const sink = await startMailSink();
  machine.later(sink.close);
  const env = settings(machine.folder, database.url, temporal.address, sink.url);
  const workerPid = await startWorker(machine, program, env);

  const pool = createPool(database.url('worker'), 'tocsin bench');
  const deskPool = createPool(database.url('desk'), 'tocsin bench', { max: 2 });
  machine.later(() => Promise.all([pool.end(), deskPool.end()]));
  const connection = await Connection.connect({ address: temporal.address });
  machine.later(() => connection.close());
  const client = new Client({ connection });
  const vault = createVault(loadConfig(env).masterKey());
  const desk: Desk = { pool: deskPool, vault, now: async () => new Date(), temporal: async () => client };
  const engine: Engine = {
    ...{ address: temporal.address, client, desk, pool, sink, program, workerPid, env, adminUrl: database.adminUrl },
    restartWorker: async (own) => {
      await end(engine.workerPid, ['SIGTERM'], 15_000);
      engine.workerPid = await startWorker(machine, program, { ...env, ...own });
      return engine.workerPid;
    },
  };
  return engine;
}

async function startWorker(machine: Machine, program: string, env: NodeJS.ProcessEnv): Promise<number> {
  const worker = await launch(process.execPath, [program, 'worker', 'run'], { log: machine.log('worker'), env });
  machine.later(() => end(worker.pid, ['SIGTERM'], 15_000));
  await waitForPollers(loadConfig(env), new AbortController().signal);
  return worker.pid;
}
