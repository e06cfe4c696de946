import type { Chapter } from '../rehearsal.ts';
import { CONTROLLER, INSURED, VENDOR } from './organisations.ts';
import { organisationSayings } from './say-story.ts';
import { DETECTED_AT, expectDuty, ours, theirs } from './story-stage.ts';

export const describeOrganisations: Chapter = {
  at: '2031-11-09T08:00:00+01:00',
  play: async (scene) => {
    for (const saying of organisationSayings(CONTROLLER, { blockYears: 3 }, INSURED))
      await scene.say({ ...ours(scene, 'diego'), caseId: null }, saying);
    for (const saying of organisationSayings(VENDOR))
      await scene.say({ ...theirs(scene, 'tess'), caseId: null }, saying);
  },
};

export const vendorDetects: Chapter = {
  at: '2031-11-09T09:00:00+01:00',
  play: async (scene) => {
    const body = {
      learnedAt: DETECTED_AT,
      precision: 'date',
      from: 'confirmation',
      certain: true,
      drill: true,
      role: 'processor',
    };
    const words = { what: 'Unauthorised access to part of our infrastructure; an analytics data set was exported' };
    const { caseId } = await scene.say({ ...theirs(scene, 'rita'), caseId: null }, { kind: 'case.open', body, words });
    scene.cases.set('vendor', caseId ?? '');
    for (const { controllerId, contractHours, words: named } of VENDOR.controllers) {
      await scene.say(theirs(scene, 'sam'), {
        kind: 'controller.add',
        body: { controllerId, contractHours },
        words: named,
      });
    }
    // R-33-2: the law names no hours for a processor; the contracts say 48 and 24.
    await expectDuty(
      scene,
      'vendor',
      'controller/1/notice',
      { dueAt: '2031-11-10T23:00:00Z', state: 'open' },
      'R-33-2',
    );
    await expectDuty(
      scene,
      'vendor',
      'controller/2/notice',
      { dueAt: '2031-11-09T23:00:00Z', state: 'open' },
      'R-33-2',
    );
  },
};

export const vendorTells: Chapter = {
  at: '2031-11-25T09:00:00+01:00',
  play: async (scene) => {
    for (const { controllerId } of VENDOR.controllers) {
      const body = { controllerId, noticedAt: '2031-11-25T09:00:00+01:00' };
      await scene.say(theirs(scene, 'sam'), {
        kind: 'controller.recordNotice',
        body,
        words: { what: 'Formal notice with the affected data set' },
      });
    }
    await expectDuty(scene, 'vendor', 'controller/1/notice', { state: 'met' }, 'R-33-2');
  },
};
