import { EXIT, Refusal } from '../refusal.ts';
import { type AddressFault, type CheckedAddress, checkAddress, hasHiddenCharacter } from './address.ts';
import { languageOf } from './content.ts';
import type { ColumnPositions } from './recipient-columns.ts';

/** One person to tell, checked; everything here is personal data and is sealed before it is stored. */
export interface Recipient {
  address: CheckedAddress;
  name: string | null;
  locale: string;
  /** The list's own id of the person; keeps two people with one mailbox apart. */
  personId: string | null;
  line: number;
}

export interface LocaleChoice {
  /** For rows without a language. */
  standard: string;
  /** Languages written to in another language, by a person's choice: `{ de: 'en' }`. */
  fallback: Readonly<Record<string, string>>;
}

const MAX_NAME = 200;
const MAX_ID = 200;

const ADDRESS_SENTENCES: Record<AddressFault, [what: string, next: string]> = {
  RECIPIENTS_ADDRESS_MULTIPLE: ['holds more than one address', 'Give every person a line of their own'],
  RECIPIENTS_ADDRESS_FORM: [
    'does not hold an address alone',
    'Write the address only, without a name, quotes, brackets or a group',
  ],
  RECIPIENTS_CONTROL_CHARACTER: [
    'holds a control, line-break or direction character',
    'Remove the character; a person may be trying to slip in a second recipient',
  ],
  RECIPIENTS_TOO_LONG: ['is longer than an address can be', 'Correct the line'],
};

const refuse = (code: string, line: number, column: string, what: string, next: string): never => {
  throw new Refusal({ code, message: `Line ${line}, column ${column}: the cell ${what}`, next }, EXIT.data);
};

/**
 * Checks one line of the list. The refusal names code, line and column, never what the cell holds.
 *
 * @throws {Refusal} `RECIPIENTS_ADDRESS_MULTIPLE`, `RECIPIENTS_ADDRESS_FORM`, `RECIPIENTS_CONTROL_CHARACTER`,
 *   `RECIPIENTS_TOO_LONG`, `RECIPIENTS_LOCALE`
 */
export function readRow(
  cells: readonly string[],
  columns: ColumnPositions,
  line: number,
  locales: LocaleChoice,
): Recipient {
  const address = checkAddress(cells[columns.email] ?? '');
  if (typeof address === 'string') return refuse(address, line, 'email', ...ADDRESS_SENTENCES[address]);
  return {
    address,
    name: plainCell(cells[columns.name], 'name', MAX_NAME, line),
    locale: localeOf(cells[columns.locale], line, locales),
    personId: plainCell(cells[columns.id], 'id', MAX_ID, line),
    line,
  };
}

/** Names are kept byte for byte: apostrophes, SQL and `Null` are somebody's name. */
function plainCell(cell: string | undefined, column: string, max: number, line: number): string | null {
  if (cell === undefined || cell === '') return null;
  if (hasHiddenCharacter(cell)) {
    const [what, next] = ADDRESS_SENTENCES.RECIPIENTS_CONTROL_CHARACTER;
    return refuse('RECIPIENTS_CONTROL_CHARACTER', line, column, what, next);
  }
  if (cell.length > max) {
    return refuse('RECIPIENTS_TOO_LONG', line, column, `is longer than ${max} characters`, 'Shorten it');
  }
  return cell;
}

function localeOf(cell: string | undefined, line: number, { standard, fallback }: LocaleChoice): string {
  const given = cell?.trim() ? cell.trim().replace('_', '-') : standard;
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(given)) {
    return refuse('RECIPIENTS_LOCALE', line, 'locale', 'is not a language code', 'Write es, fr, en or es-MX');
  }
  const language = languageOf(given);
  return fallback[language] ?? language;
}
