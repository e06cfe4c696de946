import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startWave } from '../../activities/notice-campaign.ts';
import { claimDeliveries, renewLease } from '../../database/notice-claims.ts';
import { countDeliveries } from '../../database/notice-ledger.ts';
import { settleDeliveries } from '../../database/notice-results.ts';
import { inTransaction } from '../../database/transaction.ts';
import { CASE, csvOf, type WaveFixture, waveFixture } from './wave-fixture.ts';

const WAVE = { caseId: CASE, wave: 1 };

describe('a lease renewed while results are written', () => {
  let fixture: WaveFixture;
  before(async () => {
    fixture = await waveFixture();
    await fixture.import(1, 'affected', csvOf(5));
    await fixture.approve(1);
    await startWave(fixture.dependencies(null), WAVE);
  });
  after(() => fixture.close());

  it('steps over the lines being settled, so that neither waits for the other', async () => {
    const pool = fixture.pool('worker');
    const lines = await inTransaction(pool, (tx) => claimDeliveries(tx, WAVE, fixture.clock.now, 10, 30));
    const [first] = lines;
    if (!first) throw new Error('Cannot settle: nothing was claimed');
    const sent = {
      recipientId: first.recipientId,
      fence: first.fence,
      state: 'sent' as const,
      triedAt: fixture.clock.now,
      nextAttemptAt: null,
      code: '250',
      enhancedCode: null,
    };
    const renewed = await inTransaction(pool, async (tx) => {
      assert.equal(await settleDeliveries(tx, WAVE, [sent]), 1);
      return inTransaction(pool, (other) => renewLease(other, WAVE, first.fence, 30));
    });
    assert.deepEqual([lines.length, renewed], [5, 4]);
    const counts = await inTransaction(pool, (tx) => countDeliveries(tx, WAVE));
    assert.deepEqual(
      counts.map(({ state, count }) => [state, count]),
      [
        ['claimed', 4],
        ['sent', 1],
      ],
    );
  });
});
