import { CsvError, type Parser, parse } from 'csv-parse';
import { type ColumnNames, type FoundColumns, findColumns } from '../domain/notice/recipient-columns.ts';
import { LineFault, type LocaleChoice, type Recipient, readRow } from '../domain/notice/recipient-row.ts';
import { EXIT, Refusal } from '../domain/refusal.ts';
import type { ListEncoding } from './list-encodings.ts';
import { ListFaults } from './list-faults.ts';
import { decodeList } from './recipients-text.ts';

export interface ListForm {
  delimiter: string;
  encoding: ListEncoding;
  /** Columns the person named; others have their default names. */
  columns: Partial<ColumnNames>;
  locales: LocaleChoice;
}

export interface RecipientsFile {
  droppedColumns: string[];
  people: AsyncGenerator<Recipient>;
}

interface CsvRow {
  record: string[];
  /** On which it ends. */
  line: number;
}

/**
 * Reads a list of people row by row, each one checked; nothing is kept in memory.
 *
 * After a faulty line the rest is read for further faults only, and the refusal comes at the end of the file.
 *
 * @param bytes  the file; its text is never shown in an error
 * @throws {Refusal} with a `RECIPIENTS_…` code and the line, here for the header, while iterating for the rows
 */
export async function readRecipients(bytes: AsyncIterable<Buffer | string>, form: ListForm): Promise<RecipientsFile> {
  const pages = csvPages(bytes, form);
  const first = await pages.next();
  const [header, ...rest] = first.done ? [] : first.value;
  if (!header) throw empty();
  const columns = findColumns(header.record, form.delimiter, form.columns);
  return { droppedColumns: columns.dropped, people: people(rest, pages, columns, form.locales) };
}

async function* people(
  rest: readonly CsvRow[],
  pages: AsyncGenerator<CsvRow[]>,
  columns: FoundColumns,
  locales: LocaleChoice,
): AsyncGenerator<Recipient> {
  const faults = new ListFaults();
  let count = 0;
  try {
    for await (const rows of following(rest, pages)) {
      count += rows.length;
      for (const row of rows) {
        const person = personOf(row.record, columns, firstLine(row), locales);
        if (person instanceof LineFault) faults.add(person);
        else if (!faults.any) yield person;
      }
    }
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    faults.add(error, { last: true });
  }
  if (faults.any) throw faults.refusal();
  if (count === 0) throw empty();
}

async function* following(rest: readonly CsvRow[], pages: AsyncGenerator<CsvRow[]>): AsyncGenerator<readonly CsvRow[]> {
  yield rest;
  yield* pages;
}

function personOf(...row: Parameters<typeof readRow>): Recipient | LineFault {
  try {
    return readRow(...row);
  } catch (error) {
    if (error instanceof LineFault) return error;
    throw error;
  }
}

/** The parser tells the line a record ends on; a cell with line breaks began further up. */
const firstLine = ({ record, line }: CsvRow): number =>
  line - record.reduce((breaks, cell) => breaks + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);

/**
 * The rows of the file, as many together as one piece of text holds.
 *
 * They are taken from the parser by callback: what its stream has not handed on yet is lost when a later row is broken.
 */
async function* csvPages(bytes: AsyncIterable<Buffer | string>, form: ListForm): AsyncGenerator<CsvRow[]> {
  let rows: CsvRow[] = [];
  let read = 0;
  const parser = rowParser(form.delimiter, (row) => rows.push(row));
  const page = (): CsvRow[] => {
    const taken = rows;
    rows = [];
    read = taken.at(-1)?.line ?? read;
    return taken;
  };
  try {
    for await (const text of textOrEnd(bytes, form.encoding)) {
      const unreadable = text instanceof LineFault ? text : null;
      const broken = await fed(parser, typeof text === 'string' ? text : null);
      if (rows.length > 0) yield page();
      if (unreadable) throw unreadable;
      if (broken) throw brokenRow(broken, read);
    }
  } finally {
    parser.destroy();
  }
}

/** The text of the file, then null, or the line that cannot be read: the parser gives its last rows at the end only. */
async function* textOrEnd(
  bytes: AsyncIterable<Buffer | string>,
  encoding: ListEncoding,
): AsyncGenerator<string | LineFault | null> {
  try {
    yield* decodeList(bytes, encoding);
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    yield error;
  }
  yield null;
}

function rowParser(delimiter: string, take: (row: CsvRow) => void): Parser {
  const parser = parse({
    delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 100_000,
    on_record: (record: string[], { lines }) => {
      take({ record, line: lines });
      return null;
    },
  });
  return parser.on('error', () => {}).resume(); // whoever feeds it hears of errors
}

/** Gives the parser text, or the end (null); yields what broke it. */
const fed = (parser: Parser, text: string | null): Promise<CsvError | null> =>
  new Promise((resolve, reject) => {
    const heard = (error?: Error | null): void => {
      if (!error) resolve(null);
      else if (error instanceof CsvError) resolve(error);
      else reject(error);
    };
    if (text === null) parser.end(heard);
    else parser.write(text, heard);
  });

const empty = (): Refusal =>
  new Refusal(
    {
      code: 'RECIPIENTS_EMPTY',
      message: 'Cannot import the list: there is nobody in it',
      next: 'Check the file; a notice to nobody is a mistake',
    },
    EXIT.data,
  );

const CSV_REASONS: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote is closed in the middle of a cell',
  INVALID_OPENING_QUOTE: 'a quote stands in the middle of a cell',
  CSV_MAX_RECORD_SIZE: 'it is longer than 100,000 characters',
};

/** Past a quote that went wrong nobody can tell where a line begins: reading ends here. */
function brokenRow(error: CsvError, read: number): LineFault {
  // A quote that is never closed swallows the rest of the file: its row is the one after the last that was read.
  const told = error.code === 'CSV_QUOTE_NOT_CLOSED' ? undefined : error['lines'];
  const line = typeof told === 'number' ? told : read + 1;
  const what = CSV_REASONS[error.code] ?? 'it cannot be read as CSV';
  return new LineFault('RECIPIENTS_ROW', line, null, what, 'Correct the line; nothing was imported');
}
