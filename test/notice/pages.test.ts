import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startWave } from '../../activities/notice-campaign.ts';
import { putOff } from '../../database/notice-allowance.ts';
import {
  type ClaimedDelivery,
  claimDeliveries,
  giveBack,
  holdLostDeliveries,
  renewLease,
} from '../../database/notice-claims.ts';
import { countDeliveries, nextDueAt, suppressWaiting } from '../../database/notice-ledger.ts';
import { claimPage, endPages } from '../../database/notice-pages.ts';
import { type SettledDelivery, settleDeliveries } from '../../database/notice-results.ts';
import { inTransaction, type Tx } from '../../database/transaction.ts';
import { onDatabase } from '../support/postgres.ts';
import { CASE, csvOf, type WaveFixture, waveFixture } from './wave-fixture.ts';

const PEOPLE = 450;
const LEASE_SECONDS = 30;

describe('lines claimed by the page', () => {
  let fixture: WaveFixture;
  let wave = 0;
  before(async () => {
    fixture = await waveFixture();
  });
  after(() => fixture.close());
  beforeEach(async () => {
    wave += 1;
    await fixture.import(wave, 'affected', csvOf(PEOPLE, wave * 10_000));
    await fixture.approve(wave);
    await startWave(fixture.dependencies(null), key());
  });

  const key = () => ({ caseId: CASE, wave });
  const at = (): Date => fixture.clock.now;
  const atWork = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(fixture.pool('worker'), work);
  const page = (seconds = LEASE_SECONDS) => atWork((tx) => claimPage(tx, key(), at(), seconds));
  const lines = (most = 1_000) => atWork((tx) => claimDeliveries(tx, key(), at(), most, LEASE_SECONDS));
  const settle = (settled: SettledDelivery[]) => atWork((tx) => settleDeliveries(tx, key(), settled));
  const counts = async (): Promise<Record<string, number>> => {
    const counted = await atWork((tx) => countDeliveries(tx, key()));
    return Object.fromEntries(counted.map(({ state, count }) => [state, count]));
  };
  const sent = ({ recipientId, fence }: ClaimedDelivery): SettledDelivery => ({
    ...{ recipientId, fence, state: 'sent', triedAt: at(), nextAttemptAt: null, code: '250', enhancedCode: null },
  });
  const inLedger = async (which: string) =>
    onDatabase(fixture.database.adminUrl, async (db) => {
      const { rows } = await db.query(`select ${which} from notice_delivery where wave = $1`, [wave]);
      return rows[0];
    });
  const first = (claimed: readonly ClaimedDelivery[]): ClaimedDelivery => {
    const [line] = claimed;
    assert.ok(line);
    return line;
  };
  const idsOf = (claimed: readonly ClaimedDelivery[]): string[] => claimed.map(({ recipientId }) => recipientId);

  it('are each handed to one sender, and counted as claimed though none of them was written', async () => {
    const pages = await Promise.all([page(), page(), page(), page()]);
    assert.deepEqual(pages.map(({ length }) => length).sort(), [0, 200, 200, 50].sort());
    assert.equal(new Set(pages.flatMap(idsOf)).size, PEOPLE);
    assert.deepEqual(await inLedger('count(*) filter (where fence is null and attempt = 0)::int as untouched'), {
      untouched: PEOPLE,
    });
    assert.deepEqual(await counts(), { claimed: PEOPLE });
    assert.deepEqual(await lines(), [], 'they are in a living sender’s hands');
  });

  it('bear the claim, the attempt and its instant once they are settled, whatever came of them', async () => {
    const claimed = await page();
    const [told, deferred] = [first(claimed), first(claimed.slice(1))];
    assert.deepEqual([told.attempt, told.firstTriedAt], [1, null]);
    const later = {
      ...sent(deferred),
      state: 'waiting',
      nextAttemptAt: new Date(+at() + 60_000),
      code: '451',
    } as const;
    assert.deepEqual([await settle([sent(told)]), await settle([later])], [1, 1]);
    const tried = await inLedger(
      `array_agg(array[state, attempt::text, (first_tried_at = '${at().toISOString()}')::text, (fence = ${told.fence})::text]
         order by state) filter (where fence is not null) as lines`,
    );
    assert.deepEqual(tried, {
      lines: [
        ['sent', '1', 'true', 'true'],
        ['waiting', '1', 'true', 'true'],
      ],
    });
    assert.equal(await settle([sent(told)]), 0, 'no line is settled twice');
    assert.deepEqual(await counts(), { claimed: 198, sent: 1, waiting: 251 });
  });

  it('R12 pass to another sender once their own is thought dead, as tried once; what it says then is fenced off', async () => {
    const dead = await page(0);
    assert.equal(await settle([sent(first(dead))]), 1);
    const taken = await lines();
    assert.deepEqual([taken.length, new Set(taken.map(({ attempt }) => attempt))], [PEOPLE - 1, new Set([1, 2])]);
    const again = taken.filter(({ attempt }) => attempt === 2);
    assert.deepEqual(idsOf(again).sort(), idsOf(dead.slice(1)).sort());
    assert.ok(again.every(({ firstTriedAt }) => +(firstTriedAt ?? 0) === +at()));
    assert.equal(await settle(dead.slice(1).map(sent)), 0);
    assert.equal(await settle(taken.map(sent)), taken.length);
    assert.deepEqual(await counts(), { sent: PEOPLE });
  });

  it('are waited for while their sender lives, and kept alive by it', async () => {
    const open = [await page(), await page(), await page(1)].map(first);
    for (const { fence } of open) await atWork((tx) => renewLease(tx, key(), fence, 3_600));
    const due = await atWork((tx) => nextDueAt(tx, key()));
    assert.ok(due && +due > Date.now() + 3_000_000, 'no earlier than the leases end');
    assert.deepEqual(await lines(), []);
  });

  it('wait as if never tried when they are given back', async () => {
    const claimed = await page();
    await settle([sent(first(claimed))]);
    await atWork((tx) => giveBack(tx, key(), first(claimed).fence));
    assert.deepEqual(await counts(), { sent: 1, waiting: PEOPLE - 1 });
    const taken = await lines();
    assert.deepEqual([taken.length, new Set(taken.map(({ attempt }) => attempt))], [PEOPLE - 1, new Set([1])]);
  });

  it('of a cancelled wave are suppressed, but for those in a sender’s hands: they end by themselves', async () => {
    const claimed = await page();
    await atWork((tx) => suppressWaiting(tx, key()));
    assert.deepEqual(await counts(), { claimed: 200, suppressed: 250 });
    assert.equal(await settle(claimed.slice(0, 5).map(sent)), 5);
    await atWork((tx) => giveBack(tx, key(), first(claimed).fence));
    await atWork((tx) => suppressWaiting(tx, key()));
    assert.deepEqual(await counts(), { sent: 5, suppressed: PEOPLE - 5 });
    assert.equal(await atWork((tx) => nextDueAt(tx, key())), null);
  });

  it('are put off without counting as tried where the server says slower', async () => {
    const claimed = await page();
    const [line] = claimed;
    assert.ok(line);
    const soon = new Date(+at() + 10_000);
    assert.equal(await atWork((tx) => putOff(tx, key(), line, { code: '451', enhancedCode: null, at: soon })), true);
    assert.equal(await atWork((tx) => putOff(tx, key(), line, { code: '451', enhancedCode: null, at: soon })), false);
    assert.deepEqual(await inLedger('max(attempt) as most, max(put_off) as put_off'), { most: 0, put_off: 1 });
    await settle(claimed.slice(1).map(sent));
    await atWork((tx) => endPages(tx, key(), [line.fence]));
    fixture.clock.now = soon;
    assert.ok(idsOf(await lines()).includes(line.recipientId));
  });

  it('are held for a person where that is the rule and their sender died', async () => {
    await page(0);
    await atWork((tx) => holdLostDeliveries(tx, key()));
    assert.deepEqual(await counts(), { 'unknown-held': 200, waiting: 250 });
    assert.deepEqual(await inLedger(`min(code) as code`), { code: 'SENDER_LOST' });
  });

  it('of somebody another wave tells too are left alone while in a sender’s hands: that wave begins later', async () => {
    const people = csvOf(PEOPLE, wave * 10_000);
    const before = key();
    const claimed = await page();
    wave += 1;
    await fixture.import(wave, 'possiblyAffected', people);
    await fixture.approve(wave);
    await startWave(fixture.dependencies(null), key());
    assert.deepEqual(await counts(), {}, 'it has not begun');
    await atWork((tx) => settleDeliveries(tx, before, claimed.map(sent)));
    await atWork((tx) => endPages(tx, before, [first(claimed).fence]));
    await startWave(fixture.dependencies(null), key());
    assert.deepEqual(await counts(), { suppressed: 200, waiting: 250 });
    wave -= 1;
    assert.deepEqual(await counts(), { sent: 200, suppressed: 250 });
    wave += 1;
  });
});
