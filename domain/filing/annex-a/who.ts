import {
  FILING_SUBTYPES,
  FILING_TYPES,
  ID_TYPES,
  INFO_POINTS,
  REPORTER_FUNCTIONS,
  SECTORS,
  SIZES,
} from '../codes/filing.ts';
import { field, oneOf, PARTIES, REFERENCE, WORDS, when, YES_NO } from '../field.ts';

const engine = { saidBy: 'engine' } as const;
const organisation = { saidBy: 'organisation' } as const;
const reporter = { saidBy: 'reporter' } as const;
const outsideEea = { saidBy: 'organisation', need: when('nonEea', true) } as const;

/** Sections A to E of the EDPB common template: the filing, the controller, who files, the DPO, who else is involved. */
export const WHO = [
  field('type', 'A[3]', oneOf(FILING_TYPES), ['Tipo de notificación', 'Type of notification'], engine),
  field('subtype', 'A[4]', oneOf(FILING_SUBTYPES), ['Completa o por fases', 'Complete or in phases'], engine),
  field('withdrawReason', 'A[5]', WORDS, ['Motivo de la retirada', 'Reason for withdrawal'], {
    need: when('subtype', 'withdraw'),
  }),
  field('previousId', 'A[6]', REFERENCE, ['N.º de registro de la notificación anterior', 'Previous registry number'], {
    need: when('type', 'follow_up'),
    saidBy: 'submission',
  }),
  field('internalRef', 'A[7]', REFERENCE, ['Referencia interna', 'Internal reference'], {
    need: 'optional',
    ...engine,
  }),

  field('controller.idType', 'B[10]', oneOf(ID_TYPES), ['Tipo de identificador', 'Kind of identifier'], {
    need: 'optional',
    ...organisation,
  }),
  field('controller.id', 'B[11]', WORDS, ['NIF', 'Tax identification number'], { need: 'optional', ...organisation }),
  field('controller.name', 'B[12]', WORDS, ['Nombre o razón social', 'Name of the controller'], organisation),
  field('controller.contact.address', 'B[13]', WORDS, ['Dirección', 'Address'], organisation),
  field('controller.contact.phone', 'B[13]', WORDS, ['Teléfono', 'Telephone'], { need: 'optional', ...organisation }),
  field('controller.contact.email', 'B[13]', WORDS, ['Correo electrónico', 'E-mail'], organisation),
  field('controller.sector', 'B[14]', oneOf(SECTORS), ['Sector', 'Sector'], { need: 'optional', ...organisation }),
  field('controller.size', 'B[15]', oneOf(SIZES), ['Tamaño', 'Size'], {
    need: when('controller.sector', 'private'),
    ...organisation,
  }),
  field('controller.activity', 'B[17]', WORDS, ['Actividad', 'Activity'], { need: 'optional', ...organisation }),
  field('representative.name', 'B[18]', WORDS, ['Representante en la UE', 'Representative in the EEA'], outsideEea),
  field(
    'representative.contact',
    'B[19]',
    WORDS,
    ['Contacto del representante', "Representative's contact"],
    outsideEea,
  ),

  field('reporter.name', 'C[21]', WORDS, ['Persona que notifica', 'Person who files'], reporter),
  field(
    'reporter.contact.email',
    'C[22]',
    WORDS,
    ['Correo de quien notifica', 'E-mail of the person who files'],
    reporter,
  ),
  field('reporter.contact.phone', 'C[23]', WORDS, ['Teléfono de quien notifica', 'Telephone of the person who files'], {
    need: 'optional',
    ...reporter,
  }),
  field('reporter.function', 'C[24]', oneOf(REPORTER_FUNCTIONS), ['Función', 'Function'], reporter),

  field('dpo.designated', 'D[29]', YES_NO, ['¿Hay delegado de protección de datos?', 'Is there a DPO?'], {
    code: 'b',
    saidBy: 'dpo',
  }),
  field('dpo.name', 'D[30]', WORDS, ['Nombre del DPD', 'Name of the DPO'], {
    code: 'b',
    saidBy: 'dpo',
    need: when('dpo.designated', true),
  }),
  field('dpo.contact.email', 'D[31]', WORDS, ['Correo del DPD', "DPO's e-mail"], {
    code: 'b',
    saidBy: 'dpo',
    need: when('dpo.designated', true),
  }),
  field('dpo.contact.phone', 'D[31]', WORDS, ['Teléfono del DPD', "DPO's telephone"], {
    code: 'b',
    saidBy: 'dpo',
    need: 'optional',
  }),
  field('infoPoint', 'D[33]', oneOf(INFO_POINTS), ['Punto de contacto', 'Contact point'], { code: 'b', saidBy: 'dpo' }),

  field('involved', 'E[38]', YES_NO, ['¿Intervienen otros?', 'Are others involved?'], {
    code: 'a1',
    saidBy: 'processor',
  }),
  field('parties', 'E[39]', PARTIES, ['Encargados y otros intervinientes', 'Processors and others involved'], {
    code: 'a1',
    saidBy: 'processor',
    need: when('involved', true),
  }),
];
