import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '../../database/pool.ts';
import { withLock } from './lock.ts';
import { freePort } from './ports.ts';
import {
  type Cluster,
  initialise,
  lastWords,
  type PostgresOptions,
  prepareCluster,
  refusal,
} from './postgres-cluster.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { disarmStalePostmaster, livingPostmaster, readPostmaster } from './postmaster-file.ts';
import { end, isAlive, type Launched, launch, waitForEnd } from './processes.ts';

export interface RunningPostgres {
  adminUrl: string;
  port: number;
  pid: number;
  /** Where the data really lie: elsewhere than asked when root's project folder is closed to PostgreSQL's account. */
  data: string;
  adopted: boolean;
  /** How the server ended, once it has. Never settles for an adopted server. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

/** Loopback only, no socket files (a second lock would block a restart), and no words of a case in its log. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'log_error_verbosity=terse',
  'log_min_error_statement=panic',
  'timezone=UTC',
  'log_timezone=UTC',
];

/**
 * Starts the embedded PostgreSQL of a folder, making the cluster at the first call; heals what a kill -9 left behind.
 *
 * Several processes may call it at once for one folder: one starts the server, the others adopt it.
 *
 * @throws {Refusal} `POSTGRES_…` with what to do
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  mkdirSync(options.directory, { recursive: true, mode: 0o755 });
  return withLock(path.join(options.directory, 'launch.lock'), async () => {
    const cluster = prepareCluster(options);
    const living = livingPostmaster(cluster.data);
    if (living && options.whenRunning !== 'replace') return adopt(cluster, living.pid);
    if (living) await stopServer(living.pid);
    if (!existsSync(cluster.data)) await initialise(cluster);
    return start(cluster);
  });
}

async function start(cluster: Cluster): Promise<RunningPostgres> {
  const giveUpAt = performance.now() + 30_000;
  for (;;) {
    disarmStalePostmaster(cluster.data);
    const port = await freePort(cluster.port);
    const from = existsSync(cluster.log) ? statSync(cluster.log).size : 0;
    const launched = await launchServer(cluster, port);
    const failure = await readiness(cluster, launched);
    if (failure === null) return running(cluster, launched.pid, port, launched.ended);
    const words = readFileSync(cluster.log).subarray(from).toString();
    if (!mayPass(words) || performance.now() > giveUpAt) {
      throw refusal(
        'POSTGRES_START_FAILED',
        `Cannot start PostgreSQL: ${failure}`,
        `Read '${cluster.log}': ${lastWords(words)}`,
      );
    }
    await pause(200);
  }
}

/** A killed server's processes need a moment to notice; a port may be taken between our look and the start. */
const mayPass = (words: string): boolean => /shared memory block|could not (bind|create)|already exists/.test(words);

function launchServer(cluster: Cluster, port: number): Promise<Launched> {
  const { postgres } = postgresPrograms(cluster.account, cluster.home);
  const settings = [...SETTINGS, ...(cluster.settings ?? [])].flatMap((setting) => ['-c', setting]);
  const { LC_ALL: _, ...env } = process.env;
  return launch(postgres, ['-D', cluster.data, '-p', String(port), ...settings], {
    ...cluster.account,
    log: cluster.log,
    cwd: '/',
    env: { ...env, LC_MESSAGES: 'C' },
  });
}

/** Null once the server accepts connections, else why it never will. */
async function readiness(cluster: Cluster, { pid, ended }: Launched): Promise<string | null> {
  const outcome: { end: string | null } = { end: null };
  void ended.then((how) => {
    outcome.end = how;
  });
  const giveUpAt = performance.now() + 120_000;
  while (outcome.end === null && performance.now() < giveUpAt) {
    const found = readPostmaster(cluster.data);
    if (found?.pid === pid && found.ready) return null;
    await pause(20);
  }
  if (outcome.end === null) await stopServer(pid);
  return outcome.end ?? 'not ready after two minutes';
}

async function adopt(cluster: Cluster, pid: number): Promise<RunningPostgres> {
  const giveUpAt = performance.now() + 120_000;
  while (isAlive(pid) && performance.now() < giveUpAt) {
    const found = readPostmaster(cluster.data);
    if (found?.ready) return { ...(await running(cluster, pid, found.port, new Promise(() => {}))), adopted: true };
    await pause(50);
  }
  return start(cluster);
}

async function running(cluster: Cluster, pid: number, port: number, ended: Promise<string>): Promise<RunningPostgres> {
  const database = cluster.database ?? 'tocsin';
  const url = (name: string) => `postgres://postgres:${cluster.password}@127.0.0.1:${port}/${name}`;
  await ensureDatabase(url('postgres'), database);
  return { adminUrl: url(database), port, pid, data: cluster.data, adopted: false, ended, stop: () => stopServer(pid) };
}

const ensureDatabase = (adminUrl: string, name: string): Promise<void> =>
  withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  });

/** SIGINT is PostgreSQL's fast stop: open transactions are rolled back, everything committed is on disk. */
async function stopServer(pid: number): Promise<void> {
  await end(pid, ['SIGINT', 'SIGQUIT']);
  await waitForEnd(pid, 1_000);
}
