import type { Story } from '../rehearsal.ts';
import { CONTROLLER } from './organisations.ts';
import { accessAsked } from './story-access.ts';
import { controllerOpens, factsRecorded, insurerTold, processorAnswers, riskAssessed } from './story-controller.ts';
import { blocked, closed, erased, finish, keyDestroyed } from './story-ending.ts';
import { filed } from './story-filing.ts';
import { firstWaveDone, peopleTold } from './story-people.ts';
import { describeOrganisations, vendorDetects, vendorTells } from './story-vendor.ts';
import { completed, modifiedOnceMore, recounted, widerScope } from './story-wider-scope.ts';

export const MIXPANEL: Story = {
  name: 'mixpanel',
  zone: CONTROLLER.zone,
  yearsAhead: 6,
  chapters: [
    describeOrganisations,
    vendorDetects,
    vendorTells,
    controllerOpens,
    factsRecorded,
    insurerTold,
    processorAnswers,
    riskAssessed,
    filed,
    peopleTold,
    firstWaveDone,
    widerScope,
    completed,
    recounted,
    modifiedOnceMore,
    accessAsked,
    closed,
    blocked,
    erased,
    keyDestroyed,
  ],
  finish,
};
