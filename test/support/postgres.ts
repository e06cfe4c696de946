import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { withLock } from '../../cli/stack/lock.ts';
import { type RunningPostgres, startPostgres } from '../../cli/stack/postgres.ts';
import { migrate } from '../../database/migrate.ts';
import { type LoginRole, loginRole, prepareGroups, prepareRoles } from '../../database/roles.ts';
import { migrationsFingerprint } from './migrations-fingerprint.ts';

export interface TestDatabase {
  /** Superuser's address of this database. */
  adminUrl: string;
  /** A login role's address of this database; works in a `migratedDatabase`, or once `prepareRoles(adminUrl, testPasswords())` has run. */
  url: (role: LoginRole) => string;
  drop(): Promise<void>;
}

/** Durability is not what these tests look at; the fault tests start clusters of their own with it on. */
const FAST = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'shared_buffers=64MB',
];

const project = createHash('sha256')
  .update(path.resolve(import.meta.dirname))
  .digest('hex')
  .slice(0, 10);
const folder = path.join(os.tmpdir(), `tocsin-test-postgres-${process.getuid?.() ?? 0}-${project}`);
const users = path.join(folder, 'users');

/** Login roles belong to the whole cluster, so their passwords are the same in every test database. */
export const testPasswords = (): Record<LoginRole, string> => ({
  desk: 'test-desk',
  worker: 'test-worker',
  importer: 'test-importer',
  auditor: 'test-auditor',
});

let cluster: Promise<RunningPostgres> | null = null;

/**
 * A new, empty database on the cluster that all test processes of this project share.
 *
 * The first caller starts the cluster (about a second); a small keeper process stops it and deletes its folder some
 * seconds after the last test process has ended, however that ended.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { adminUrl } = await sharedCluster();
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onCluster((client) => client.query(`create database ${name} template template0`));
  return databaseOf(adminUrl, name);
}

/**
 * A new database with every migration applied and the login roles prepared: copied from a template, which the first
 * caller makes, so that a test file pays a tenth of a second.
 */
export async function migratedDatabase(): Promise<TestDatabase> {
  const { adminUrl } = await sharedCluster();
  const template = await withLock(path.join(folder, 'template.lock'), () => migratedTemplate(adminUrl));
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onCluster((client) => client.query(`create database ${name} template ${template} strategy file_copy`));
  const database = databaseOf(adminUrl, name);
  await onDatabase(database.adminUrl, prepareGroups); // a copy does not bring the database's own grants
  return database;
}

async function migratedTemplate(adminUrl: string): Promise<string> {
  const name = `template_${migrationsFingerprint()}`;
  const { rowCount } = await onCluster((client) =>
    client.query('select 1 from pg_database where datname = $1', [name]),
  );
  if (rowCount === 1) return name;
  const unfinished = `${name}_unfinished`;
  await onCluster((client) => client.query(`drop database if exists ${unfinished} with (force)`));
  await onCluster((client) => client.query(`create database ${unfinished} template template0`));
  const url = withDatabase(adminUrl, unfinished);
  await migrate(url);
  await prepareRoles(url, testPasswords());
  await onCluster((client) => client.query(`alter database ${unfinished} rename to ${name}`));
  return name;
}

function databaseOf(adminUrl: string, name: string): TestDatabase {
  const passwords = testPasswords();
  return {
    adminUrl: withDatabase(adminUrl, name),
    url: (role) =>
      Object.assign(new URL(withDatabase(adminUrl, name)), {
        username: loginRole(role),
        password: passwords[role],
      }).href,
    drop: async () => {
      await onCluster((client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

const withDatabase = (url: string, name: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;

async function onCluster<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  return onDatabase((await sharedCluster()).adminUrl, work);
}

/** Work on a database as its owner, past all roles. */
export async function onDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function sharedCluster(): Promise<RunningPostgres> {
  cluster ??= withLock(`${folder}.lock`, joinCluster);
  return cluster;
}

async function joinCluster(): Promise<RunningPostgres> {
  mkdirSync(users, { recursive: true });
  writeFileSync(path.join(users, String(process.pid)), '');
  const running = await startPostgres({
    directory: folder,
    database: 'postgres',
    settings: FAST,
    initdbFlags: ['--no-sync'],
  });
  if (!running.adopted) keep(running.pid);
  process.once('exit', () => rmSync(path.join(users, String(process.pid)), { force: true }));
  return running;
}

/**
 * Looks every three seconds whether a test process still lives. After five looks without one it takes the lock that
 * newcomers need, looks once more, and cleans up.
 */
const KEEPER = `
folder=$1; postgres=$2; lock=$1.lock
in_use() {
  found=1
  for user in "$folder"/users/*; do
    if kill -0 "\${user##*/}" 2>/dev/null; then found=0; else rm -f "$user"; fi
  done
  return $found
}
take_lock() {
  echo $$ > "$lock.$$"
  tries=0
  until ln "$lock.$$" "$lock" 2>/dev/null || [ $tries -ge 20 ]; do tries=$((tries + 1)); sleep 1; done
  rm -f "$lock.$$"
}
idle=0
while kill -0 "$postgres" 2>/dev/null; do
  sleep 3
  if in_use; then idle=0; else idle=$((idle + 1)); fi
  [ $idle -ge 5 ] || continue
  take_lock
  in_use || break
  rm -f "$lock"
  idle=0
done
kill -INT "$postgres" 2>/dev/null
while kill -0 "$postgres" 2>/dev/null; do sleep 1; done
rm -rf "$folder" "$lock"
`;

function keep(postgres: number): void {
  const keeper = spawn('sh', ['-c', KEEPER, 'tocsin-test-postgres-keeper', folder, String(postgres)], {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
  });
  keeper.unref();
}
