import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type ColumnNames, type ColumnPositions, findColumns } from '../domain/notice/recipient-columns.ts';
import { type LocaleChoice, type Recipient, readRow } from '../domain/notice/recipient-row.ts';
import { EXIT, Refusal } from '../domain/refusal.ts';
import { decodeList, type ListEncoding } from './recipients-text.ts';

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
  info: { lines: number };
}

/**
 * Reads a list of people row by row, each one checked; nothing is kept in memory.
 *
 * @param bytes  the file; its text is never shown in an error
 * @throws {Refusal} with a `RECIPIENTS_…` code and the line, here for the header, while iterating for the rows
 */
export async function readRecipients(bytes: AsyncIterable<Buffer | string>, form: ListForm): Promise<RecipientsFile> {
  const rows = csvRows(bytes, form);
  const header = await rows.next();
  if (header.done) throw empty();
  const columns = findColumns(header.value.record, form.delimiter, form.columns);
  return { droppedColumns: columns.dropped, people: people(rows, columns, form.locales) };
}

async function* people(
  rows: AsyncGenerator<CsvRow>,
  columns: ColumnPositions,
  locales: LocaleChoice,
): AsyncGenerator<Recipient> {
  let count = 0;
  for await (const { record, info } of rows) {
    yield readRow(record, columns, firstLine(record, info), locales);
    count += 1;
  }
  if (count === 0) throw empty();
}

/** The parser tells the line a record ends on; a cell with line breaks began further up. */
const firstLine = (record: string[], info: { lines: number }): number =>
  info.lines - record.reduce((breaks, cell) => breaks + (cell.split('\n').length - 1), 0);

async function* csvRows(bytes: AsyncIterable<Buffer | string>, form: ListForm): AsyncGenerator<CsvRow> {
  const parser = parse({
    delimiter: form.delimiter,
    info: true,
    record_delimiter: '\n',
    skip_empty_lines: true,
    max_record_size: 100_000,
  });
  const text = Readable.from(decodeList(bytes, form.encoding));
  text.once('error', (error) => parser.destroy(error));
  text.pipe(parser);
  let read = 0;
  try {
    for await (const row of parser as AsyncIterable<CsvRow>) {
      read = row.info.lines;
      yield row;
    }
  } catch (error) {
    throw error instanceof CsvError ? badRow(error, read) : error;
  } finally {
    text.destroy();
  }
}

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
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: 'it has another number of columns than the first line',
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote is closed in the middle of a cell',
  INVALID_OPENING_QUOTE: 'a quote stands in the middle of a cell',
  CSV_MAX_RECORD_SIZE: 'it is longer than 100,000 characters',
};

function badRow(error: CsvError, read: number): Refusal {
  // A quote that is never closed swallows the rest of the file: its row is the one after the last that was read.
  const told = error.code === 'CSV_QUOTE_NOT_CLOSED' ? undefined : error['lines'];
  const line = typeof told === 'number' ? told : read + 1;
  return new Refusal(
    {
      code: 'RECIPIENTS_ROW',
      message: `Line ${line}: ${CSV_REASONS[error.code] ?? 'it cannot be read as CSV'}`,
      next: 'Correct the line; nothing was imported',
    },
    EXIT.data,
  );
}
