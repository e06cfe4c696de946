import type { Said } from '../../../desk/say.ts';
import type { Chapter, Scene } from '../rehearsal.ts';
import { LAST_CHOICES, LATER_CHOICES, LATER_CLAIMS } from './later-facts.ts';
import { SECOND_AFFECTED } from './recipients.ts';
import { choiceSaying, claimSayings } from './say-story.ts';
import { approveFiling, submitFiling } from './story-filing.ts';
import { approveWave, importList } from './story-people.ts';
import { expectDuty, factsOf, ours } from './story-stage.ts';

export const widerScope: Chapter = {
  at: '2031-12-19T10:00:00+01:00',
  play: async (scene) => {
    const carla = ours(scene, 'carla');
    for (const saying of claimSayings(LATER_CLAIMS)) await scene.say(carla, saying);
    await scene.say(carla, choiceSaying(LATER_CHOICES));
    const body = { processorId: 'mixpanel', codes: ['a3', 'a5'] };
    await scene.say(carla, { kind: 'processor.recordAnswer', body, words: { answer: 'Recuentos definitivos' } });
    // R-33-4: a wider scope is a complementary filing, not a new clock.
    await expectDuty(
      scene,
      'controller',
      'authority/ES/initial',
      { dueAt: '2031-11-27T23:00:00Z', state: 'met' },
      'R-33-4',
    );
    await importList(scene, 2, 'affected', SECOND_AFFECTED);
    await approveWave(scene, 2);
  },
};

export const completed: Chapter = {
  at: '2031-12-19T16:00:00+01:00',
  play: async (scene) => {
    const counts = (await factsOf(scene, 'controller')).waves[2]?.counts ?? {};
    // One of the four was told on 28 November that she is affected: she is not told again; one was told she is not.
    scene.expect({
      source: 'T-9-4',
      what: 'people told in wave 2',
      expected: { sent: 3, suppressed: 1 },
      actual: { sent: counts['sent'], suppressed: counts['suppressed'] },
    });
    await approveFiling(scene, 'complementary');
    // R-5-3: one later filing is foreseen, complementary and final in one; this is it.
    const said = await submitFiling(scene, 'final', 'complete', '2031-12-19T15:40:00+01:00', 'REGAGE31e00090210002');
    expectWarnings(scene, 'warnings at the one filing foreseen', [], said);
    await expectDuty(scene, 'controller', 'authority/ES/completion', { state: 'met' }, 'R-33-4');
  },
};

export const recounted: Chapter = {
  at: '2032-01-08T10:00:00+01:00',
  play: async (scene) => {
    await scene.say(ours(scene, 'carla'), choiceSaying(LAST_CHOICES));
    // R-33-4: told without undue further delay, and no new 72 hours; the target is our own.
    await expectDuty(
      scene,
      'controller',
      'authority/ES/supplement',
      { dueAt: null, actBy: '2032-01-11T09:00:00Z', state: 'open' },
      'R-33-4',
    );
  },
};

export const modifiedOnceMore: Chapter = {
  at: '2032-01-08T12:00:00+01:00',
  play: async (scene) => {
    await approveFiling(scene, 'complementary');
    const at = '2032-01-08T11:40:00+01:00';
    const said = await submitFiling(scene, 'complementary', 'complete', at, 'REGAGE32e00000810003');
    expectWarnings(scene, 'warnings at a second later filing', ['MODIFICATION_BEYOND'], said);
    await expectDuty(scene, 'controller', 'authority/ES/supplement', { state: 'met' }, 'R-33-4');
  },
};

function expectWarnings(scene: Scene, what: string, expected: string[], said: Said): void {
  scene.expect({ source: 'R-5-3', what, expected, actual: said.findings.map(({ code }) => code) });
}
