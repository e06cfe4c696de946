import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { loadFacts, lockCase } from '../../database/case.ts';
import { engineEntry, enter } from '../../database/enter.ts';
import { listStatements } from '../../database/statement.ts';
import { inSnapshot, inTransaction } from '../../database/transaction.ts';
import type { NewSaying } from '../../desk/say.ts';
import { Refusal } from '../../domain/refusal.ts';
import { startersOf } from '../../worker/starters.ts';
import { tellOfOutsideEntries } from '../../worker/watch.ts';
import { ORGANISATION, remindersMailed } from '../support/case-story.ts';
import { liveCase } from '../support/live-case.ts';
import { onRing } from '../support/ring.ts';

const { base: live, options } = await onRing(() => liveCase());

const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();
const open = async (hours: number): Promise<string> => {
  const body = { learnedAt: hoursAgo(hours), precision: 'instant', from: 'confirmation', certain: true };
  return (await live.tell('carla', { kind: 'case.open', caseId: null, body })).caseId ?? '';
};
const risk = (value: string) => ({ risk: value, conclusion33: 'notify', conclusion34: 'voluntary' });

describe('a case whose worker or workflow goes away', options, () => {
  after(() => live.close());

  it('what was said while no worker ran waits, and is delivered once and in order when one is back', async () => {
    const caseId = await open(1);
    await live.stopWorker();
    const assertSaved = async (saying: NewSaying): Promise<void> => {
      await assert.rejects(live.say('dpo', saying), (error) => {
        assert.ok(error instanceof Refusal, String(error));
        assert.deepEqual([error.details.code, error.exit], ['SAVED_WAITING', 75]);
        return true;
      });
    };
    await assertSaved({ kind: 'risk.assess', caseId, body: risk('unlikely'), words: { reasons: 'old data' } });
    await assertSaved({ kind: 'risk.assess', caseId, body: risk('risk') });
    const waiting = await inSnapshot(live.pool, (tx) => listStatements(tx, { state: 'waiting', caseId }));
    assert.deepEqual(
      waiting.map(({ body }) => body['risk']),
      ['unlikely', 'risk'],
    );

    await live.startWorker();
    while ((await inSnapshot(live.pool, (tx) => listStatements(tx, { state: 'waiting' }))).length > 0) {
      await live.courier();
    }
    await live.settle();
    const { assessments } = await live.factsOf(caseId);
    assert.deepEqual(
      assessments.map(({ risk: value }) => value),
      ['unlikely', 'risk'],
    );
  });

  it('a terminated case is started again from the register, says so, and sends no reminder twice', async () => {
    const caseId = await open(61);
    const before = remindersMailed(live.mails, caseId).length;
    assert.equal(before, 1, 'eleven hours are left: one catch-up mail');
    await live.client.workflow.getHandle(caseId).terminate('by mistake');
    const { started, alerts } = await live.watch();
    assert.equal(started, 1);
    assert.deepEqual(
      alerts.map(({ ids }) => ids),
      [{ caseId }],
    );
    await live.settle();
    assert.equal((await live.watch()).started, 0);
    assert.equal(remindersMailed(live.mails, caseId).length, before);
    assert.ok((await live.entriesOf(caseId)).some(({ kind }) => kind === 'watch.restart'));
    await live.tell('dpo', { kind: 'risk.assess', caseId, body: risk('risk') });
    assert.equal((await live.factsOf(caseId)).assessments.length, 1);
  });

  it('a case that read the register before its restart was entered there is told to look again', async () => {
    const caseId = await open(2);
    const handle = live.client.workflow.getHandle(caseId);
    await handle.terminate('by mistake');
    const afterItsFirstLook = async (): Promise<Date> => {
      while ((await handle.query<object | null>('getStatus')) === null);
      return new Date();
    };
    assert.equal((await live.watch(afterItsFirstLook)).started, 1);
    await live.settle();
    assert.equal((await live.watch()).started, 0);
  });

  it('a case hears of what was entered past it, though whoever entered it died before telling it', async () => {
    const caseId = await open(2);
    await inTransaction(live.pool, async (tx) => {
      await lockCase(tx, caseId);
      const facts = await loadFacts(tx, ORGANISATION, caseId);
      await enter(tx, engineEntry(facts, 'watch.restart', { what: 'campaign' }, new Date()));
    });
    const handle = live.client.workflow.getHandle(caseId);
    const versionHeard = async (): Promise<number> => (await handle.query<{ version: number }>('getStatus')).version;
    const { version } = await live.factsOf(caseId);
    assert.equal(await versionHeard(), version - 1);
    const { nudgeCase } = startersOf(live.client);
    assert.ok((await tellOfOutsideEntries({ pool: live.pool, nudgeCase }, 3_600)) > 0);
    await live.settle();
    assert.equal(await versionHeard(), version);
  });

  it('a statement to a terminated case starts it again by itself', async () => {
    const caseId = await open(2);
    await live.client.workflow.getHandle(caseId).terminate('by mistake');
    await live.tell('dpo', { kind: 'risk.assess', caseId, body: risk('high') });
    assert.equal((await live.watch()).started, 0);
  });
});
