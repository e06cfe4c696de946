import { DELAY_REASONS, PRECISIONS } from '../codes/filing.ts';
import {
  ALTERATION,
  BREACH_TYPES,
  CAUSES,
  DISCOVERERS,
  EXFILTRATION,
  INCIDENTS,
  LOSS,
  UNINTELLIGIBLE,
  WHEN,
} from '../codes/nature.ts';
import { DATE, DAY, fieldsOf, INSTANT, oneOf, someOf, WORDS, when, YES_NO } from '../field.ts';
import { WHAT_LABELS } from './labels-what.ts';

const field = fieldsOf(WHAT_LABELS);

const nature = { code: 'a1' } as const;
const confidentiality = { code: 'a1', need: when('types', 'confidentiality') } as const;

/** Sections F and G of the EDPB common template: time, and nature of the breach. */
export const WHAT = [
  field('when', 'F[44]', oneOf(WHEN), { code: 'start' }),
  field('estimatedOnly', 'F[45]', YES_NO, { need: when('when', 'day', 'range', 'since_ongoing'), code: 'start' }),
  field('start', 'F[46]', DAY, { need: when('when', 'day', 'range', 'since_ongoing'), code: 'start' }),
  field('end', 'F[47]', DAY, { need: when('when', 'range'), code: 'start' }),
  field('controllerAwareAt', 'F[48]', INSTANT, { saidBy: 'awareness' }),
  field('awarePrecision', 'F[48]', oneOf(PRECISIONS), { need: 'optional', saidBy: 'awareness' }),
  field('lateReasons', 'F[49]', oneOf(DELAY_REASONS), { need: when('lateness', 'LATE'), saidBy: 'delay' }),
  field('lateReasonsText', 'F[49]', WORDS, { need: when('lateReasons', 'other'), saidBy: 'delay' }),
  field('discoveredBy', 'F[50]', oneOf(DISCOVERERS), nature),
  field('discoveryText', 'F[51]', WORDS, nature),
  field('otherPartyToldOn', 'F[52]', DATE, {
    need: when('discoveredBy', 'processor', 'external'),
    code: 'a1',
    saidBy: 'processor',
  }),
  field('timelineText', 'F[53]', WORDS, { need: when('involved', true), code: 'a1' }),

  field('types', 'G[55]', someOf(BREACH_TYPES), nature),
  field('cKind', 'G[56]', oneOf(EXFILTRATION), confidentiality),
  field('unintelligible', 'G[57]', oneOf(UNINTELLIGIBLE), confidentiality),
  field('iKind', 'G[58]', oneOf(ALTERATION), { code: 'a1', need: when('types', 'integrity') }),
  field('aKind', 'G[59]', oneOf(LOSS), { code: 'a1', need: when('types', 'availability') }),
  field('incident', 'G[60]', someOf(INCIDENTS), nature),
  field('cause', 'G[61]', oneOf(CAUSES), nature),
  field('causeText', 'G[62]', WORDS, nature),
  field('systemsText', 'G[63]', WORDS, nature),
];
