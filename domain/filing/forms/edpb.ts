import { ANNEX_A } from '../annex-a.ts';
import { type FilingForm, sectionsOf } from './form.ts';

const TITLES = `
  A | Notificación                    | The filing
  B | Responsable                     | Controller
  C | Persona que notifica            | Reporter
  D | Delegado de protección de datos | Data protection officer
  E | Otros intervinientes            | Others involved
  F | Cronología                      | Time
  G | Naturaleza de la brecha         | Nature of the breach
  H | Personas                        | People
  I | Datos                           | Data
  J | Medidas previas                 | Measures before
  K | Consecuencias                   | Consequences
  L | Medidas adoptadas               | Measures after
  M | Comunicación a las personas     | People told
  N | Otras autoridades               | Others told
  O | Responsable en el EEE           | Controller in the EEA
  P | Responsable fuera del EEE       | Controller outside the EEA
  Q | Adjuntos                        | Attachments
`;

/** The keys of a section of the template; all are read through a transcription, so each is to be verified. */
const keysOf = (letter: string): string =>
  ANNEX_A.filter(({ place }) => place.startsWith(letter))
    .map(({ key }) => `${key}?`)
    .join(' ');

/**
 * The EDPB common template for any authority that takes it; authorities will adopt it on a timetable not yet decided.
 *
 * @see EDPB common template for breach notifications, version 1.0 for consultation, June 2026
 */
export const EDPB_FORM: FilingForm = {
  id: 'edpb',
  name: { es: 'Plantilla común del CEPD', en: 'EDPB common template' },
  version: '1.0, for consultation, June 2026',
  verifiedAt: '2026-11-22',
  evidence: 'F',
  wording: 'ours',
  caution: {
    es: 'La plantilla estaba en consulta pública hasta el 5 de agosto de 2026 y se leyó en una transcripción; la redacción es nuestra. Antes de usarla, compruebe si la autoridad la acepta.',
    en: 'The template was open for consultation until 5 August 2026 and was read in a transcription; the wording is ours. Before use, check whether the authority takes it.',
  },
  authorities: [],
  languages: ['en'],
  ownRows: [],
  derive: () => ({}),
  sections: sectionsOf(TITLES, Object.fromEntries([...'ABCDEFGHIJKLMNOPQ'].map((letter) => [letter, keysOf(letter)]))),
};
