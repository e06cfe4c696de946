import { EXIT, Refusal } from '../refusal.ts';
import { type AddressFault, type CheckedAddress, checkAddress, hasHiddenCharacter } from './address.ts';
import { isNoticeLocale, languageOf, NOTICE_LOCALES } from './content.ts';
import type { Column, FoundColumns } from './recipient-columns.ts';

/** How a person is told: by a notice, by a letter, or by public communication only. */
export const CHANNELS = ['email', 'post', 'none'] as const;
export type Channel = (typeof CHANNELS)[number];

/** One person to tell, checked; everything here is personal data and is sealed before it is stored. */
export interface Recipient {
  channel: Channel;
  /** Never null for the channel `email`. */
  address: CheckedAddress | null;
  name: string | null;
  locale: string;
  /** The list's own id of the person; keeps two people with one mailbox apart. */
  personId: string | null;
  /** Lines of the postal address, without the name; never null for the channel `post`. */
  postal: string | null;
}

export interface LocaleChoice {
  /** For rows without a language. */
  standard: string;
  /** Languages written to in another language, by a person's choice: `{ de: 'en' }`. */
  fallback: Readonly<Record<string, string>>;
}

/** What is wrong with one line of a list: code, line and column, never what the cell holds. */
export class LineFault extends Refusal {
  readonly line: number;
  readonly column: string | null;
  /** As a sentence without the place. */
  readonly what: string;

  constructor(code: string, line: number, column: Column | null, what: string, next: string) {
    const place = `Line ${line}${column ? `, column ${column.called}` : ''}`;
    super({ code, message: `${place}: ${what}`, next }, EXIT.data);
    this.line = line;
    this.column = column?.called ?? null;
    this.what = what;
  }
}

const MAX_NAME = 200;
const MAX_ID = 200;
const MAX_POSTAL_CELL = 200;

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

/** One line of the file, with the columns it is read by. */
interface Row {
  cells: readonly string[];
  columns: FoundColumns;
  line: number;
}

/**
 * Checks one line of the list.
 *
 * @throws {LineFault} `RECIPIENTS_ROW`, `RECIPIENTS_ADDRESS_MULTIPLE`, `RECIPIENTS_ADDRESS_FORM`,
 *   `RECIPIENTS_CONTROL_CHARACTER`, `RECIPIENTS_TOO_LONG`, `RECIPIENTS_LOCALE`, `RECIPIENTS_CHANNEL`
 */
export function readRow(
  cells: readonly string[],
  columns: FoundColumns,
  line: number,
  locales: LocaleChoice,
): Recipient {
  if (cells.length !== columns.width) throw ragged(cells.length, columns.width, line);
  const row = { cells, columns, line };
  const postal = postalOf(row);
  const channel = channelOf(row, postal);
  const person = {
    channel,
    address: addressOf(row, channel),
    name: plainCell(row, columns.name, MAX_NAME),
    locale: localeOf(row, locales),
    personId: plainCell(row, columns.id, MAX_ID),
    postal,
  };
  assertKnown(row, person);
  return person;
}

const cellOf = ({ cells }: Row, { at }: Column): string => cells[at] ?? '';

const fault = (code: string, { line }: Row, column: Column, what: string, next: string): LineFault =>
  new LineFault(code, line, column, `the cell ${what}`, next);

const ragged = (cells: number, width: number, line: number): LineFault =>
  new LineFault(
    'RECIPIENTS_ROW',
    line,
    null,
    `it has ${cells} ${cells === 1 ? 'cell' : 'cells'}, the first line has ${width}`,
    'Correct the line; put a cell that holds the delimiter in double quotes',
  );

function addressOf(row: Row, channel: Channel): CheckedAddress | null {
  const { email } = row.columns;
  const cell = cellOf(row, email);
  if (cell.trim() === '') {
    if (channel !== 'email') return null;
    const next = 'Write the address, or remove the line; for people without one see --channel-column';
    throw fault('RECIPIENTS_ADDRESS_FORM', row, email, 'is empty', next);
  }
  const address = checkAddress(cell);
  if (typeof address !== 'string') return address;
  throw fault(address, row, email, ...ADDRESS_SENTENCES[address]);
}

/** Said in the file; else by e-mail, and to people without an address by post where the line tells where to. */
function channelOf(row: Row, postal: string | null): Channel {
  const { channel, email } = row.columns;
  const said = cellOf(row, channel).trim().toLowerCase();
  if (said === '') return postal !== null && cellOf(row, email).trim() === '' ? 'post' : 'email';
  const found = CHANNELS.find((one) => one === said);
  if (found) return found;
  throw fault('RECIPIENTS_CHANNEL', row, channel, 'names no channel', `Write ${CHANNELS.join(', ')}, or nothing`);
}

/** A letter needs an addressee and a place; somebody without any address must be told apart by an id. */
function assertKnown({ columns, line }: Row, { channel, name, personId, postal }: Recipient): void {
  const refuse = (what: string, next: string): LineFault =>
    new LineFault('RECIPIENTS_CHANNEL', line, columns.channel.at < 0 ? null : columns.channel, what, next);
  if (channel === 'post' && postal === null)
    throw refuse('the line gives no postal address to write to', 'Name its columns with --postal-column');
  if (channel === 'post' && name === null) throw refuse('a letter needs a name', 'Write the name of the person');
  if (channel === 'none' && personId === null)
    throw refuse(
      'a person without an address needs an id, or two of one name count as one',
      'Give every such person an id',
    );
}

function postalOf(row: Row): string | null {
  const lines = row.columns.postal.map((parts) =>
    parts
      .map((part) => plainCell(row, part, MAX_POSTAL_CELL)?.trim() ?? '')
      .filter((part) => part !== '')
      .join(' '),
  );
  const told = lines.filter((line) => line !== '');
  return told.length === 0 ? null : told.join('\n');
}

/** Names are kept byte for byte: apostrophes, SQL and `Null` are somebody's name. */
function plainCell(row: Row, column: Column, max: number): string | null {
  const cell = cellOf(row, column);
  if (cell === '') return null;
  if (hasHiddenCharacter(cell)) {
    throw fault('RECIPIENTS_CONTROL_CHARACTER', row, column, ...ADDRESS_SENTENCES.RECIPIENTS_CONTROL_CHARACTER);
  }
  if (cell.length > max) {
    throw fault('RECIPIENTS_TOO_LONG', row, column, `is longer than ${max} characters`, 'Shorten it');
  }
  return cell;
}

/** The language alone: templates are chosen by it, and of a person no more is kept than is used. */
function localeOf(row: Row, { standard, fallback }: LocaleChoice): string {
  const { locale: column } = row.columns;
  const given = cellOf(row, column).trim().replaceAll('_', '-') || standard;
  const known = NOTICE_LOCALES.join(', ');
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(given)) {
    throw fault('RECIPIENTS_LOCALE', row, column, 'is not a language code', `Write one of ${known}, or es-MX`);
  }
  const language = languageOf(given);
  const chosen = fallback[language] ?? language;
  if (isNoticeLocale(chosen)) return chosen;
  const next = `There are notices in ${known}; choose one of them with --fallback ${language}=en`;
  throw fault('RECIPIENTS_LOCALE', row, column, `asks for '${language}', in which there is no notice`, next);
}
