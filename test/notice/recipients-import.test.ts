import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { hashOfLists, openRecipient, recipientScope } from '../../database/recipients.ts';
import { inTransaction } from '../../database/transaction.ts';
import { type ImportResult, importRecipients } from '../../desk/recipients-import.ts';
import { Refusal } from '../../domain/refusal.ts';
import { CASE, type RegisterFixture, registerFixture } from '../database/register-fixture.ts';
import { FORM } from './list-reading.ts';

const POSTAL = { postal: ['street', 'postcode+city'] };

async function* pieces(text: string): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

describe('importRecipients', () => {
  let fixture: RegisterFixture;
  before(async () => {
    fixture = await registerFixture();
  });
  after(() => fixture.close());

  const importOf = (bytes: AsyncIterable<Buffer>, columns = {}, progress?: (lines: number) => void) =>
    importRecipients(
      { pool: fixture.pool('importer'), vault: fixture.vault },
      { organisationId: 'acme', caseId: CASE, wave: 1, audience: 'affected', form: { ...FORM, columns } },
      bytes,
      progress,
    );
  const stored = async (): Promise<number[]> => {
    const sql = 'select (select count(*) from recipient_import) as lists, (select count(*) from recipient) as people';
    const { rows } = await fixture.pool('desk').query<{ lists: number; people: number }>(sql);
    return rows.flatMap(({ lists, people }) => [lists, people]);
  };
  const hash = (...results: ImportResult[]): Promise<string> =>
    inTransaction(fixture.pool('desk'), (tx) =>
      hashOfLists(
        tx,
        results.map(({ summary }) => summary.importId),
      ),
    );

  it('B4-15 stores nobody when the last of many lines is faulty', async () => {
    const good = Array.from({ length: 12_000 }, (_, at) => `p${at}@example.test,P ${at}\n`).join('');
    await assert.rejects(
      importOf(pieces(`email,name\n${good}nobody,X\n`)),
      (error) => error instanceof Refusal && error.details.message.startsWith('Line 12002, column email: '),
    );
    assert.deepEqual(await stored(), [0, 0]);
  });

  it('stores nobody when the file breaks off, as when the command is stopped', async () => {
    async function* brokenOff(): AsyncGenerator<Buffer> {
      yield* pieces(`email\n${Array.from({ length: 5_000 }, (_, at) => `p${at}@example.test\n`).join('')}`);
      throw new Refusal({ code: 'FILE_UNREADABLE', message: 'gone', next: 'again' });
    }
    await assert.rejects(importOf(brokenOff()), Refusal);
    assert.deepEqual(await stored(), [0, 0]);
  });

  it('B4-10 keeps names byte for byte, and seals postal addresses with them', async () => {
    const names = ["'); drop table recipient;--", "O'Brien", 'Null', 'José-María ñ', 'A'];
    const rows = names.map((name, at) => `p${at}@example.test,${name},,,\n`).join('');
    const list = `email,name,street,postcode,city\n${rows},Berta,Calle Mayor 1,28013,Madrid\n`;
    const { summary } = await importOf(pieces(list), POSTAL);
    assert.deepEqual(summary.channels, { email: 5, post: 1 });
    const people = await inTransaction(fixture.pool('worker'), async (tx) => {
      const key = await fixture.vault.keyOf(tx, recipientScope(CASE));
      const found = await tx.query<{ recipientId: string; channel: string; sealed: Buffer }>(
        'select recipient_id as "recipientId", channel, sealed from recipient where import_id = $1',
        [summary.importId],
      );
      return found.rows.map((row) => ({ channel: row.channel, ...openRecipient(key, row) }));
    });
    assert.deepEqual(people.map(({ name }) => name).sort(), [...names, 'Berta'].sort());
    assert.deepEqual(
      people.filter(({ channel }) => channel === 'post').map(({ address, postal }) => [address, postal]),
      [[null, 'Calle Mayor 1\n28013 Madrid']],
    );
  });

  it('R-9-14 hashes lists the same whoever asks and in any order, and anew when a row changes', async () => {
    const one = await importOf(
      pieces(`email\n${Array.from({ length: 3_000 }, (_, at) => `a${at}@x.test\n`).join('')}`),
    );
    const two = await importOf(pieces('email\nb@x.test\n'));
    assert.equal(await hash(one), one.summary.listHash);
    const both = await hash(one, two);
    assert.equal(await hash(two, one), both);
    assert.notEqual(both, one.summary.listHash);
    const change = async (set: string): Promise<void> => {
      const [id] = [one.summary.importId];
      await fixture.asOwner(
        `update recipient set ${set} where recipient_id = (select min(recipient_id::text)::uuid from recipient where import_id = '${id}')`,
      );
    };
    let before = await hash(one);
    for (const set of [`locale = 'fr'`, `channel = 'none'`, `sealed = sealed || '\\x00'`, `person_key = 'ffff'`]) {
      await change(set);
      const changed = await hash(one);
      assert.notEqual(changed, before, set);
      before = changed;
    }
    assert.match(await hash(), /^[0-9a-f]{64}$/);
  });

  it('tells every thousand lines how far it has come, and counts double lines across pages', async () => {
    const told: number[] = [];
    const people = Array.from({ length: 2_500 }, (_, at) => `c${at % 2_400}@x.test\n`).join('');
    const { summary } = await importOf(pieces(`email\n${people}`), {}, (lines) => told.push(lines));
    assert.deepEqual([summary.count, summary.merged, told], [2_400, 100, [1_000, 2_000, 2_500]]);
  });
});
