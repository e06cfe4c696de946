import { checkProof } from '../../../database/notice-proof.ts';
import { findRecipient } from '../../../desk/find-recipient.ts';
import { proveNotices } from '../../../desk/notice-proof.ts';
import { verifyReference } from '../../../desk/notice-reference.ts';
import type { Chapter, Scene } from '../rehearsal.ts';
import { CONTROLLER } from './organisations.ts';
import { ours } from './story-stage.ts';

const ASKS = 'helena@clientes.example';

/** A person who was told twice fears the second letter is phishing, and asks what is held of her (Art. 15). */
export const accessAsked: Chapter = {
  at: '2032-01-09T10:00:00+01:00',
  play: async (scene) => {
    const { desk } = scene.engine;
    const caseId = scene.cases.get('controller') ?? '';
    const found = await findRecipient(desk, CONTROLLER.organisationId, caseId, ASKS);
    const body = { person: found.addressKey, lines: found.held.length, notices: found.notices.length };
    const words = { reason: 'Derecho de acceso, solicitud telefónica' };
    await scene.say(ours(scene, 'diego'), { kind: 'recipients.find', body, words });
    scene.expect({
      source: 'R-34-1',
      what: 'told first that she is not affected, then corrected, once each',
      expected: [
        [1, 'notAffected', 'none', 'sent'],
        [2, 'affected', 'nowConcerned', 'sent'],
      ],
      actual: found.notices.map(({ wave, audience, correction, state }) => [wave, audience, correction, state]),
    });
    await expectGenuine(scene, found.notices.at(-1)?.reference ?? '');
    const { proof, openWaves } = await proveNotices(desk, caseId, { address: ASKS });
    const wrong = proof ? checkProof(JSON.stringify(proof)).wrong : 'no proof';
    scene.expect({
      source: 'R-9-2',
      what: 'her lines proved against the register',
      expected: { waves: [1, 2], openWaves: [], wrong: null },
      actual: { waves: proof?.proved.map(({ wave }) => wave), openWaves, wrong },
    });
  },
};

async function expectGenuine(scene: Scene, reference: string): Promise<void> {
  const { wave, locale, state } = await verifyReference(scene.engine.desk, reference, undefined);
  scene.expect({
    source: 'R-34-2',
    what: 'the reference in her notice is genuine',
    expected: { wave: 2, locale: 'es', state: 'sent' },
    actual: { wave, locale, state },
  });
}
