import { EXIT, quoteValue, Refusal, visibleText } from '../refusal.ts';

/** Which column of the file holds what; columns not named here are dropped and never stored. */
export interface ColumnNames {
  email: string;
  name: string;
  locale: string;
  /** Tells two people apart who share one mailbox. */
  id: string;
  /** How the person is told: `email`, `post` or `none`. */
  channel: string;
  /** The lines of the postal address, from top to bottom; `postcode+city` puts two columns on one line. */
  postal: readonly string[];
}

/** A declared column as the file has it; `at` is -1 where it has none. */
export interface Column {
  at: number;
  called: string;
}

export interface FoundColumns {
  email: Column;
  name: Column;
  locale: Column;
  id: Column;
  channel: Column;
  postal: Column[][];
  /** How many cells each line must have. */
  width: number;
  dropped: string[];
}

const SHOWN_COLUMNS = 12;
const MAX_DROPPED_NAME = 80;

/**
 * Finds the declared columns in the first line of a list of people.
 *
 * @param asked  columns named on the command line must exist; the default names may be missing, except the address of
 *   a list that tells no postal address
 * @throws {Refusal} `RECIPIENTS_DELIMITER`, `RECIPIENTS_COLUMN_TWICE`, `RECIPIENTS_COLUMN_UNKNOWN`,
 *   `RECIPIENTS_COLUMN_MISSING`, `RECIPIENTS_ROW`
 */
export function findColumns(header: readonly string[], delimiter: string, asked: Partial<ColumnNames>): FoundColumns {
  const names = header.map((name) => name.trim());
  refuseOldLineBreaks(names);
  refuseOtherDelimiter(names, delimiter);
  refusePersonAsHeader(names);
  refuseTwice(names);
  refuseReserved(names);
  const find = (wanted: string, option: string, needed: boolean): Column => {
    const at = names.findIndex((name) => name.toLowerCase() === wanted.toLowerCase());
    if (at < 0 && needed) throw columnMissing(wanted, option, names);
    return { at, called: shown(names[at] ?? wanted) };
  };
  const postal = (asked.postal ?? []).map((line) => line.split('+').map((one) => find(one.trim(), 'postal', true)));
  const single = (column: Exclude<keyof ColumnNames, 'postal'>, needed = false): Column =>
    find(asked[column] ?? column, column, needed || asked[column] !== undefined);
  const found = {
    email: single('email', postal.length === 0),
    name: single('name'),
    locale: single('locale'),
    id: single('id'),
    channel: single('channel'),
  };
  const kept = new Set([...Object.values(found), ...postal.flat()].map(({ at }) => at));
  return { ...found, postal, width: header.length, dropped: names.filter((_, at) => !kept.has(at)).map(shown) };
}

const shown = (name: string): string => visibleText(name.slice(0, MAX_DROPPED_NAME));

const refusal = (code: string, message: string, next: string): Refusal =>
  new Refusal({ code, message, next }, EXIT.data);

/** Some programs end a line with a carriage return alone: then the whole file would be one line. */
function refuseOldLineBreaks(names: readonly string[]): void {
  if (!names.some((name) => name.includes('\r'))) return;
  throw refusal(
    'RECIPIENTS_ROW',
    'Cannot read the list: its lines end with a carriage return alone',
    'Save it with line feeds (as CSV for Windows or UNIX) and import that',
  );
}

function refuseOtherDelimiter(names: readonly string[], delimiter: string): void {
  if (names.length > 1) return;
  const other = [';', '\t', '|', ','].find((one) => one !== delimiter && names[0]?.includes(one));
  if (!other) return;
  const called = other === '\t' ? 'TAB' : other;
  throw refusal(
    'RECIPIENTS_DELIMITER',
    `Cannot read the list: the first line looks separated by ${called}`,
    `Use --delimiter ${other === '\t' ? 'tab' : `'${other}'`}`,
  );
}

/** A list without a header would lose its first person, and show them in an error. */
function refusePersonAsHeader(names: readonly string[]): void {
  if (!names.some((name) => name.includes('@'))) return;
  throw refusal(
    'RECIPIENTS_COLUMN_MISSING',
    'Cannot read the list: its first line is a person, not the names of the columns',
    'Add a first line with the names of the columns, such as email,name',
  );
}

function refuseTwice(names: readonly string[]): void {
  const lower = names.map((name) => name.toLowerCase());
  const twice = names.find((name, at) => name !== '' && lower.indexOf(lower[at] ?? '') !== at);
  if (twice === undefined) return;
  throw refusal(
    'RECIPIENTS_COLUMN_TWICE',
    `Cannot read the list: two columns are called ${quoteValue(twice)}`,
    'Rename or remove one of them, so that it is certain which one counts',
  );
}

const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

function refuseReserved(names: readonly string[]): void {
  const reserved = names.find((name) => RESERVED.has(name));
  if (reserved === undefined) return;
  throw refusal(
    'RECIPIENTS_COLUMN_UNKNOWN',
    `Cannot read the list: no list has a column called ${quoteValue(reserved)}`,
    'Check where the file comes from, and remove the column',
  );
}

function columnMissing(wanted: string, option: string, names: readonly string[]): Refusal {
  const found = names.slice(0, SHOWN_COLUMNS).map(shown).join(', ');
  return refusal(
    'RECIPIENTS_COLUMN_MISSING',
    `There is no column called ${quoteValue(wanted)}. Columns found: ${found}${names.length > SHOWN_COLUMNS ? ', …' : ''}`,
    `Name it with --${option}-column`,
  );
}
