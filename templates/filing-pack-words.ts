import type { FieldStatus, Pack } from '../domain/filing/pack.ts';

/** Languages the page around a form is written in. */
export type Language = 'es' | 'en';

/** A word for each status and a sign, so that colour is never alone. */
export const STATUS: Record<FieldStatus, { sign: string; es: string; en: string }> = {
  given: { sign: '✓', es: 'dado', en: 'given' },
  inferred: { sign: '≈', es: 'inferido', en: 'inferred' },
  open: { sign: '○', es: 'pendiente', en: 'open' },
  missing: { sign: '!', es: 'falta', en: 'missing' },
  contradicted: { sign: '≠', es: 'contradictorio', en: 'contradicted' },
  blank: { sign: '–', es: 'vacío, opcional', en: 'blank, optional' },
};

const ES = {
  title: 'Notificación de brecha de datos personales',
  drill: 'SIMULACRO: no presentar ante ninguna autoridad',
  case: 'Caso',
  controller: 'Responsable',
  phase: 'Fase',
  aware: 'Constancia',
  due: 'Plazo',
  prepared: 'Preparado',
  answered: 'Respondido',
  openCodes: 'Queda abierto',
  form: 'Formulario',
  compared: 'cotejado el',
  dateOnly: 'hora desconocida: cuenta desde las 00:00',
  register: 'Registro',
  unknown: 'sin determinar',
  nothing: 'nada',
  before: 'Antes de presentar',
  nothingFound: 'No se ha encontrado nada que corregir.',
  sections: 'Apartados',
  emptySection: 'Nada que indicar en este apartado.',
  noValue: '(sin valor)',
  entry: 'asiento',
  source: 'origen',
  unverified: 'sin verificar',
  verify: 'comprobar con el formulario vigente',
  copy: 'Copiar',
  copied: 'Copiado:',
  notCopied: 'No se ha podido copiar; el texto está seleccionado:',
  error: 'Error',
  warning: 'Aviso',
  verifyTitle: 'Cómo comprobar este documento',
  verifyHash: 'Huella sha256 del pack en JSON (RFC 8785), que es la del fichero .json byte a byte:',
  verifyHead: 'Cabeza del registro al prepararlo:',
  verifyHow:
    'Compruebe la cadena con «tocsin register verify»; el asiento indicado debe llevar esa huella, y cada campo dice de qué asiento procede.',
} as const;

type Words = Record<keyof typeof ES, string>;

const EN: Words = {
  title: 'Notification of a personal data breach',
  drill: 'DRILL: do not file with any authority',
  case: 'Case',
  controller: 'Controller',
  phase: 'Phase',
  aware: 'Aware',
  due: 'Due',
  prepared: 'Prepared',
  answered: 'Answered',
  openCodes: 'Still open',
  form: 'Form',
  compared: 'compared on',
  dateOnly: 'hour unknown: counted from 00:00',
  register: 'Register',
  unknown: 'not determined',
  nothing: 'nothing',
  before: 'Before filing',
  nothingFound: 'Nothing to correct was found.',
  sections: 'Sections',
  emptySection: 'Nothing to say in this section.',
  noValue: '(no value)',
  entry: 'entry',
  source: 'source',
  unverified: 'unverified',
  verify: 'compare with the live form',
  copy: 'Copy',
  copied: 'Copied:',
  notCopied: 'Could not copy; the text is selected:',
  error: 'Error',
  warning: 'Warning',
  verifyTitle: 'How to verify this document',
  verifyHash: 'sha256 of the pack as JSON (RFC 8785), which is that of the .json file byte for byte:',
  verifyHead: 'Head of the register when it was prepared:',
  verifyHow:
    'Check the chain with "tocsin register verify"; the entry named must carry that hash, and each field says which entry it comes from.',
};

/** The words of the page around the form, in the form's language. */
export const WORDS: Record<Language, Words> = { es: ES, en: EN };

export const PHASES: Record<Pack['phase'], Record<Language, string>> = {
  initial: { es: 'Notificación inicial', en: 'Initial notification' },
  complementary: { es: 'Ampliación', en: 'Complementary notification' },
  final: { es: 'Notificación final', en: 'Final notification' },
  withdrawal: { es: 'Retirada', en: 'Withdrawal' },
};

/** How long is left when the pack was prepared, `{}` standing for the length of time. */
export const TIME_LEFT: Record<Language, { left: string; late: string }> = {
  es: { left: 'quedaban {} al prepararlo', late: 'con {} de retraso al prepararlo: indique los motivos' },
  en: { left: '{} left when prepared', late: '{} late when prepared: give the reasons' },
};

export const SUBTYPES: Record<Pack['subtype'], Record<Language, string>> = {
  complete: { es: 'completa', en: 'complete' },
  incomplete: { es: 'se ampliará', en: 'more will follow' },
};

/** What an open code is about, in words. */
export const OPEN_CODE_NAMES: Record<string, Record<Language, string>> = {
  a1: { es: 'naturaleza', en: 'nature' },
  a2: { es: 'categorías de personas', en: 'categories of people' },
  a3: { es: 'número de personas', en: 'number of people' },
  a4: { es: 'categorías de datos', en: 'categories of data' },
  a5: { es: 'número de registros', en: 'number of records' },
  b: { es: 'contacto', en: 'contact' },
  c: { es: 'consecuencias', en: 'consequences' },
  d: { es: 'medidas', en: 'measures' },
  start: { es: 'inicio', en: 'start' },
  risk: { es: 'riesgo', en: 'risk' },
  people: { es: 'comunicación a las personas', en: 'people told' },
};

/** What the engine calls the origin of a value, in words; any other origin is a name people gave. */
export const ORIGINS: Record<string, Record<Language, string>> = {
  organisation: { es: 'la organización', en: 'organisation' },
  awareness: { es: 'constancia', en: 'awareness' },
  processor: { es: 'encargado', en: 'processor' },
  controller: { es: 'responsable', en: 'controller' },
  assessment: { es: 'valoración del riesgo', en: 'risk assessment' },
  delay: { es: 'motivos de la demora', en: 'reasons for delay' },
  submission: { es: 'presentación anterior', en: 'earlier submission' },
  engine: { es: 'Tocsin', en: 'Tocsin' },
};
