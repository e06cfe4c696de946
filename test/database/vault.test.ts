import assert from 'node:assert/strict';
import { createCipheriv, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { DatabaseFault } from '../../database/fault.ts';
import { withClient } from '../../database/pool.ts';
import { openWith, sealWith } from '../../database/sealed.ts';
import { inTransaction } from '../../database/transaction.ts';
import { createVault, masterKeyFrom, masterKeyId } from '../../database/vault.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type RegisterFixture, registerFixture } from './register-fixture.ts';

const refusedAs = (code: string) => (error: unknown) => error instanceof Refusal && error.details.code === code;

describe('sealWith and openWith', () => {
  const key = randomBytes(32);
  const context = ['case:breach-2026-0001', 'narrative:1'];

  it('gives back what was sealed, and other bytes each time', () => {
    for (const plain of ['', 'ä', 'x'.repeat(100_000)]) {
      const sealed = sealWith(key, context, plain);
      assert.equal(openWith(key, context, sealed).toString(), plain);
      assert.notDeepEqual(sealWith(key, context, plain), sealed);
    }
  });

  it('refuses every single changed bit and every shortening', () => {
    const sealed = sealWith(key, context, 'words');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.throws(() => openWith(key, context, changed), refusedAs('SEAL_BROKEN'), `bit ${bit}`);
    }
    for (let length = 0; length < sealed.length; length += 1) {
      assert.throws(() => openWith(key, context, sealed.subarray(0, length)), refusedAs('SEAL_BROKEN'));
    }
  });

  it('M10 input 42 refuses a tag of 4 bytes, though it is the right one', () => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 4 });
    cipher.setAAD(Buffer.from(JSON.stringify(['tocsin.sealed', 1, ...context])));
    const text = Buffer.concat([cipher.update('0123456789abcdef'), cipher.final()]);
    const parts = [Buffer.of(1), nonce, cipher.getAuthTag(), text];
    assert.throws(() => openWith(key, context, Buffer.concat(parts)), refusedAs('SEAL_BROKEN'));
  });

  it('input 42 refuses another context, another key, and a context cut elsewhere', () => {
    const sealed = sealWith(key, context, 'words');
    for (const other of [
      ['case:breach-2026-0002', 'narrative:1'],
      ['case:breach-2026-0001', 'narrative:2'],
      [context.join('')],
      [...context, ''],
    ]) {
      assert.throws(() => openWith(key, other, sealed), refusedAs('SEAL_BROKEN'));
    }
    assert.throws(() => openWith(randomBytes(32), context, sealed), refusedAs('SEAL_BROKEN'));
  });
});

describe('masterKeyFrom', () => {
  const key = randomBytes(32);

  it('reads base64, base64url and hexadecimal, with a line end', () => {
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      assert.deepEqual(masterKeyFrom(`${key.toString(encoding)}\n`), key);
    }
  });

  it('refuses anything else, names the source and never repeats the text', () => {
    const wrong = [
      '',
      'secret phrase!',
      key.toString('base64').slice(0, 20),
      key.toString('hex').slice(2),
      '0'.repeat(64),
    ];
    for (const text of wrong) {
      assert.throws(
        () => masterKeyFrom(text, 'master.key'),
        (error) =>
          refusedAs('MASTER_KEY_NOT_USABLE')(error) &&
          (error as Refusal).message.includes("'master.key'") &&
          (text === '' || !(error as Refusal).message.includes(text)),
      );
    }
  });
});

