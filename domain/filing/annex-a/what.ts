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
import { DATE, DAY, field, INSTANT, oneOf, someOf, WORDS, when, YES_NO } from '../field.ts';

const nature = { code: 'a1' } as const;
const confidentiality = { code: 'a1', need: when('types', 'confidentiality') } as const;

/** Sections F and G of the EDPB common template: time, and nature of the breach. */
export const WHAT = [
  field('when', 'F[44]', oneOf(WHEN), ['¿Cuándo se produjo?', 'When did it happen?'], { code: 'start' }),
  field('estimatedOnly', 'F[45]', YES_NO, ['¿Fechas estimadas?', 'Are the dates estimates?'], {
    need: when('when', 'day', 'range', 'since_ongoing'),
    code: 'start',
  }),
  field('start', 'F[46]', DAY, ['Inicio', 'Start'], {
    need: when('when', 'day', 'range', 'since_ongoing'),
    code: 'start',
  }),
  field('end', 'F[47]', DAY, ['Fin', 'End'], { need: when('when', 'range'), code: 'start' }),
  field('controllerAwareAt', 'F[48]', INSTANT, ['Constancia del responsable', 'Controller became aware'], {
    saidBy: 'awareness',
  }),
  field('awarePrecision', 'F[48]', oneOf(PRECISIONS), ['Precisión de la constancia', 'How precise this is'], {
    need: 'optional',
    saidBy: 'awareness',
  }),
  field(
    'lateReasons',
    'F[49]',
    oneOf(DELAY_REASONS),
    ['Motivo de notificar después de 72 horas', 'Reasons for delay'],
    {
      need: when('lateness', 'LATE'),
      saidBy: 'delay',
    },
  ),
  field('lateReasonsText', 'F[49]', WORDS, ['Explicación de la demora', 'Explanation of the delay'], {
    need: when('lateReasons', 'other'),
    saidBy: 'delay',
  }),
  field('discoveredBy', 'F[50]', oneOf(DISCOVERERS), ['¿Quién la detectó?', 'Who discovered it?'], nature),
  field('discoveryText', 'F[51]', WORDS, ['Cómo se detectó', 'How it was discovered'], nature),
  field('otherPartyToldOn', 'F[52]', DATE, ['Fecha del aviso del tercero', 'Other party told us on'], {
    need: when('discoveredBy', 'processor', 'external'),
    code: 'a1',
    saidBy: 'processor',
  }),
  field('timelineText', 'F[53]', WORDS, ['Cronología', 'Timeline'], { need: when('involved', true), code: 'a1' }),

  field('types', 'G[55]', someOf(BREACH_TYPES), ['Dimensiones afectadas', 'What was affected'], nature),
  field(
    'cKind',
    'G[56]',
    oneOf(EXFILTRATION),
    ['Confidencialidad: extracción', 'Confidentiality: taken?'],
    confidentiality,
  ),
  field(
    'unintelligible',
    'G[57]',
    oneOf(UNINTELLIGIBLE),
    ['¿Datos ininteligibles?', 'Data unintelligible?'],
    confidentiality,
  ),
  field('iKind', 'G[58]', oneOf(ALTERATION), ['Integridad', 'Integrity'], {
    code: 'a1',
    need: when('types', 'integrity'),
  }),
  field('aKind', 'G[59]', oneOf(LOSS), ['Disponibilidad', 'Availability'], {
    code: 'a1',
    need: when('types', 'availability'),
  }),
  field('incident', 'G[60]', someOf(INCIDENTS), ['Cómo se produjo', 'How it happened'], nature),
  field('cause', 'G[61]', oneOf(CAUSES), ['Origen e intención', 'Cause'], nature),
  field('causeText', 'G[62]', WORDS, ['Descripción de la causa', 'Description of the cause'], nature),
  field('systemsText', 'G[63]', WORDS, ['Sistemas y ubicaciones', 'Systems and locations'], nature),
];
