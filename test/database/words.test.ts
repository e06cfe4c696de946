import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { readDocument, saveDocument } from '../../database/document.ts';
import { readWords, saveWords } from '../../database/narrative.ts';
import { withClient } from '../../database/pool.ts';
import { inSnapshot, inTransaction, type Tx } from '../../database/transaction.ts';
import { verifyRegister } from '../../database/verify.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type RegisterFixture, registerFixture } from './register-fixture.ts';

const refusedAs = (code: string) => (error: unknown) => error instanceof Refusal && error.details.code === code;

let fixture: RegisterFixture;
before(async () => {
  fixture = await registerFixture();
});
after(() => fixture.close());
const within = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(fixture.pool('worker'), work);

/** Every value of every row of every table, as text and as the bytes behind `bytea`. */
async function everythingStored(): Promise<Buffer> {
  return withClient(fixture.database.adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables order by 1`,
    );
    const parts: Buffer[] = [];
    for (const { name } of rows) {
      const { rows: stored } = await client.query<Record<string, unknown>>(`select * from ${name}`);
      for (const value of stored.flatMap((row) => Object.values(row))) {
        parts.push(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value) ?? ''));
      }
    }
    return Buffer.concat(parts);
  });
}

describe('saveWords and readWords', () => {
  const belonging = { organisationId: 'acme', caseId: 'breach-2026-0042' };

  it('gives each field back, empty and long ones too', async () => {
    const words = { cause: 'Ein Anhang, geöffnet am Montag 😶', empty: '', long: 'x'.repeat(200_000) };
    const refs = await within((tx) => saveWords(tx, fixture.vault, belonging, words));
    assert.deepEqual(await within((tx) => readWords(tx, fixture.vault, refs)), words);
    assert.deepEqual(await within((tx) => saveWords(tx, fixture.vault, belonging, {})), {});
  });

  it('T20 stores no word, file name or file content readably in any table', async () => {
    const canaries = Array.from({ length: 4 }, () => `canary${randomBytes(8).toString('hex')}`);
    const [inCase = '', inOrganisation = '', fileName = '', content = ''] = canaries;
    await within(async (tx) => {
      const words = await saveWords(tx, fixture.vault, belonging, { cause: inCase });
      await saveWords(tx, fixture.vault, { organisationId: 'acme', caseId: null }, { name: inOrganisation });
      await saveDocument(tx, fixture.vault, {
        ...belonging,
        mediaType: 'text/plain',
        fileName,
        bytes: Buffer.from(content),
      });
      return words;
    }).then((words) => fixture.append({ body: { marker: 'findable', words } }));
    const stored = await everythingStored();
    assert.ok(stored.includes('findable'), 'the search sees what is there');
    for (const canary of canaries) {
      const forms = (['utf8', 'base64', 'hex'] as const).map((form) => Buffer.from(canary).toString(form));
      for (const form of forms) assert.ok(!stored.includes(form), form);
      assert.ok(!stored.includes(Buffer.from(canary, 'utf16le')));
    }
    assert.ok(!stored.includes(fixture.masterKey) && !stored.includes(fixture.masterKey.toString('base64')));
  });

  it('refuses words whose row was exchanged with another one of the same case', async () => {
    const refs = await within((tx) => saveWords(tx, fixture.vault, belonging, { a: 'first', b: 'second' }));
    const [a, b] = [refs['a'], refs['b']];
    assert.ok(a && b);
    await assert.rejects(
      within((tx) => readWords(tx, fixture.vault, { a: { ...a, narrative: b.narrative } })),
      refusedAs('SEAL_BROKEN'),
    );
    await withClient(fixture.database.adminUrl, async (client) => {
      await client.query('alter table narrative disable trigger all');
      await client.query(
        'update narrative set sealed = (select sealed from narrative where narrative_id = $1) where narrative_id = $2',
        [a.narrative, b.narrative],
      );
    });
    await assert.rejects(
      within((tx) => readWords(tx, fixture.vault, refs)),
      refusedAs('SEAL_BROKEN'),
    );
  });

  it('lets a register verify its words: read, erased, changed, gone', async () => {
    const organisationId = 'worded';
    const say = async (caseId: string, text: string) => {
      const words = await within((tx) => saveWords(tx, fixture.vault, { organisationId, caseId }, { reasons: text }));
      return { words, entry: await fixture.append({ organisationId, caseId, body: { words } }) };
    };
    await say('breach-2026-0101', 'one');
    const second = await say('breach-2026-0102', 'two');
    await say('breach-2026-0101', 'three');
    const verify = () =>
      inSnapshot(fixture.pool('auditor'), (tx) => verifyRegister(tx, organisationId, { words: fixture.vault }));
    assert.deepEqual((await verify()).words, { checked: 3, erased: 0 });

    await within((tx) => fixture.vault.destroyKey(tx, 'case:breach-2026-0101', new Date('2026-06-01T00:00:00Z')));
    const afterErasure = await verify();
    assert.deepEqual([afterErasure.ok, afterErasure.words], [true, { checked: 1, erased: 2 }]);

    await withClient(fixture.database.adminUrl, async (client) => {
      await client.query('alter table narrative disable trigger all');
      await client.query('delete from narrative where narrative_id = $1', [second.words['reasons']?.narrative]);
    });
    const afterLoss = await verify();
    assert.deepEqual([afterLoss.ok, afterLoss.brokenAt?.seq], [false, 2]);
    const chainAlone = await inSnapshot(fixture.pool('auditor'), (tx) => verifyRegister(tx, organisationId));
    assert.deepEqual([chainAlone.ok, chainAlone.words], [true, null]);
  });

  it('T-9-2 reads null for every word of an erased case, refuses new ones, and leaves other cases readable', async () => {
    const [erased, kept] = ['breach-2026-0201', 'breach-2026-0202'].map((caseId) => ({
      organisationId: 'acme',
      caseId,
    }));
    assert.ok(erased && kept);
    const gone = await within((tx) => saveWords(tx, fixture.vault, erased, { cause: 'gone', effect: 'too' }));
    const stays = await within((tx) => saveWords(tx, fixture.vault, kept, { cause: 'stays' }));
    const entry = await fixture.append({ organisationId: 'erasing', caseId: erased.caseId, body: { words: gone } });
    await within((tx) => fixture.vault.destroyKey(tx, 'case:breach-2026-0201', new Date('2026-06-01T00:00:00Z')));
    assert.deepEqual(await within((tx) => readWords(tx, fixture.vault, gone)), { cause: null, effect: null });
    assert.deepEqual(await within((tx) => readWords(tx, fixture.vault, stays)), { cause: 'stays' });
    await assert.rejects(
      within((tx) => saveWords(tx, fixture.vault, erased, { cause: 'new' })),
      refusedAs('KEY_DESTROYED'),
    );
    const found = await inSnapshot(fixture.pool('auditor'), (tx) => verifyRegister(tx, 'erasing'));
    assert.deepEqual([found.ok, found.verifiedUntil], [true, entry.seq]);
  });
});

describe('saveDocument and readDocument', () => {
  const belonging = { organisationId: 'acme', caseId: 'breach-2026-0300' };

  it('gives back the bytes, the name and the hash of what was stored', async () => {
    const bytes = randomBytes(70_000);
    const saved = await within((tx) =>
      saveDocument(tx, fixture.vault, {
        ...belonging,
        mediaType: 'application/pdf',
        fileName: 'Justificante nº 7.pdf',
        bytes,
      }),
    );
    assert.equal(saved.sha256, createHash('sha256').update(bytes).digest('hex'));
    const read = await within((tx) => readDocument(tx, fixture.vault, saved.documentId));
    assert.deepEqual(read, { ...saved, mediaType: 'application/pdf', fileName: 'Justificante nº 7.pdf', bytes });
  });

  it('refuses an unknown id, a file above 25 MiB, and one whose key was destroyed', async () => {
    for (const id of ['3f2a', '00000000-0000-4000-8000-000000000000', `' or true`]) {
      await assert.rejects(
        within((tx) => readDocument(tx, fixture.vault, id)),
        refusedAs('DOCUMENT_UNKNOWN'),
      );
    }
    const document = {
      ...belonging,
      mediaType: 'text/plain',
      fileName: 'a.txt',
      bytes: Buffer.alloc(25 * 1024 * 1024 + 1),
    };
    await assert.rejects(
      within((tx) => saveDocument(tx, fixture.vault, document)),
      refusedAs('DOCUMENT_TOO_LARGE'),
    );
    const { documentId } = await within((tx) =>
      saveDocument(tx, fixture.vault, { ...document, bytes: Buffer.alloc(0) }),
    );
    await within((tx) => fixture.vault.destroyKey(tx, 'case:breach-2026-0300', new Date(0)));
    await assert.rejects(
      within((tx) => readDocument(tx, fixture.vault, documentId)),
      refusedAs('KEY_DESTROYED'),
    );
  });
});
