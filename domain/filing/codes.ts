/** A value a field may have, with its label in the language of the form and in English. */
export interface Code {
  code: string;
  es: string;
  en: string;
}

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
 * A list of codes from a table of lines `code | español | English`.
 *
 * @throws {Error} for a line without its three columns
 */
export function codeList(table: string): CodeList {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [code, es, en] = line.split('|').map((cell) => cell.trim());
      if (!code || !es || !en) throw new Error(`Cannot read code list: line '${line.trim()}' lacks a column`);
      return { code, es, en };
    });
}

const values = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const isOpenValue = (value: unknown): boolean => typeof value === 'string' && OPEN_VALUES.includes(value);

/** Whether an answer leaves something open: it is, or it contains, a value that says "not yet". */
export const leavesOpen = (value: unknown): boolean => values(value).some(isOpenValue);

/** Whether an answer says nothing but "not yet". */
export const saysNothing = (value: unknown): boolean =>
  value === undefined || value === null || values(value).every(isOpenValue);

export const codesOf = (list: CodeList): string[] => list.map(({ code }) => code);

export const Y_N_UNKNOWN = codeList(`
  y       | Sí          | Yes
  n       | No          | No
  unknown | Se desconoce | Unknown
`);

export const COUNT_KINDS = codeList(`
  exact          | Exacto                 | Exact
  approximate    | Aproximado             | Approximate
  undeterminable | No se puede determinar | Cannot be determined
  tbd            | Por determinar         | To be determined
`);
