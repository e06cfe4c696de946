import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { asDatabaseRefusal, DatabaseFault } from '../../database/fault.ts';
import { createPool, type Pool, withClient } from '../../database/pool.ts';
import { inSnapshot, inTransaction, type Tx } from '../../database/transaction.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { migratedDatabase, type TestDatabase, testDatabase } from '../support/postgres.ts';

const refusedAs = (code: string) => (error: unknown) =>
  error instanceof Refusal && error.details.code === code && error.exit === EXIT.serviceAway;

let database: TestDatabase;
let pool: Pool;
before(async () => {
  database = await migratedDatabase();
  pool = createPool(database.adminUrl, 'test', { statementTimeoutMs: 400 });
  await withClient(database.adminUrl, (client) =>
    client.query('create table person_at (email text primary key, born date, seen timestamptz)'),
  );
});
after(async () => {
  await pool.end();
  await database.drop();
});
const fails = (statement: string, ...values: unknown[]): Promise<unknown> =>
  inTransaction(pool, (tx) => tx.query(statement, values)).then(
    () => assert.fail('it should have failed'),
    (error: unknown) => error,
  );

describe('asDatabaseRefusal', () => {
  it('T19 drops every row value from the message, its properties and its stack', async () => {
    await inTransaction(pool, (tx) => tx.query(`insert into person_at values ('ana@canary.test')`));
    const errors = [
      await fails('insert into person_at values ($1)', 'ana@canary.test'),
      await fails('select $1::uuid', 'ana@canary.test'),
      await fails('select $1::int', 'ana@canary.test'),
      await fails(`select 'ana@canary.test' from nowhere_at_all`),
      await fails(`do $$ begin raise exception 'ana@canary.test'; end $$`),
    ];
    for (const error of errors) {
      assert.ok(error instanceof Error);
      const everything = [
        error.message,
        error.stack,
        String(error.cause),
        JSON.stringify(error, Object.getOwnPropertyNames(error)),
      ];
      assert.ok(!everything.join().includes('canary'), error.message);
    }
    const [duplicate] = errors;
    assert.ok(duplicate instanceof DatabaseFault);
    assert.deepEqual(
      [duplicate.sqlState, duplicate.constraint, duplicate.table],
      ['23505', 'person_at_pkey', 'person_at'],
    );
  });

  it('says which service is away: nobody listens, nobody knows the host, or nobody answers', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    for (const host of ['127.0.0.1:1', 'localhost:1', 'no-such-host.invalid:5432', `127.0.0.1:${port}`]) {
      const away = createPool(`postgres://nobody:secret@${host}/none`, 'test');
      await assert.rejects(
        inTransaction(away, (tx) => tx.query('select 1')),
        (error) => refusedAs('DATABASE_AWAY')(error) && !String(error).includes('secret'),
        host,
      );
      await away.end();
    }
    silent.close();
  });

  it('names read-only, missing database, missing table, lock and statement that take too long', async () => {
    await assert.rejects(
      inSnapshot(pool, (tx) => tx.query('insert into person_at values ($1)', ['x'])),
      refusedAs('STORE_READ_ONLY'),
    );
    const elsewhere = createPool(
      Object.assign(new URL(database.adminUrl), { pathname: '/no_such_database' }).href,
      'test',
    );
    await assert.rejects(
      inTransaction(elsewhere, (tx) => tx.query('select 1')),
      refusedAs('DATABASE_UNKNOWN'),
    );
    await elsewhere.end();
    const bare = await testDatabase();
    const unprepared = createPool(bare.adminUrl, 'test');
    await assert.rejects(
      inTransaction(unprepared, (tx) => tx.query('select seq from register_entry')),
      refusedAs('DATABASE_NOT_PREPARED'),
    );
    await unprepared.end();
    await bare.drop();
    await assert.rejects(
      inTransaction(pool, (tx) => tx.query('select pg_sleep(30)')),
      refusedAs('DATABASE_BUSY'),
    );
    for (const [code, expected] of [
      ['53100', 'STORE_FULL'],
      ['57P01', 'DATABASE_AWAY'],
      ['40P01', 'DATABASE_BUSY'],
      ['08006', 'DATABASE_AWAY'],
    ]) {
      const raised = await fails(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`);
      assert.ok(refusedAs(expected ?? '')(raised), code);
    }
  });

  it('leaves refusals, bugs and errors of files alone', () => {
    const file = Object.assign(new Error('no such file'), { code: 'ENOENT' });
    const refusal = new Refusal({ code: 'X', message: 'x', next: 'x' });
    for (const error of [file, refusal, new TypeError('x'), 'text', null])
      assert.equal(asDatabaseRefusal(error), error);
  });
});

describe('inTransaction', () => {
  const count = () =>
    inTransaction(
      pool,
      async (tx) => (await tx.query<{ count: number }>('select count(*) from person_at')).rows[0]?.count,
    );

  it('commits what was done, and nothing when anything fails', async () => {
    const before = (await count()) ?? 0;
    await inTransaction(pool, (tx) => tx.query(`insert into person_at values ('committed')`));
    const bug = new TypeError('a bug');
    await assert.rejects(
      inTransaction(pool, async (tx) => {
        await tx.query(`insert into person_at values ('rolled back')`);
        throw bug;
      }),
      bug,
    );
    assert.equal(await count(), before + 1);
  });

  it('does not report success when a failed statement was swallowed: PostgreSQL rolls back silently then', async () => {
    await assert.rejects(
      inTransaction(pool, async (tx) => {
        await tx.query('select 1 / 0').catch(() => {});
      }),
      /Cannot commit/,
    );
  });

  it('says the service is away when the connection is cut in the middle, and the pool recovers', async () => {
    const cut = async (tx: Tx): Promise<void> => {
      const { rows } = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
      await withClient(database.adminUrl, (client) => client.query('select pg_terminate_backend($1)', [rows[0]?.pid]));
      await tx.query('select 1');
    };
    await assert.rejects(inTransaction(pool, cut), refusedAs('DATABASE_AWAY'));
    assert.equal(await inTransaction(pool, async (tx) => (await tx.query('select 1')).rowCount), 1);
  });

  it('gives instants as Date, days as text, counts as numbers', async () => {
    const row = await inTransaction(pool, async (tx) => {
      const { rows } = await tx.query(
        `select timestamptz '2026-03-29T01:30:00Z' as at, date '2026-03-29' as day, count(*) as many from (values (1)) as one`,
      );
      return rows[0] as unknown;
    });
    assert.deepEqual(row, { at: new Date('2026-03-29T01:30:00Z'), day: '2026-03-29', many: 1 });
  });
});
