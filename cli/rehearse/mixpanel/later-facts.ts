import type { StoryChoice, StoryClaim } from './claim.ts';

// Public facts of 19 December 2025, not in the articles: the second phase of the story, kept apart so that the first
// filing holds only what was known.

const later = { source: 'X', confidence: 'confirmed' } as const;

/** Days between the vendor's detection and the news of the wider scope. */
export const WIDER_SCOPE_DAY = 40;

const WIDER_TEXT =
  'Titulares de cuentas de la API y, además, un número limitado de usuarios del servicio de conversación que enviaron consultas al centro de ayuda o habían iniciado sesión en el portal de la API.';

/** The wider scope as a claim: it contradicts the first description until somebody chooses (C-11). */
export const LATER_CLAIMS: readonly StoryClaim[] = [{ key: 'categoriesText', text: WIDER_TEXT, ...later }];

/** The facts of the complementary filing, its numbers invented for the drill: same awareness, no new clock, a second wave of notices. */
export const LATER_CHOICES: readonly StoryChoice[] = [
  {
    key: 'categoriesText',
    text: WIDER_TEXT,
    settles: ['C-11'],
    reason: 'La revisión amplió el alcance; la primera descripción se limitaba a las cuentas de la API.',
    ...later,
  },
  { key: 'countKind', value: 'approximate', settles: [], reason: 'Recuento terminado.', ...later },
  { key: 'count', value: 4_200, settles: [], reason: 'Recuento de cuentas con datos en el conjunto.', ...later },
  { key: 'recordKind', value: 'approximate', settles: [], reason: 'Recuento terminado.', ...later },
  { key: 'recordCount', value: 4_900, settles: [], reason: 'Filas del conjunto de datos.', ...later },
  {
    key: 'recordText',
    text: 'Un registro es una fila de perfil del conjunto exportado.',
    settles: [],
    reason: 'Definición del conjunto.',
    ...later,
  },
  {
    key: 'when',
    value: 'undeterminable',
    settles: ['C-3'],
    reason: 'El encargado no puede fijar el inicio.',
    ...later,
  },
];

/** A last recount, after the authority had been told everything: one more filing than it foresees. */
export const LAST_CHOICES: readonly StoryChoice[] = [
  {
    key: 'count',
    value: 4_310,
    settles: [],
    reason: 'Recuento revisado al cerrar el expediente del proveedor.',
    ...later,
  },
];
