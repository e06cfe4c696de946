import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { EXIT, type ExitStatus, quoteValue, Refusal, type RefusalDetails } from '../../domain/refusal.ts';
import { type Answer, asRefusal, type CommonOptions, say } from '../answer.ts';
import type { Typed } from '../kept-answers.ts';
import { columns } from '../text-table.ts';

const COLUMNS = ['authority', 'submittedAt', 'registryNumber', 'receipt', 'phase', 'subtype'];
const NEEDED = ['authority', 'submittedAt'];

const formFault = (file: string, why: string): Refusal =>
  new Refusal({
    code: 'RECEIPTS_FORM',
    message: `Cannot use ${quoteValue(path.basename(file))} as a list of filings: ${why}`,
    next: `Give the columns ${COLUMNS.join(', ')}; authority and submittedAt are needed in each line. Nothing was recorded`,
  });

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new Refusal({
      code: 'FILE_UNREADABLE',
      message: `Cannot read file ${quoteValue(file)}: ${code}`,
      next: 'Check the path and your right to read it; nothing was recorded',
    });
  }
}

function fromCsv(text: string, file: string): Typed[] {
  const [head = ''] = text.split('\n', 1);
  const delimiter = head.includes(';') && !head.includes(',') ? ';' : ',';
  try {
    return parse(text, { columns: true, delimiter, trim: true, skip_empty_lines: true }) as Typed[];
  } catch (error) {
    if (error instanceof CsvError) throw formFault(file, `line ${String(error['lines'])} is broken`);
    throw error;
  }
}

/** An object is one statement's answers, which are read elsewhere; what is no JSON is told of there too. */
function listIn(text: string): unknown[] | null {
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? json : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Typed =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** One line's fields; empty cells were not typed, and a receipt stands beside the list. */
function fieldsOf(line: unknown, number: number, file: string): Typed {
  if (!isObject(line)) throw formFault(file, `line ${number} is no object`);
  const given = Object.entries(line).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  const unknown = given.find(([name]) => !COLUMNS.includes(name));
  if (unknown) throw formFault(file, `line ${number} has a column ${quoteValue(unknown[0])}`);
  const missing = NEEDED.find((name) => !given.some(([known]) => known === name));
  if (missing) throw formFault(file, `line ${number} has no ${missing}`);
  const fields = Object.fromEntries(given);
  const receipt = fields['receipt'];
  return typeof receipt === 'string' ? { ...fields, receipt: path.resolve(path.dirname(file), receipt) } : fields;
}

/**
 * The filings of a list, `.csv` or a JSON list; null for a file that says one thing only.
 *
 * @throws {Refusal} `RECEIPTS_FORM`, `FILE_UNREADABLE`: the whole list is looked at before anything is said
 */
export function readReceipts(file: string): Typed[] | null {
  if (file === '-') return null;
  const isCsv = file.toLowerCase().endsWith('.csv');
  const text = readText(file);
  const lines = isCsv ? fromCsv(text, file) : listIn(text);
  if (lines === null) return null;
  if (lines.length === 0) throw formFault(file, 'it has no line');
  return lines.map((line, at) => fieldsOf(line, at + 1, file));
}

/** A list says of each filing itself what options would say of all. @throws {Refusal} `USAGE` */
export function assertOfAll(file: string, own: Record<string, unknown>): void {
  const said = Object.entries(own).filter(([name, value]) => value !== undefined && name !== 'note');
  if (said.length === 0) return;
  throw new Refusal(
    {
      code: 'USAGE',
      message: `Cannot take ${said.map(([name]) => name).join(', ')} for every line of ${quoteValue(path.basename(file))}`,
      next: 'Say it in the list, line by line, or record this one filing without --from',
    },
    EXIT.usage,
  );
}

/** What became of one line. */
type Line = { line: number; authority: string } & (
  | { recorded: true; answer: unknown; seq: number | null; status: string | null }
  | { recorded: false; error: RefusalDetails; exit: ExitStatus }
);

async function sayLine(line: number, fields: Typed, record: (fields: Typed) => Promise<Answer>): Promise<Line> {
  const authority = String(fields['authority']).slice(0, 20);
  try {
    const { data } = await record(fields);
    const { seq = null, status = null } = data as { seq?: number; status?: string };
    return { line, authority, recorded: true, answer: data, seq, status };
  } catch (error) {
    const { details, exit } = asRefusal(error);
    return { line, authority, recorded: false, error: details, exit };
  }
}

function progress(said: Line, of: number): void {
  const what = said.recorded ? `recorded${said.seq === null ? '' : ` as entry ${said.seq}`}` : said.error.code;
  say(`${said.line} of ${of}  ${said.authority}  ${what}`);
}

const rowOf = (said: Line): string[] =>
  said.recorded
    ? [
        `  ${said.line}`,
        said.authority,
        said.seq === null ? 'would be recorded' : `entry ${said.seq}`,
        said.status ?? '',
      ]
    : [`  ${said.line}`, said.authority, 'NOT RECORDED', `${said.error.message}. ${said.error.next}`];

/** Says each line by itself, in order; one refused does not lose the others. `what` stands after the count of those that were: `filings recorded`. */
export async function sayMany(
  caseId: string,
  lines: readonly Typed[],
  { output }: CommonOptions,
  record: (fields: Typed) => Promise<Answer>,
  what = 'filings recorded',
): Promise<Answer> {
  const said: Line[] = [];
  for (const [at, fields] of lines.entries()) {
    const line = await sayLine(at + 1, fields, record);
    if (output === 'text') progress(line, lines.length);
    said.push(line);
  }
  const refused = said.flatMap((line) => (line.recorded ? [] : [line]));
  return {
    data: said,
    text: [`${said.length - refused.length} of ${said.length} ${what}`, columns(said.map(rowOf))].join('\n'),
    exit: refused.reduce<ExitStatus>((worst, { exit }) => (exit > worst ? exit : worst), EXIT.ok),
    next:
      refused.length > 0
        ? 'Correct the lines not recorded and run it again with those alone'
        : `Next: tocsin filing list ${caseId}`,
  };
}
