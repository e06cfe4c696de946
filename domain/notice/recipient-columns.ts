import { EXIT, quoteValue, Refusal } from '../refusal.ts';

/** Which column of the file holds what; columns not named here are dropped and never stored. */
export interface ColumnNames {
  email: string;
  name: string | null;
  locale: string | null;
  /** Tells two people apart who share one mailbox. */
  id: string | null;
}

/** Positions of the declared columns; -1 where the file has none. */
export interface ColumnPositions {
  email: number;
  name: number;
  locale: number;
  id: number;
  dropped: string[];
}

const SHOWN_COLUMNS = 12;

/**
 * Finds the declared columns in the first line of a list of people.
 *
 * @param asked  columns named on the command line must exist; the default names may be missing, except the address
 * @throws {Refusal} `RECIPIENTS_DELIMITER`, `RECIPIENTS_COLUMN_TWICE`, `RECIPIENTS_COLUMN_UNKNOWN`,
 *   `RECIPIENTS_COLUMN_MISSING`
 */
export function findColumns(
  header: readonly string[],
  delimiter: string,
  asked: Partial<ColumnNames>,
): ColumnPositions {
  const names = header.map((name) => name.trim());
  refuseOtherDelimiter(names, delimiter);
  refuseTwice(names);
  refuseReserved(names);
  const find = (column: keyof ColumnNames): number => {
    const wanted = asked[column] ?? column;
    const at = names.findIndex((name) => name.toLowerCase() === wanted.toLowerCase());
    if (at < 0 && (column === 'email' || asked[column])) throw columnMissing(wanted, column, names);
    return at;
  };
  const found = { email: find('email'), name: find('name'), locale: find('locale'), id: find('id') };
  const kept = new Set(Object.values(found));
  return { ...found, dropped: names.filter((_, at) => !kept.has(at)).map((name) => quoteValue(name).slice(1, -1)) };
}

const refusal = (code: string, message: string, next: string): Refusal =>
  new Refusal({ code, message, next }, EXIT.data);

function refuseOtherDelimiter(names: readonly string[], delimiter: string): void {
  if (names.length > 1) return;
  const other = [';', '\t', '|', ','].find((one) => one !== delimiter && names[0]?.includes(one));
  if (!other) return;
  const shown = other === '\t' ? 'TAB' : other;
  throw refusal(
    'RECIPIENTS_DELIMITER',
    `Cannot read the list: the first line looks separated by ${shown}`,
    `Use --delimiter ${other === '\t' ? 'tab' : `'${other}'`}`,
  );
}

function refuseTwice(names: readonly string[]): void {
  const lower = names.map((name) => name.toLowerCase());
  const twice = names.find((_, at) => lower.indexOf(lower[at] ?? '') !== at);
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

function columnMissing(wanted: string, column: keyof ColumnNames, names: readonly string[]): Refusal {
  const shown = names
    .slice(0, SHOWN_COLUMNS)
    .map((name) => quoteValue(name).slice(1, -1))
    .join(', ');
  return refusal(
    'RECIPIENTS_COLUMN_MISSING',
    `There is no column called ${quoteValue(wanted)}. Columns found: ${shown}${names.length > SHOWN_COLUMNS ? ', …' : ''}`,
    `Name it with --${column}-column`,
  );
}
