import { saveDocument } from '../../../database/document.ts';
import { inTransaction } from '../../../database/transaction.ts';
import type { Said } from '../../../desk/say.ts';
import { dutiesOf } from '../../../domain/case/duties/index.ts';
import type { Chapter, Scene } from '../rehearsal.ts';
import { CONTROLLER } from './organisations.ts';
import { expectDuty, factsOf, ours, RECEIPT, SUBMITTED_AT } from './story-stage.ts';

export const filed: Chapter = {
  at: '2031-11-27T18:30:00+01:00',
  play: async (scene) => {
    await approveFiling(scene, 'initial');
    await submitFiling(scene, 'initial', 'incomplete', SUBMITTED_AT, 'REGAGE31e00090210001');
    const [phase] = (await factsOf(scene, 'controller')).authorities['ES']?.phases ?? [];
    scene.expect({ source: 'R-33-1', what: 'status of the filing', expected: 'ON_TIME', actual: phase?.status });
    // T-5-1: calendar 27 December, working days 14 January; the earlier one ends at 24:00 in Madrid.
    await expectDuty(
      scene,
      'controller',
      'authority/ES/completion',
      { dueAt: '2031-12-27T23:00:00Z', state: 'open' },
      'T-5-1',
    );
    await expectBothReadings(scene);
    await expectDuty(scene, 'controller', 'authority/ES/initial', { state: 'met' }, 'R-33-1');
  },
};

/** R-5-4: it is not settled whether the thirty days are calendar or working days; both are shown. */
async function expectBothReadings(scene: Scene): Promise<void> {
  const why = dutiesOf(await factsOf(scene, 'controller')).find(
    ({ dutyId }) => dutyId === 'authority/ES/completion',
  )?.why;
  scene.expect({
    source: 'T-5-1',
    what: 'both readings of the 30 days',
    expected: ['2031-12-27', '2032-01-14'],
    actual: why?.match(/\d{4}-\d{2}-\d{2}/g) ?? [],
  });
}

export async function approveFiling(scene: Scene, phase: 'initial' | 'complementary'): Promise<void> {
  const pack = (await factsOf(scene, 'controller')).authorities['ES']?.packs.at(-1);
  const body = { authority: 'ES', phase, packHash: pack?.hash ?? '', dpoAdvice: 'agrees' };
  await scene.say(ours(scene, 'elena'), {
    kind: 'filing.approve',
    body,
    words: { dpoAdvice: 'El DPD aconseja notificar' },
  });
}

export async function submitFiling(
  scene: Scene,
  phase: string,
  subtype: string,
  submittedAt: string,
  registryNumber: string,
): Promise<Said> {
  const belonging = { organisationId: CONTROLLER.organisationId, caseId: scene.cases.get('controller') ?? '' };
  const receipt = { ...belonging, mediaType: 'application/pdf', fileName: `${registryNumber}.pdf`, bytes: RECEIPT };
  const { documentId, sha256 } = await inTransaction(scene.engine.desk.pool, (tx) =>
    saveDocument(tx, scene.engine.desk.vault, receipt),
  );
  const body = { authority: 'ES', phase, subtype, submittedAt, registryNumber, documentId, receiptSha256: sha256 };
  return scene.say(ours(scene, 'carla'), { kind: 'filing.recordSubmission', body });
}
