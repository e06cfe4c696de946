import { ANNEX_A } from '../annex-a.ts';
import type { FilingForm, FormSection } from './form.ts';

const TITLES: readonly (readonly [letter: string, es: string, en: string])[] = [
  ['A', 'Notificación', 'The filing'],
  ['B', 'Responsable', 'Controller'],
  ['C', 'Persona que notifica', 'Reporter'],
  ['D', 'Delegado de protección de datos', 'Data protection officer'],
  ['E', 'Otros intervinientes', 'Others involved'],
  ['F', 'Cronología', 'Time'],
  ['G', 'Naturaleza de la brecha', 'Nature of the breach'],
  ['H', 'Personas', 'People'],
  ['I', 'Datos', 'Data'],
  ['J', 'Medidas previas', 'Measures before'],
  ['K', 'Consecuencias', 'Consequences'],
  ['L', 'Medidas adoptadas', 'Measures after'],
  ['M', 'Comunicación a las personas', 'People told'],
  ['N', 'Otras autoridades', 'Others told'],
  ['O', 'Responsable en el EEE', 'Controller in the EEA'],
  ['P', 'Responsable fuera del EEE', 'Controller outside the EEA'],
  ['Q', 'Adjuntos', 'Attachments'],
];

const sectionOf = ([letter, es, en]: (typeof TITLES)[number]): FormSection => ({
  number: letter,
  es,
  en,
  fields: ANNEX_A.filter((row) => row.place.startsWith(letter)).map(({ key }) => ({ key, verify: true })),
});

/** The EDPB common template, for every authority whose own form is not written yet. */
export const EDPB_FORM: FilingForm = {
  id: 'edpb',
  authority: 'EDPB',
  name: 'EDPB common template',
  version: '1.0, for consultation, June 2026',
  verifiedAt: '2026-11-22',
  language: 'en',
  ownRows: [],
  derive: () => ({}),
  sections: TITLES.map(sectionOf),
};
