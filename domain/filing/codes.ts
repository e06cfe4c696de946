import { type Labels, labelTable } from './language.ts';

/** A value a field may have, with its label in the languages of the forms. */
export type Code = Labels & { code: string };

export type CodeList = readonly Code[];

/** Values that say "not yet": allowed only in a filing that announces more (Art. 33(4)). */
export const OPEN_VALUES: readonly string[] = [
  'tbd',
  'not_yet_known',
  'under_assessment',
  'more_information_needed',
  'no_investigating',
];

/**
 * A list of codes from a table of lines `code | español | English`, four more columns where the letter uses it.
 *
 * @throws {Error} for a line with a missing column, or a code that comes twice
 */
export const codeList = (table: string): CodeList =>
  [...labelTable(table)].map(([code, labels]) => ({ code, ...labels }));

const values = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const isOpenValue = (value: unknown): boolean => typeof value === 'string' && OPEN_VALUES.includes(value);

/** Whether an answer leaves something open: it is, or it contains, a value that says "not yet". */
export const leavesOpen = (value: unknown): boolean => values(value).some(isOpenValue);

/** Whether an answer says nothing but "not yet". */
export const saysNothing = (value: unknown): boolean =>
  value === undefined || value === null || values(value).every(isOpenValue);

export const codesOf = (list: CodeList): string[] => list.map(({ code }) => code);

export const Y_N_UNKNOWN = codeList(`
  y | Sí | Yes | Oui | Ja | Sì | Sim
  n | No | No | Non | Nein | No | Não
  unknown | Se desconoce | Unknown | Inconnu | Nicht bekannt | Non noto | Desconhecido
`);

export const COUNT_KINDS = codeList(`
  exact | Exacto | Exact | Exact | Genau | Esatto | Exato
  approximate | Aproximado | Approximate | Approximatif | Ungefähr | Approssimativo | Aproximado
  undeterminable | No se puede determinar | Cannot be determined | Ne peut être déterminé | Nicht bestimmbar | Non determinabile | Não é possível determinar
  tbd | Por determinar | To be determined | À déterminer | Noch zu bestimmen | Da determinare | A determinar
`);