describe('createVault', () => {
  let fixture: RegisterFixture;
  before(async () => {
    fixture = await registerFixture();
  });
  after(() => fixture.close());
  const within = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(fixture.pool('worker'), work);

  it('opens a scope under its own key and the given aad only', async () => {
    const { vault } = fixture;
    await within(async (tx) => {
      await vault.createKey(tx, 'case:a');
      await vault.createKey(tx, 'case:b');
      const sealed = await vault.seal(tx, 'case:a', 'narrative:1', 'words');
      assert.equal((await vault.open(tx, 'case:a', 'narrative:1', sealed)).toString(), 'words');
      await assert.rejects(vault.open(tx, 'case:a', 'narrative:2', sealed), refusedAs('SEAL_BROKEN'));
      await assert.rejects(vault.open(tx, 'case:b', 'narrative:1', sealed), refusedAs('SEAL_BROKEN'));
      await assert.rejects(vault.open(tx, 'case:none', 'narrative:1', sealed), refusedAs('KEY_MISSING'));
    });
  });

  it('hashes equal texts of two cases differently, and of one case alike', async () => {
    const { vault } = fixture;
    await within(async (tx) => {
      for (const scope of ['case:m1', 'case:m2']) await vault.createKey(tx, scope);
      const [first, again, other] = [
        await vault.mac(tx, 'case:m1', 'x'),
        await vault.mac(tx, 'case:m1', 'x'),
        await vault.mac(tx, 'case:m2', 'x'),
      ];
      assert.equal(first, again);
      assert.notEqual(first, other);
      assert.match(first, /^[0-9a-f]{64}$/);
    });
  });

  it('keeps the first key when a second process makes one', async () => {
    const { vault } = fixture;
    const sealed = await within(async (tx) => {
      await vault.createKey(tx, 'case:twice');
      return vault.seal(tx, 'case:twice', 'a', 'words');
    });
    await within((tx) => vault.createKey(tx, 'case:twice'));
    assert.equal(String(await within((tx) => vault.open(tx, 'case:twice', 'a', sealed))), 'words');
  });

  it('forgets for good: a destroyed key opens nothing, cannot be made anew, and leaves no bytes in its row', async () => {
    const { vault } = fixture;
    const at = new Date('2026-05-01T00:00:00Z');
    const sealed = await within(async (tx) => {
      await vault.createKey(tx, 'case:gone');
      return vault.seal(tx, 'case:gone', 'a', 'words');
    });
    assert.deepEqual(
      [
        await within((tx) => vault.destroyKey(tx, 'case:gone', at)),
        await within((tx) => vault.destroyKey(tx, 'case:gone', at)),
      ],
      [true, false],
    );
    await within(async (tx) => {
      await vault.createKey(tx, 'case:gone');
      await assert.rejects(vault.open(tx, 'case:gone', 'a', sealed), refusedAs('KEY_DESTROYED'));
      await assert.rejects(vault.seal(tx, 'case:gone', 'a', 'more'), refusedAs('KEY_DESTROYED'));
      const { rows } = await tx.query(
        `select wrapped, destroyed_at as "destroyedAt" from keys.case_key where scope = 'case:gone'`,
      );
      assert.deepEqual(rows, [{ wrapped: null, destroyedAt: at }]);
    });
  });

  it('lets nobody revive, delete or move a key row, a superuser included', async () => {
    await within((tx) => fixture.vault.createKey(tx, 'case:fixed'));
    await within((tx) => fixture.vault.createKey(tx, 'case:dead'));
    await within((tx) => fixture.vault.destroyKey(tx, 'case:dead', new Date(0)));
    const attempts = [
      `update keys.case_key set wrapped = '\\x00', destroyed_at = null where scope = 'case:dead'`,
      `update keys.case_key set scope = 'case:other' where scope = 'case:fixed'`,
      `delete from keys.case_key where scope = 'case:fixed'`,
      'truncate keys.case_key',
    ];
    for (const statement of attempts) {
      const attempt = withClient(fixture.database.adminUrl, (client) => client.query(statement));
      await assert.rejects(attempt, (error) => error instanceof DatabaseFault && error.sqlState === '23001', statement);
    }
  });

  it('lets only the worker destroy a key', async () => {
    await within((tx) => fixture.vault.createKey(tx, 'case:kept'));
    for (const role of ['desk', 'importer', 'auditor'] as const) {
      const attempt = inTransaction(fixture.pool(role), (tx) => fixture.vault.destroyKey(tx, 'case:kept', new Date(0)));
      await assert.rejects(attempt, (error) => error instanceof DatabaseFault && error.sqlState === '42501');
    }
  });

  it('R24 opens keys of three masters, wraps by the newest, and names the one that is missing', async () => {
    const masters = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const [oldest, older, newest] = masters as [Buffer, Buffer, Buffer];
    const sealed: Buffer[] = [];
    await within(async (tx) => {
      for (const [index, master] of masters.entries()) {
        await createVault(master).createKey(tx, `case:r24-${index}`);
        sealed.push(await createVault(master).seal(tx, `case:r24-${index}`, 'a', `words ${index}`));
      }
      const vault = createVault(newest, [older, oldest]);
      for (const [index, bytes] of sealed.entries()) {
        assert.equal(String(await vault.open(tx, `case:r24-${index}`, 'a', bytes)), `words ${index}`);
      }
      await vault.createKey(tx, 'case:r24-new');
      await createVault(newest).keyOf(tx, 'case:r24-new');
      await assert.rejects(
        createVault(newest, [older]).open(tx, 'case:r24-0', 'a', sealed[0] ?? Buffer.alloc(0)),
        (error) => refusedAs('KEY_UNKNOWN')(error) && (error as Refusal).message.includes(masterKeyId(oldest)),
      );
    });
  });

  it('refuses a wrapped key moved from one scope to another', async () => {
    const { vault } = fixture;
    await within(async (tx) => {
      await vault.createKey(tx, 'case:from');
      await vault.createKey(tx, 'case:to');
      await tx.query(
        `update keys.case_key set wrapped = (select wrapped from keys.case_key where scope = 'case:from') where scope = 'case:to'`,
      );
      await assert.rejects(vault.keyOf(tx, 'case:to'), refusedAs('SEAL_BROKEN'));
    });
  });
});
