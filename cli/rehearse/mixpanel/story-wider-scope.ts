import type { Chapter } from '../rehearsal.ts';
import { LATER_CHOICES, LATER_CLAIMS } from './later-facts.ts';
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
    await submitFiling(scene, 'complementary', 'complete', '2031-12-19T15:40:00+01:00', 'REGAGE31e00090210002');
    await expectDuty(scene, 'controller', 'authority/ES/completion', { state: 'met' }, 'R-33-4');
  },
};
