import { readNotice } from '../../../database/notice-content.ts';
import { hashOfLists } from '../../../database/recipients.ts';
import { inSnapshot } from '../../../database/transaction.ts';
import { importRecipients } from '../../../desk/recipients-import.ts';
import type { Audience } from '../../../domain/case/facts.ts';
import { noticeTextHash } from '../../../domain/notice/content.ts';
import { noticeTemplateSources } from '../../../templates/notice.ts';
import type { Chapter, Scene } from '../rehearsal.ts';
import { CONTROLLER } from './organisations.ts';
import { FIRST_AFFECTED, NOT_AFFECTED } from './recipients.ts';
import { factsOf, ours } from './story-stage.ts';

export async function importList(scene: Scene, wave: number, audience: Audience, csv: string): Promise<void> {
  const caseId = scene.cases.get('controller') ?? '';
  const form = { delimiter: ',', encoding: 'utf8' as const, columns: {}, locales: { standard: 'es', fallback: {} } };
  const request = { organisationId: CONTROLLER.organisationId, caseId, wave, audience, form };
  const { summary } = await importRecipients(scene.engine.importer, request, one(csv));
  await scene.say(ours(scene, 'carla'), { kind: 'recipients.import', body: { ...summary } });
}

async function* one(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

export async function approveWave(scene: Scene, number: number): Promise<void> {
  const facts = await factsOf(scene, 'controller');
  const imports = facts.waves[number]?.imports ?? [];
  const body = await inSnapshot(scene.engine.pool, async (tx) => {
    const { content, templates } = await readNotice(tx, scene.engine.desk.vault, facts, null);
    const importIds = imports.map(({ importId }) => importId);
    return {
      wave: number,
      textHash: noticeTextHash(noticeTemplateSources(templates), content),
      listHash: await hashOfLists(tx, importIds),
      count: imports.reduce((sum, { count }) => sum + count, 0),
      audiences: imports.map(({ audience }) => audience),
    };
  });
  const words = { reasonForEveryone: 'También se informa a quienes no están afectados, para atajar la suplantación' };
  await scene.say(ours(scene, 'elena'), { kind: 'notice.approve', body, words });
}

export const peopleTold: Chapter = {
  at: '2031-11-28T09:00:00+01:00',
  play: async (scene) => {
    await importList(scene, 1, 'affected', FIRST_AFFECTED);
    await importList(scene, 1, 'notAffected', NOT_AFFECTED);
    await approveWave(scene, 1);
  },
};

export const firstWaveDone: Chapter = {
  at: '2031-11-28T12:00:00+01:00',
  play: async (scene) => {
    const wave = (await factsOf(scene, 'controller')).waves[1];
    scene.expect({
      source: 'R-9-14',
      what: 'people told in wave 1',
      expected: { sent: 10, done: true },
      actual: { sent: wave?.counts['sent'], done: wave?.completedAt != null },
    });
    const claims = [
      { key: 'status', value: 'yes', source: 'controller', confidence: 'confirmed', chosen: true },
      { key: 'startedOn', value: '2031-11-28', source: 'controller', confidence: 'confirmed', chosen: true },
      { key: 'means', value: 'individual', source: 'controller', confidence: 'confirmed', chosen: true },
      { key: 'informed', value: 'all', source: 'controller', confidence: 'confirmed', chosen: true },
    ];
    await scene.say(ours(scene, 'carla'), { kind: 'case.recordFacts', body: { claims } });
  },
};
