import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { DatabaseFault } from '../../database/fault.ts';
import { withClient } from '../../database/pool.ts';
import {
  appendEntry,
  entriesOfCase,
  entriesOfOrganisation,
  headOf,
  organisationsInRegister,
} from '../../database/register.ts';
import { inSnapshot, inTransaction } from '../../database/transaction.ts';
import { verifyRegister } from '../../database/verify.ts';
import { Refusal } from '../../domain/refusal.ts';
import { CASE, type RegisterFixture, registerFixture } from './register-fixture.ts';

let fixture: RegisterFixture;
before(async () => {
  fixture = await registerFixture();
});
after(() => fixture.close());

const sqlState = (code: string) => (error: unknown) => error instanceof DatabaseFault && error.sqlState === code;

describe('appendEntry', () => {
  it('counts from 1 in each organisation and yields what the case reads back', async () => {
    const caseId = 'breach-2026-0001';
    const first = await fixture.append({
      organisationId: 'counting',
      caseId,
      body: { b: 2, a: [1.5, 'é\u2028'], none: undefined },
    });
    const second = await fixture.append({ organisationId: 'counting', caseId: null, kind: 'organisation.describe' });
    const third = await fixture.append({ organisationId: 'counting', caseId, at: new Date('2026-02-28T23:00:00Z') });
    assert.deepEqual([first.seq, second.seq, third.seq], [1, 2, 3]);
    assert.equal(first.at, '2026-03-01T09:30:00.123Z');
    assert.deepEqual(first.body, { a: [1.5, 'é\u2028'], b: 2 });
    await inSnapshot(fixture.pool('desk'), async (tx) => {
      assert.deepEqual(await entriesOfCase(tx, caseId), [first, third]);
      assert.deepEqual(await entriesOfOrganisation(tx, 'counting'), [first, second, third]);
      assert.ok((await organisationsInRegister(tx)).includes('counting'));
    });
  });

  it('stores the body as canonical JSON (RFC 8785)', async () => {
    await fixture.append({ organisationId: 'canonical', body: { ö: 1, z: 1e21, a: { y: true, x: null } } });
    const body = await withClient(fixture.database.adminUrl, async (client) => {
      const { rows } = await client.query<{ body: string }>(
        `select body from register_entry where organisation_id = 'canonical'`,
      );
      return rows[0]?.body;
    });
    assert.equal(body, '{"a":{"x":null,"y":true},"z":1e+21,"ö":1}');
  });

  it('refuses an invalid instant, a body that is not JSON, and a statement entered before', async () => {
    await assert.rejects(fixture.append({ at: new Date(Number.NaN) }), RangeError);
    await assert.rejects(fixture.append({ body: { score: Number.NaN } }));
    await fixture.append({ statementId: 'said-once' });
    await assert.rejects(
      fixture.append({ statementId: 'said-once' }),
      (error) => error instanceof DatabaseFault && error.constraint === 'register_entry_said_once',
    );
  });

  it('leaves nothing behind when its transaction rolls back, and no gap', async () => {
    const gone = new Error('changed my mind');
    await assert.rejects(
      inTransaction(fixture.pool('worker'), async (tx) => {
        await appendEntry(tx, {
          organisationId: 'rolled',
          caseId: null,
          at: new Date(0),
          actor: 'ana',
          assurance: 'claimed',
          kind: 'person.add',
          statementId: null,
          body: {},
        });
        throw gone;
      }),
      gone,
    );
    assert.equal((await fixture.append({ organisationId: 'rolled' })).seq, 1);
  });

  it('R22 keeps one chain without gap or fork under 8 writers at once', async () => {
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let turn = 0; turn < 25; turn += 1) {
        await fixture.append({ organisationId: 'busy', statementId: `busy-${writer}-${turn}`, body: { writer, turn } });
      }
    });
    await Promise.all(writers);
    const { entries, verified } = await inSnapshot(fixture.pool('auditor'), async (tx) => ({
      entries: await entriesOfOrganisation(tx, 'busy'),
      verified: await verifyRegister(tx, 'busy'),
    }));
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      Array.from({ length: 200 }, (_, index) => index + 1),
    );
    assert.equal(new Set(entries.map(({ statementId }) => statementId)).size, 200);
    assert.deepEqual([verified.ok, verified.entries, verified.verifiedUntil], [true, 200, 200]);
  });

  it('R22 loses and doubles no append when connections are cut at random and writers repeat by statement id', async () => {
    const say = async (statementId: string): Promise<void> => {
      try {
        await fixture.append({ organisationId: 'cut', statementId });
      } catch (error) {
        if (error instanceof DatabaseFault && error.constraint === 'register_entry_said_once') return;
        if (!(error instanceof Refusal)) throw error;
        await say(statementId);
      }
    };
    const writing = { left: 8 };
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let turn = 0; turn < 20; turn += 1) await say(`cut-${writer}-${turn}`);
      writing.left -= 1;
    });
    let cuts = 0;
    const cutting = withClient(fixture.database.adminUrl, async (client) => {
      while (writing.left > 0) {
        const { rows } = await client.query<{ cut: boolean }>(
          `select pg_terminate_backend(pid) as cut from pg_stat_activity
            where datname = current_database() and usename = 'tocsin_worker_login' order by random() limit 1`,
        );
        cuts += rows.length;
        await client.query('select pg_sleep(0.02)');
      }
    });
    await Promise.all([...writers, cutting]);
    assert.ok(cuts > 0);
    const entries = await inSnapshot(fixture.pool('auditor'), (tx) => entriesOfOrganisation(tx, 'cut'));
    assert.deepEqual(
      entries.map(({ seq }) => seq),
      Array.from({ length: 160 }, (_, index) => index + 1),
    );
    assert.equal(new Set(entries.map(({ statementId }) => statementId)).size, 160);
    assert.equal((await inSnapshot(fixture.pool('auditor'), (tx) => verifyRegister(tx, 'cut'))).ok, true);
  });

  it('refuses a second entry after the same one even from a writer that takes no lock', async () => {
    await fixture.append({ organisationId: 'forked' });
    const fork = `insert into register_entry select organisation_id, 7, case_id, at, actor, assurance, kind, null, body,
                    body_hash, prev_hash, hash, recorded_at from register_entry where organisation_id = 'forked'`;
    await assert.rejects(
      inTransaction(fixture.pool('worker'), (tx) => tx.query(fork)),
      (error) => error instanceof DatabaseFault && error.constraint === 'register_entry_no_fork',
    );
  });
});

