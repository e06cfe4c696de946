import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startWave } from '../../activities/notice-campaign.ts';
import { findRecipient } from '../../desk/find-recipient.ts';
import { proveNotices } from '../../desk/notice-proof.ts';
import { verifyReference } from '../../desk/notice-reference.ts';
import { Refusal } from '../../domain/refusal.ts';
import { onDatabase } from '../support/postgres.ts';
import { CASE, ORGANISATION, type WaveFixture, waveFixture } from './wave-fixture.ts';

const LIST = [
  'email,name,id',
  'familia@casa.example,Ana,A-1',
  'familia@casa.example,Pau,A-2',
  'otra@casa.example,Luz,A-3',
].join('\n');

describe('people who share a mailbox and are told apart by the list', () => {
  let fixture: WaveFixture;
  let references: { reference: string; address_key: string }[];
  const desk = () => ({ pool: fixture.pool('desk'), vault: fixture.vault });
  before(async () => {
    fixture = await waveFixture();
    await fixture.import(1, 'affected', `${LIST}\n`);
    await fixture.approve(1);
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: 1 });
    references = await onDatabase(fixture.database.adminUrl, async (client) => {
      const sql = `select reference, address_key from notice_delivery join recipient using (recipient_id)`;
      return (await client.query(sql)).rows;
    });
  });
  after(() => fixture.close());

  it("B6-5 are told that each one's notice was written to their address, and to no other", async () => {
    const answers = await Promise.all(
      references.map(async ({ reference, address_key }) => {
        const { matches } = await verifyReference(desk(), reference, 'familia@casa.example');
        return [address_key, matches] as const;
      }),
    );
    assert.deepEqual(answers.map(([, matches]) => matches).sort(), [false, true, true]);
    assert.equal(new Set(answers.filter(([, matches]) => matches).map(([key]) => key)).size, 1);
  });

  it('are both found, and both have their lines proved, by the address alone', async () => {
    const { held, notices, addressKey } = await findRecipient(desk(), ORGANISATION, CASE, 'familia@casa.example');
    assert.deepEqual(held.map(({ person }) => person.name).sort(), ['Ana', 'Pau']);
    assert.equal(notices.length, 2);
    const found = await proveNotices(desk(), CASE, { address: 'familia@casa.example' });
    assert.deepEqual([found.proof, found.openWaves, found.personKey], [null, [1, 1], addressKey]);
  });

  it('R-9-7 are looked up by nobody once their lists are blocked, in no command', async () => {
    await fixture.enter('recipients.block', { count: 3 });
    const [first] = references;
    const lookUps = [
      () => findRecipient(desk(), ORGANISATION, CASE, 'otra@casa.example'),
      () => verifyReference(desk(), first?.reference ?? '', 'otra@casa.example'),
      () => proveNotices(desk(), CASE, { address: 'otra@casa.example' }),
    ];
    for (const lookUp of lookUps) {
      await assert.rejects(
        lookUp,
        (refusal) => refusal instanceof Refusal && refusal.details.code === 'RECIPIENTS_BLOCKED',
      );
    }
    assert.equal((await verifyReference(desk(), first?.reference ?? '', undefined)).matches, null);
  });
});
