import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import reviewed from '../../database/grants.json' with { type: 'json' };
import { grantsOf } from '../../database/grants.ts';
import { migrate, migrationsPending } from '../../database/migrate.ts';
import { createPool, withClient } from '../../database/pool.ts';
import { loginRole, prepareRoles } from '../../database/roles.ts';
import { inTransaction } from '../../database/transaction.ts';
import { Refusal } from '../../domain/refusal.ts';
import { migratedDatabase, type TestDatabase, testDatabase, testPasswords } from '../support/postgres.ts';

const ALL = readdirSync(new URL('../../database/migrations', import.meta.url))
  .map((file) => file.replace(/\.sql$/, ''))
  .sort();
const refusedAs = (code: string) => (error: unknown) => error instanceof Refusal && error.details.code === code;

describe('migrate', () => {
  let databases: TestDatabase[];
  before(async () => {
    databases = await Promise.all([testDatabase(), testDatabase(), testDatabase()]);
  });
  after(() => Promise.all(databases.map((database) => database.drop())));

  it('prepares several databases of one cluster at once, several callers each, and each migration once', async () => {
    const pending = await Promise.all(databases.map(({ adminUrl }) => migrationsPending(adminUrl)));
    assert.deepEqual(pending, [ALL, ALL, ALL]);
    const callers = databases.flatMap(({ adminUrl }) => [adminUrl, adminUrl]);
    const applied = await Promise.all(callers.map(migrate));
    for (const index of [0, 2, 4]) assert.deepEqual([...(applied[index] ?? []), ...(applied[index + 1] ?? [])], ALL);
    await Promise.all(callers.map((adminUrl) => prepareRoles(adminUrl, testPasswords())));
    for (const { url } of databases) assert.deepEqual(await migrationsPending(url('auditor')), []);
  });

  it('applies nothing the second time', async () => {
    for (const { adminUrl } of databases) assert.deepEqual(await migrate(adminUrl), []);
  });

  it('works for the owner of a database who is no superuser', async () => {
    const database = await testDatabase();
    const name = new URL(database.adminUrl).pathname.slice(1);
    const admin = `admin_of_${name}`;
    await withClient(database.adminUrl, async (client) => {
      await client.query(`create role ${admin} login createrole password 'test-admin'`);
      await client.query(`alter database ${name} owner to ${admin}`);
      await client.query(
        `grant tocsin_owner, tocsin_desk, tocsin_worker, tocsin_importer, tocsin_auditor to ${admin} with admin option`,
      );
    });
    const adminUrl = Object.assign(new URL(database.adminUrl), { username: admin, password: 'test-admin' }).href;
    assert.deepEqual(await migrate(adminUrl), ALL);
    await withClient(database.adminUrl, async (client) => {
      const { rows } = await client.query(`select tableowner from pg_tables where tablename = 'register_entry'`);
      assert.deepEqual(rows, [{ tableowner: 'tocsin_owner' }]);
    });
    await database.drop();
    const [first] = databases;
    assert.ok(first);
    await withClient(first.adminUrl, (client) => client.query(`drop owned by ${admin}; drop role ${admin}`));
  });
});

describe('prepareRoles', () => {
  let database: TestDatabase;
  before(async () => {
    database = await migratedDatabase();
  });
  after(() => database.drop());

  it('gives exactly the grants of the reviewed list (database/grants.json; npx tsx test/database/write-grants.ts)', async () => {
    assert.deepEqual(await withClient(database.adminUrl, grantsOf), reviewed);
  });

  it('notices a grant that was not reviewed', async () => {
    const opened = await migratedDatabase();
    await withClient(opened.adminUrl, (client) =>
      client.query(
        'grant delete on register_entry to public; create function public.f() returns int language sql return 1',
      ),
    );
    const more = (await withClient(opened.adminUrl, grantsOf)).filter((line) => !reviewed.includes(line));
    assert.deepEqual(more, ['public: delete on table register_entry', 'public: execute on function f()']);
    await opened.drop();
  });

  it('gives the public nothing', () => {
    assert.deepEqual(
      reviewed.filter((line) => line.startsWith('public:')),
      [],
    );
  });

  it('makes login roles that are members of their group and nothing else', async () => {
    await withClient(database.adminUrl, async (client) => {
      const { rows } = await client.query(
        `select rolname as name, rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls as mighty,
                array(select roleid::regrole::text from pg_auth_members where member = pg_roles.oid) as groups
           from pg_roles where rolname = any($1) order by 1`,
        [[loginRole('desk'), loginRole('worker')]],
      );
      assert.deepEqual(rows, [
        { name: 'tocsin_desk_login', mighty: false, groups: ['tocsin_desk'] },
        { name: 'tocsin_worker_login', mighty: false, groups: ['tocsin_worker'] },
      ]);
    });
  });

  it('sets a password the role can log in with, and refuses another one', async () => {
    const right = createPool(database.url('desk'), 'test');
    assert.equal(await inTransaction(right, async (tx) => (await tx.query('select 1')).rowCount), 1);
    await right.end();
    const wrong = createPool(Object.assign(new URL(database.url('desk')), { password: 'guessed' }).href, 'test');
    await assert.rejects(
      inTransaction(wrong, (tx) => tx.query('select 1')),
      refusedAs('DATABASE_LOGIN_REFUSED'),
    );
    await wrong.end();
  });

  it('refuses a password that is empty or not printable ASCII, and does not repeat it', async () => {
    for (const desk of ['', 'mit Leerzeichen', 'schlüssel', 'x'.repeat(129)]) {
      await assert.rejects(
        prepareRoles(database.adminUrl, { ...testPasswords(), desk }),
        (error) => refusedAs('PASSWORD_NOT_USABLE')(error) && (desk === '' || !String(error).includes(desk)),
      );
    }
  });
});
