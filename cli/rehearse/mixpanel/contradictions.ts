import type { StoryChoice } from './claim.ts';
import { longDate, type StoryDates } from './dates.ts';

/** A defect of the sources: what each says, and what the file takes. */
export interface Contradiction {
  id: string;
  about: string;
  /** The field it is settled in; null where another statement settles it. */
  key: string | null;
  s0: string | null;
  s2: string | null;
  taken: string;
}

export const CONTRADICTIONS: readonly Contradiction[] = [
  { id: 'C-1', about: 'location', key: 'dataTypesText', s0: 'exact', s2: 'approximate', taken: 'approximate' },
  {
    id: 'C-2',
    about: 'name',
    key: 'dataTypesText',
    s0: 'user name',
    s2: 'first name',
    taken: 'name on the API account',
  },
  { id: 'C-3', about: '9 November', key: 'when', s0: null, s2: 'began', taken: 'detected; the start is unknown' },
  { id: 'C-4', about: 'role', key: 'discoveryText', s0: 'partner', s2: 'controller', taken: 'processor' },
  {
    id: 'C-5',
    about: 'who notifies the authority',
    key: 'discoveryText',
    s0: null,
    s2: 'the vendor, if needed',
    taken: 'the processor tells the controller; the controller files',
  },
  {
    id: 'C-6',
    about: 'when the vendor was removed',
    key: 'measuresText',
    s0: 'immediately after detecting',
    s2: 'after the technical details',
    taken: 'after the handover, date unknown',
  },
  {
    id: 'C-7',
    about: 'mechanism',
    key: 'incident',
    s0: 'sent to a log',
    s2: 'exported',
    taken: 'exported by an attacker',
  },
  { id: 'C-8', about: 'keys', key: 'dataTypesText', s0: 'API lock', s2: 'API keys', taken: 'API keys, not affected' },
  { id: 'C-9', about: 'addresses', key: 'dataTypesText', s0: null, s2: 'addresses', taken: 'no postal addresses' },
  {
    id: 'C-10',
    about: 'password advice',
    key: 'measuresText',
    s0: null,
    s2: 'not essential, yet advised',
    taken: 'optional, where reused',
  },
  {
    id: 'C-11',
    about: 'audience',
    key: 'categoriesText',
    s0: 'API accounts',
    s2: 'API accounts',
    taken: 'later widened',
  },
  { id: 'C-12', about: 'count', key: 'countKind', s0: null, s2: 'thousands of recipients', taken: 'unknown' },
  {
    id: 'C-13',
    about: 'dates',
    key: 'discoveryText',
    s0: null,
    s2: 'no year, no hour',
    taken: 'year of the article, hour unknown',
  },
];

const chosen = { source: 'controller', confidence: 'confirmed' } as const;

/** The choices that settle the contradictions, one for each field, with the reason the file keeps. */
export function storyChoices({ detectedOn, toldOn }: StoryDates): StoryChoice[] {
  return [
    {
      key: 'when',
      value: 'tbd',
      settles: ['C-3'],
      reason: 'La fecha publicada es la de detección por el encargado; el inicio no se conoce.',
      ...chosen,
    },
    {
      key: 'incident',
      value: ['unauthorised_it_access', 'exfiltration'],
      settles: ['C-7'],
      reason: 'El artículo S0 traduce mal «export log»; el encargado habla de exportación por un atacante.',
      ...chosen,
    },
    {
      key: 'causeText',
      text: 'Un tercero accedió sin autorización a parte de la infraestructura del encargado y exportó un conjunto de datos de analítica web del portal de la API. Los sistemas del responsable no fueron vulnerados.',
      settles: ['C-7'],
      reason: 'El artículo S0 traduce mal «export log»; el encargado habla de exportación por un atacante.',
      ...chosen,
    },
    {
      key: 'dataTypesText',
      text: 'Nombre que figura en la cuenta de la API, correo electrónico de la cuenta, ubicación aproximada deducida del navegador (ciudad, región y país), sistema operativo y navegador, sitios web de procedencia, identificadores de usuario u organización. No están afectados: contenido de conversaciones, solicitudes y registros de uso de la API, contraseñas y credenciales, claves de API, datos de pago, documentos de identidad. No constan direcciones postales.',
      settles: ['C-1', 'C-2', 'C-8', 'C-9'],
      reason:
        'Comprobado con el conjunto de datos entregado: la ubicación es aproximada («exacta» es un error de traducción); no hay claves ni direcciones postales.',
      ...chosen,
    },
    {
      key: 'discoveryText',
      text: `El encargado del tratamiento (Mixpanel, analítica web) detectó el acceso no autorizado el ${longDate(detectedOn, 'es')} y lo comunicó al responsable, con el conjunto de datos afectado, el ${longDate(toldOn, 'es')}. Se conoce la fecha, no la hora. Notifica el responsable.`,
      settles: ['C-4', 'C-5', 'C-13'],
      reason:
        'Mixpanel trata los datos por cuenta del responsable (art. 28); el aviso del art. 33.2 no sustituye al del 33.1.',
      ...chosen,
    },
    {
      key: 'measuresText',
      text: `El encargado se retiró del entorno de producción después del ${longDate(toldOn, 'es')} (fecha exacta no conocida). Se revisa el conjunto de datos cuenta por cuenta, se investiga el alcance y se refuerzan los controles de todos los proveedores; se prevén contratos más exigentes. Se recomienda doble factor; cambiar la contraseña es opcional, sobre todo si se reutiliza.`,
      settles: ['C-6', 'C-10'],
      reason: 'La retirada siguió a la entrega de los detalles técnicos; las contraseñas no están afectadas.',
      ...chosen,
    },
    {
      key: 'countKind',
      value: 'tbd',
      settles: ['C-12'],
      reason:
        '«Miles» se refiere a destinatarios de los avisos, también no afectados; no es un número de personas afectadas.',
      ...chosen,
    },
  ];
}
