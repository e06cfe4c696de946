import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startWave } from '../../activities/notice-campaign.ts';
import { eraseRecipients, recipientScope } from '../../database/recipients.ts';
import { inTransaction } from '../../database/transaction.ts';
import { Refusal } from '../../domain/refusal.ts';
import { onDatabase } from '../support/postgres.ts';
import { CASE, type WaveFixture, waveFixture } from './wave-fixture.ts';

const PERSON = { address: 'marisol@oculta.example', name: 'Marisol Oculta', id: 'PADRON-77' };
const LIST = `email,name,locale,id\n${PERSON.address},${PERSON.name},es,${PERSON.id}\n`;
const TRACES = /marisol|oculta|padron-77/i;

describe('what an erased list leaves behind', () => {
  let fixture: WaveFixture;
  before(async () => {
    fixture = await waveFixture();
    await fixture.import(1, 'affected', LIST);
    await fixture.approve(1);
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: 1 });
  });
  after(() => fixture.close());

  /** Every row of every table, as text; what is stored as bytes is read as text too. */
  const everything = (): Promise<Map<string, string>> =>
    onDatabase(fixture.database.adminUrl, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
          where table_schema in ('public', 'keys') and table_type = 'BASE TABLE'`,
      );
      const dump = new Map<string, string>();
      for (const { name } of rows) {
        const found = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
        dump.set(name, found.rows.map(({ row }) => `${row} ${asText(row)}`).join('\n'));
      }
      return dump;
    });

  it('B5 stores no address, name or id of a person in clear, not even before', async () => {
    for (const [table, rows] of await everything()) assert.doesNotMatch(rows, TRACES, table);
  });

  it('R-9-5 leaves outcomes that lead to nobody: no row of a person, and hashes that nobody can compute again', async () => {
    const key = await inTransaction(fixture.pool('worker'), (tx) => fixture.vault.keyOf(tx, recipientScope(CASE)));
    const hashes = [key.mac(`${PERSON.address}\n${PERSON.id}`), key.mac(PERSON.address)];
    await inTransaction(fixture.pool('worker'), async (tx) => {
      assert.equal(await eraseRecipients(tx, CASE), 1);
      await fixture.vault.destroyKey(tx, recipientScope(CASE), fixture.clock.now);
    });
    const left = await everything();
    assert.equal(left.get('public.recipient'), '');
    assert.equal(left.get('public.recipient_import'), '');
    assert.ok(left.get('public.notice_delivery')?.includes(hashes[0] ?? '-'), 'the line stays, under its keyed hash');
    for (const [table, rows] of left) {
      assert.doesNotMatch(rows, TRACES, table);
      assert.ok(!rows.includes(hashes[1] ?? '-'), `${table} still knows the address by its hash`);
    }
    await assert.rejects(
      inTransaction(fixture.pool('worker'), (tx) => fixture.vault.mac(tx, recipientScope(CASE), PERSON.address)),
      (refusal) => refusal instanceof Refusal && refusal.details.code === 'KEY_DESTROYED',
    );
  });
});

const asText = (row: string): string =>
  [...row.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1')).join(' ');