describe('register_entry', () => {
  const changes = [`update register_entry set actor = 'eva'`, 'delete from register_entry', 'truncate register_entry'];
  const alike = ['narrative', 'document'].flatMap((table) => [
    `update ${table} set sealed = ''`,
    `delete from ${table}`,
    `truncate ${table}`,
  ]);

  for (const statement of [...changes, ...alike]) {
    for (const role of ['worker', 'desk', 'importer', 'auditor'] as const) {
      it(`M12 does not let the ${role} run '${statement}'`, () =>
        assert.rejects(
          inTransaction(fixture.pool(role), (tx) => tx.query(statement)),
          sqlState('42501'),
        ));
    }

    it(`M12 stops even a superuser at '${statement}', also as a replica`, async () => {
      await fixture.append();
      for (const role of ['origin', 'replica', 'local']) {
        const attempt = withClient(fixture.database.adminUrl, async (client) => {
          await client.query(`select set_config('session_replication_role', $1, false)`, [role]);
          await client.query(statement);
        });
        await assert.rejects(attempt, sqlState('23001'), role);
      }
    });
  }

  it('M12 guards each single row, too: a replicated change runs no statement trigger', async () => {
    await withClient(fixture.database.adminUrl, async (client) => {
      const { rows } = await client.query<{ guarded: string }>(
        `select distinct tgrelid::regclass::text as guarded from pg_trigger
          where tgenabled = 'A' and tgtype & 1 = 1 and tgtype & 8 = 8`,
      );
      const guarded = rows.map((row) => row.guarded);
      for (const table of ['register_entry', 'narrative', 'document', 'keys.case_key'])
        assert.ok(guarded.includes(table), table);
    });
  });

  it('has an owner who cannot log in, and no login role that could become the owner', async () => {
    await withClient(fixture.database.adminUrl, async (client) => {
      const { rows } = await client.query<{ owner: string; login: boolean }>(
        `select distinct rolname as owner, rolcanlogin as login from pg_class join pg_roles on pg_roles.oid = relowner
          where relkind in ('r', 'S', 'i', 'v') and relnamespace in ('public'::regnamespace, 'keys'::regnamespace)`,
      );
      assert.deepEqual(rows, [{ owner: 'tocsin_owner', login: false }]);
    });
    for (const role of ['worker', 'desk', 'importer', 'auditor'] as const) {
      await assert.rejects(
        inTransaction(fixture.pool(role), (tx) => tx.query('set role tocsin_owner')),
        sqlState('42501'),
      );
    }
  });

  it('has a head that changes with each entry', async () => {
    const before = await inSnapshot(fixture.pool('auditor'), (tx) => headOf(tx, 'acme'));
    const entry = await fixture.append({ caseId: CASE });
    const after = await inSnapshot(fixture.pool('auditor'), (tx) => headOf(tx, 'acme'));
    assert.equal(after.seq, entry.seq);
    assert.notDeepEqual(after.hash, before.hash);
  });
});
