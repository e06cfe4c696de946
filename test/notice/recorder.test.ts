import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeliveryRecorder } from '../../activities/delivery-recorder.ts';
import type { SettledDelivery } from '../../database/notice-results.ts';

const CONNECTIONS = 8;
const W = 24;

const line = (at: number): SettledDelivery => ({
  ...{ recipientId: String(at), fence: 1, state: 'sent', triedAt: new Date(0) },
  ...{ nextAttemptAt: null, code: '250', enhancedCode: null },
});

describe('results on their way to the ledger', () => {
  it(`A2-2 are never more than ${W} together with the messages in the air, however long a commit takes`, async () => {
    const commits: (() => void)[] = [];
    const written: number[] = [];
    const port = {
      write: () => new Promise<void>((resolve) => commits.push(resolve)),
      written: (group: readonly SettledDelivery[]) => void written.push(group.length),
      mayRetry: () => false,
    };
    const recorder = new DeliveryRecorder(port, CONNECTIONS);
    let letOut = 0;
    const sending = Array.from({ length: 3 * W }, async (_, at) => {
      await recorder.room();
      letOut += 1;
      recorder.add(line(at), true);
    });
    await new Promise(setImmediate);
    assert.equal(letOut, W);
    while (written.reduce((sum, count) => sum + count, 0) < 3 * W) {
      commits.shift()?.();
      await new Promise(setImmediate);
      assert.ok(letOut - written.reduce((sum, count) => sum + count, 0) <= W);
    }
    await Promise.all(sending);
    await recorder.end();
    assert.equal(letOut, 3 * W);
  });

  it('tell who waits for them that the ledger could not be written', async () => {
    const port = { write: () => Promise.reject(new Error('away')), written: () => {}, mayRetry: () => false };
    const recorder = new DeliveryRecorder(port, CONNECTIONS);
    await recorder.room();
    recorder.add(line(1), true);
    await assert.rejects(recorder.end(), /away/);
    assert.ok(recorder.failed);
  });
});
