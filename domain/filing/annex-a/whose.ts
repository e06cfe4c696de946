import {
  CONSEQUENCES_A,
  CONSEQUENCES_C,
  CONSEQUENCES_I,
  IMPACTS,
  RISK_OUTCOMES,
  SEVERITIES,
} from '../codes/consequences.ts';
import {
  DATA_TYPES,
  MEASURES_ADDRESSING,
  MEASURES_BEFORE,
  MEASURES_PREVENTIVE,
  PEOPLE,
} from '../codes/people-and-data.ts';
import { COUNT_KINDS } from '../codes.ts';
import { COUNT, fieldsOf, oneOf, someOf, WORDS, when } from '../field.ts';
import { WHOSE_LABELS } from './labels-whose.ts';

const field = fieldsOf(WHOSE_LABELS);

const consequence = { code: 'c' } as const;
const measure = { code: 'd' } as const;

/** Sections H to L of the EDPB common template: people, data, consequences, measures before and after. */
export const WHOSE = [
  field('categories', 'H[65]', someOf(PEOPLE), { code: 'a2' }),
  field('categoriesText', 'H[66]', WORDS, { code: 'a2' }),
  field('countKind', 'H[67]', oneOf(COUNT_KINDS), { code: 'a3' }),
  field('count', 'H[68]', COUNT, { code: 'a3', need: when('countKind', 'exact', 'approximate') }),

  field('dataTypes', 'I[70]', someOf(DATA_TYPES), { code: 'a4' }),
  field('dataTypesText', 'I[71]', WORDS, { code: 'a4' }),
  field('recordKind', 'I[72]', oneOf(COUNT_KINDS), { code: 'a5' }),
  field('recordCount', 'I[73]', COUNT, { code: 'a5', need: when('recordKind', 'exact', 'approximate') }),
  field('recordText', 'I[73]', WORDS, { code: 'a5', need: when('recordKind', 'exact', 'approximate') }),

  field('measuresBefore', 'J[75]', someOf(MEASURES_BEFORE), measure),
  field('measuresBeforeText', 'J[76]', WORDS, measure),

  field('consequences.c', 'K[79]', someOf(CONSEQUENCES_C), { code: 'c', need: when('types', 'confidentiality') }),
  field('consequences.cText', 'K[80]', WORDS, { code: 'c', need: when('consequences.c', 'other') }),
  field('consequences.i', 'K[81]', someOf(CONSEQUENCES_I), { code: 'c', need: when('types', 'integrity') }),
  field('consequences.iText', 'K[82]', WORDS, { code: 'c', need: when('consequences.i', 'other') }),
  field('consequences.a', 'K[83]', someOf(CONSEQUENCES_A), { code: 'c', need: when('types', 'availability') }),
  field('consequences.aText', 'K[84]', WORDS, { code: 'c', need: when('consequences.a', 'other') }),
  field('impact', 'K[85]', someOf(IMPACTS), consequence),
  field('impactText', 'K[86]', WORDS, { code: 'c', need: when('impact', 'other') }),
  field('severity', 'K[87]', oneOf(SEVERITIES), consequence),
  field('riskOutcome', 'K[89]', oneOf(RISK_OUTCOMES), { code: 'risk', saidBy: 'assessment' }),
  field('method', 'K[90]', WORDS, {
    code: 'risk',
    saidBy: 'assessment',
    need: when('riskOutcome', 'high', 'risk', 'unlikely'),
  }),

  field('addressing', 'L[92]', someOf(MEASURES_ADDRESSING), measure),
  field('preventive', 'L[94]', someOf(MEASURES_PREVENTIVE), measure),
  field('measuresText', 'L[95]', WORDS, measure),
];
