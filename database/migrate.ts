import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import type pg from 'pg';
import { withClient } from './pool.ts';
import { OWNER, prepareGroups } from './roles.ts';

const FOLDER = fileURLToPath(new URL('./migrations', import.meta.url));
const APPLIED = 'applied_migration';
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Brings the database to this version and yields the names of the migrations applied now, in order.
 *
 * All pending migrations are one transaction. Several callers at once wait for each other. Makes the owner and group
 * roles first, since every table belongs to the owner, who cannot log in.
 *
 * @param adminUrl  a superuser, or the database's owner with `createrole`
 */
export const migrate = (adminUrl: string): Promise<string[]> =>
  withClient(adminUrl, async (client) => {
    await prepareGroups(client);
    await client.query(`select set_config('role', $1, false)`, [OWNER]);
    const applied = await runner({
      dbClient: client,
      dir: FOLDER,
      ignorePattern: '(?!.*\\.sql$).*',
      direction: 'up',
      schema: 'public',
      migrationsTable: APPLIED,
      singleTransaction: true,
      advisoryLockMode: 'wait',
      logger: silent,
    });
    return applied.map(({ name }) => name);
  });

/** Migrations this version brings and the database does not have yet; any login role may ask. */
export const migrationsPending = (url: string): Promise<string[]> =>
  withClient(url, async (client) => {
    const applied = await appliedMigrations(client);
    return (await migrationNames()).filter((name) => !applied.has(name));
  });

async function migrationNames(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => path.basename(file, '.sql'))
    .sort();
}

async function appliedMigrations(client: pg.Client): Promise<Set<string>> {
  const { rowCount } = await client.query(`select 1 where to_regclass('public.applied_migration') is not null`);
  if (rowCount === 0) return new Set();
  const { rows } = await client.query<{ name: string }>('select name from public.applied_migration');
  return new Set(rows.map(({ name }) => name));
}
