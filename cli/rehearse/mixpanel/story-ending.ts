import { readWords } from '../../../database/narrative.ts';
import { entriesOfCase } from '../../../database/register.ts';
import { inSnapshot } from '../../../database/transaction.ts';
import { verifyRegister } from '../../../database/verify.ts';
import { stageOf } from '../../../domain/case/stage.ts';
import type { Chapter, Scene } from '../rehearsal.ts';
import { CONTROLLER, VENDOR } from './organisations.ts';
import { expectDuty, factsOf, ours, theirs } from './story-stage.ts';

export const closed: Chapter = {
  at: '2032-01-12T10:00:00+01:00',
  play: async (scene) => {
    const { cases } = scene;
    await scene.say(ours(scene, 'elena'), {
      kind: 'case.close',
      body: {},
      words: { reason: 'Notificada, completada y comunicada' },
    });
    await scene.say(theirs(scene, 'ulla'), {
      kind: 'case.close',
      body: {},
      words: { reason: 'Every controller was told' },
    });
    scene.expect({
      source: 'Annex B',
      what: `stage of ${cases.get('controller')}`,
      expected: 'closed',
      actual: stageOf(await factsOf(scene, 'controller')),
    });
    // R-9-5..7 from 12 January 2032, 10:00 Madrid: 90 days lie in summer time.
    await expectDuty(scene, 'controller', 'retention/recipients', { actBy: '2032-04-11T08:00:00Z' }, 'R-9-7');
    await expectDuty(scene, 'controller', 'retention/file', { actBy: '2037-01-12T09:00:00Z' }, 'R-9-6');
  },
};

export const blocked: Chapter = {
  at: '2032-04-12T12:00:00+02:00',
  play: async (scene) => {
    const { recipientsBlockedAt } = await factsOf(scene, 'controller');
    scene.expect({ source: 'R-9-7', what: 'recipients blocked', expected: true, actual: recipientsBlockedAt !== null });
    await expectDuty(scene, 'controller', 'retention/recipients', { actBy: '2035-01-12T09:00:00Z' }, 'R-9-5');
  },
};

export const erased: Chapter = {
  at: '2035-01-13T12:00:00+01:00',
  play: async (scene) => {
    const left = await inSnapshot(scene.engine.pool, async (tx) => {
      const { rows } = await tx.query<{ count: number }>('select count(*)::int as count from recipient');
      return rows[0]?.count;
    });
    scene.expect({ source: 'R-9-5', what: 'recipients left', expected: 0, actual: left });
  },
};

export const keyDestroyed: Chapter = { at: '2037-01-13T12:00:00+01:00', play: async () => {} };

/** T-9-2: no word of a case can be read any more, and the chain goes on verifying. */
export async function finish(scene: Scene): Promise<void> {
  const { engine, cases } = scene;
  const { readable, entries } = await inSnapshot(engine.pool, async (tx) => {
    const words = (await entriesOfCase(tx, cases.get('controller') ?? '')).flatMap(({ body }) =>
      Object.entries(body.words ?? {}),
    );
    const read = await readWords(
      tx,
      engine.desk.vault,
      Object.fromEntries(words.map(([, ref], index) => [String(index), ref])),
    );
    return { readable: Object.values(read).filter((text) => text !== null).length, entries: words.length };
  });
  scene.expect({
    source: 'T-9-2',
    what: 'words of the case still readable',
    expected: { readable: 0, some: true },
    actual: { readable, some: entries > 0 },
  });
  for (const organisationId of [CONTROLLER.organisationId, VENDOR.organisationId]) {
    const { ok } = await inSnapshot(engine.pool, (tx) => verifyRegister(tx, organisationId));
    scene.expect({ source: 'R-33-5', what: `register of ${organisationId} verifies`, expected: true, actual: ok });
  }
  scene.expect({
    source: 'engine',
    what: 'activities that had to be tried again',
    expected: [],
    actual: engine.retries,
  });
}
