import { randomBytes } from 'node:crypto';
import { createPool, type Pool, withClient } from '../../database/pool.ts';
import { appendEntry, type NewEntry } from '../../database/register.ts';
import type { LoginRole } from '../../database/roles.ts';
import { inTransaction } from '../../database/transaction.ts';
import { createVault, type Vault } from '../../database/vault.ts';
import type { Entry } from '../../domain/case/entry.ts';
import { migratedDatabase, type TestDatabase } from '../support/postgres.ts';

export interface RegisterFixture {
  database: TestDatabase;
  vault: Vault;
  masterKey: Buffer;
  pool: (role: LoginRole) => Pool;
  append: (entry?: Partial<NewEntry>) => Promise<Entry>;
  /** Runs statements as the superuser, with the register's own guards switched off: what the tables' owner could do. */
  asOwner: (...statements: string[]) => Promise<void>;
  close: () => Promise<void>;
}

export const CASE = 'breach-2026-0042';

const DEFAULTS: NewEntry = {
  organisationId: 'acme',
  caseId: CASE,
  at: new Date('2026-03-01T09:30:00.123Z'),
  actor: 'ana',
  assurance: 'claimed',
  kind: 'case.recordFacts',
  statementId: null,
  body: { claims: [{ key: 'count', value: 42, source: 'vendor', confidence: 'confirmed' }] },
};

/** A migrated database of its own, with a pool for each login role and a vault under a fresh master key. */
export async function registerFixture(given?: TestDatabase): Promise<RegisterFixture> {
  const database = given ?? (await migratedDatabase());
  const masterKey = randomBytes(32);
  const pools = new Map<LoginRole, Pool>();
  const pool = (role: LoginRole): Pool => {
    const made = pools.get(role) ?? createPool(database.url(role), `test ${role}`);
    pools.set(role, made);
    return made;
  };
  return {
    database,
    masterKey,
    vault: createVault(masterKey),
    pool,
    append: (entry = {}) => inTransaction(pool('worker'), (tx) => appendEntry(tx, { ...DEFAULTS, ...entry })),
    asOwner: (...statements) =>
      withClient(database.adminUrl, async (client) => {
        const guards =
          'alter table register_entry disable trigger all; alter table register_entry drop constraint if exists register_entry_linked';
        await client.query(`${guards}; alter table register_entry drop constraint if exists register_entry_no_fork`);
        for (const statement of statements) await client.query(statement);
      }),
    close: async () => {
      for (const one of pools.values()) await one.end();
      await database.drop();
    },
  };
}
