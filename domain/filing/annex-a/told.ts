import { ATTACHMENTS, EXEMPTIONS, INFORMED, MEANS, PEOPLE_TOLD } from '../codes/consequences.ts';
import { Y_N_UNKNOWN } from '../codes.ts';
import {
  COUNT,
  COUNT_PER_COUNTRY,
  COUNTRIES,
  DATE,
  fieldsOf,
  oneOf,
  REFERENCE,
  someOf,
  WORDS,
  when,
  YES_NO,
} from '../field.ts';
import { TOLD_LABELS } from './labels-told.ts';

const field = fieldsOf(TOLD_LABELS);

const told = { code: 'people', need: when('status', 'yes') } as const;
const exempt = { code: 'people', need: when('status', 'no_exempt_34_3') } as const;
const across = { need: when('crossBorder', 'y') } as const;
const outside = { need: when('nonEea', true) } as const;

/** Sections M to Q of the EDPB common template: people and others told, countries, attachments. */
export const TOLD = [
  field('status', 'M[97]', oneOf(PEOPLE_TOLD), { code: 'people' }),
  field('startedOn', 'M[98]', DATE, told),
  field('plannedOn', 'M[99]', DATE, { code: 'people', need: when('status', 'no_will_on_date') }),
  field('exemption', 'M[100]', oneOf(EXEMPTIONS), exempt),
  field('exemptionText', 'M[101]', WORDS, exempt),
  field('informed', 'M[102]', oneOf(INFORMED), told),
  field('informedText', 'M[103]', WORDS, { code: 'people', need: when('informed', 'not_all') }),
  field('informedCount', 'M[103]', COUNT, told),
  field('means', 'M[104]', oneOf(MEANS), {
    code: 'people',
    need: [...when('status', 'yes'), ...when('exemption', 'c')],
  }),
  field('meansText', 'M[105]', WORDS, { code: 'people', need: when('means', 'other') }),
  field('contentText', 'M[106]', WORDS, told),

  field('police', 'N[109]', oneOf(Y_N_UNKNOWN)),
  field('otherAuthorities', 'N[110]', oneOf(Y_N_UNKNOWN)),
  field('othersToldText', 'N[111]', WORDS, { need: [...when('police', 'y'), ...when('otherAuthorities', 'y')] }),

  field('crossBorder', 'O[113]', oneOf(Y_N_UNKNOWN)),
  field('leadSA', 'O[114]', REFERENCE, across),
  field('establishments', 'O[115]', COUNTRIES, across),
  field('affectedCountries', 'O[116]', COUNTRIES, across),
  field('countPerCountry', 'O[117]', COUNT_PER_COUNTRY, across),
  field('authoritiesTold', 'O[118]', COUNTRIES, across),

  field('nonEea', 'P[120]', YES_NO, { saidBy: 'organisation' }),
  field('nonEeaCountries', 'P[121]', COUNTRIES, outside),
  field('nonEeaCountPerCountry', 'P[122]', COUNT_PER_COUNTRY, outside),
  field('nonEeaAuthorities', 'P[123]', COUNTRIES, outside),

  field('attachments', 'Q[125]', someOf(ATTACHMENTS), { need: 'optional' }),
  field('attachmentsText', 'Q[126]', WORDS, { need: 'optional' }),
];
