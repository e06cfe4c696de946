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
import { COUNT, field, oneOf, someOf, WORDS, when } from '../field.ts';

const consequence = { code: 'c' } as const;
const measure = { code: 'd' } as const;

/** Sections H to L of the EDPB common template: people, data, consequences, measures before and after. */
export const WHOSE = [
  field('categories', 'H[65]', someOf(PEOPLE), ['Perfil de las personas', 'Categories of people'], { code: 'a2' }),
  field('categoriesText', 'H[66]', WORDS, ['Descripción de las personas', 'Description of the people'], { code: 'a2' }),
  field('countKind', 'H[67]', oneOf(COUNT_KINDS), ['Número de personas: ¿exacto?', 'Number of people: how exact'], {
    code: 'a3',
  }),
  field('count', 'H[68]', COUNT, ['Número de personas', 'Number of people'], {
    code: 'a3',
    need: when('countKind', 'exact', 'approximate'),
  }),

  field('dataTypes', 'I[70]', someOf(DATA_TYPES), ['Tipos de datos', 'Types of data'], { code: 'a4' }),
  field('dataTypesText', 'I[71]', WORDS, ['Descripción de los datos', 'Description of the data'], { code: 'a4' }),
  field('recordKind', 'I[72]', oneOf(COUNT_KINDS), ['Número de registros: ¿exacto?', 'Number of records: how exact'], {
    code: 'a5',
  }),
  field('recordCount', 'I[73]', COUNT, ['Número de registros', 'Number of records'], {
    code: 'a5',
    need: when('recordKind', 'exact', 'approximate'),
  }),
  field('recordText', 'I[73]', WORDS, ['Qué es un registro', 'What a record is'], {
    code: 'a5',
    need: when('recordKind', 'exact', 'approximate'),
  }),

  field('measuresBefore', 'J[75]', someOf(MEASURES_BEFORE), ['Medidas previas', 'Measures before'], measure),
  field(
    'measuresBeforeText',
    'J[76]',
    WORDS,
    ['Descripción de las medidas previas', 'Description of measures before'],
    measure,
  ),

  field(
    'consequences.c',
    'K[79]',
    someOf(CONSEQUENCES_C),
    ['Consecuencias: confidencialidad', 'Consequences: confidentiality'],
    {
      code: 'c',
      need: when('types', 'confidentiality'),
    },
  ),
  field('consequences.i', 'K[81]', someOf(CONSEQUENCES_I), ['Consecuencias: integridad', 'Consequences: integrity'], {
    code: 'c',
    need: when('types', 'integrity'),
  }),
  field(
    'consequences.a',
    'K[83]',
    someOf(CONSEQUENCES_A),
    ['Consecuencias: disponibilidad', 'Consequences: availability'],
    {
      code: 'c',
      need: when('types', 'availability'),
    },
  ),
  field('impact', 'K[85]', someOf(IMPACTS), ['Efectos sobre las personas', 'Impact on people'], consequence),
  field('impactText', 'K[86]', WORDS, ['Descripción de los efectos', 'Description of the impact'], {
    code: 'c',
    need: when('impact', 'other'),
  }),
  field('severity', 'K[87]', oneOf(SEVERITIES), ['Gravedad para las personas', 'Severity for people'], consequence),
  field('riskOutcome', 'K[89]', oneOf(RISK_OUTCOMES), ['Valoración del riesgo', 'Outcome of the risk assessment'], {
    code: 'risk',
    saidBy: 'assessment',
  }),
  field('method', 'K[90]', WORDS, ['Método y factores', 'Method and factors'], {
    code: 'risk',
    saidBy: 'assessment',
    need: when('riskOutcome', 'high', 'risk', 'unlikely'),
  }),

  field(
    'addressing',
    'L[92]',
    someOf(MEASURES_ADDRESSING),
    ['Medidas para atajar la brecha', 'Measures to address the breach'],
    measure,
  ),
  field('preventive', 'L[94]', someOf(MEASURES_PREVENTIVE), ['Medidas preventivas', 'Preventive measures'], measure),
  field('measuresText', 'L[95]', WORDS, ['Descripción de las medidas', 'Description of the measures'], measure),
];
