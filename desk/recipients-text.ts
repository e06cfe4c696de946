import { LineFault } from '../domain/notice/recipient-row.ts';
import { EXIT, Refusal } from '../domain/refusal.ts';
import { CODECS, endOfLines, type ListEncoding, shownEncoding } from './list-encodings.ts';

/** Larger than any list of people; a bigger file is something else. */
export const MAX_LIST_BYTES = 2 * 1024 ** 3;
const MAX_LINE_BYTES = 1024 ** 2;
/** Enough to see what kind of file it is. */
const HEAD_BYTES = 64;

/**
 * The text of a list, whole lines at a time, never with a character replaced; a CRLF counts as one line break.
 *
 * @throws {Refusal} `RECIPIENTS_NOT_TEXT`, `RECIPIENTS_ENCODING`, `RECIPIENTS_TOO_LARGE`, `RECIPIENTS_ROW`
 */
export async function* decodeList(
  bytes: AsyncIterable<Buffer | string>,
  encoding: ListEncoding,
  maxBytes = MAX_LIST_BYTES,
): AsyncGenerator<string> {
  let held: Buffer = Buffer.alloc(0);
  let total = 0;
  let line = 1;
  for await (const known of withHead(bytes, encoding)) {
    total += known.length;
    if (total > maxBytes) throw tooLarge();
    const read = held.length === 0 ? known : Buffer.concat([held, known]);
    const end = endOfLines(read, encoding);
    held = read.subarray(end);
    for (const text of decoded(read.subarray(0, end), encoding, line)) {
      line += countLines(text);
      yield withPlainBreaks(text);
    }
    if (held.length > MAX_LINE_BYTES) throw lineTooLong(line);
  }
  for (const text of decoded(held, encoding, line)) yield withPlainBreaks(text);
}

/** The bytes as they come, the first ones together and looked at: without a byte order mark. */
async function* withHead(bytes: AsyncIterable<Buffer | string>, encoding: ListEncoding): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const read = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (head === null) yield read;
    else {
      head = Buffer.concat([head, read]);
      if (head.length < HEAD_BYTES) continue;
      yield looked(head, encoding);
      head = null;
    }
  }
  if (head) yield looked(head, encoding);
}

function looked(head: Buffer, encoding: ListEncoding): Buffer {
  assertText(head);
  const shown = shownEncoding(head);
  if (shown && shown !== encoding) throw otherEncoding(shown);
  const wide = CODECS[encoding].width === 2;
  if (wide && head.length > 0 && !head.subarray(0, HEAD_BYTES).includes(0)) throw otherEncoding('utf8');
  const marked = wide ? (head[0] ?? 0) >= 0xfe : head[0] === 0xef;
  return shown && marked ? head.subarray(wide ? 2 : 3) : head;
}

/** The text of whole lines; of faulty ones that of the lines before, so that a fault further up is told first. */
function* decoded(lines: Buffer, encoding: ListEncoding, first: number): Generator<string> {
  if (lines.length === 0) return;
  const { decode: textOf } = CODECS[encoding];
  const whole = textOf(lines);
  if (whole !== null) {
    yield whole;
    return;
  }
  let line = first;
  for (let rest = lines; ; line += 1) {
    const end = firstLineEnd(rest, encoding);
    const text = end === 0 ? null : textOf(rest.subarray(0, end));
    if (text === null) throw wrongEncoding(line, encoding);
    yield text;
    rest = rest.subarray(end);
  }
}

function firstLineEnd(lines: Buffer, encoding: ListEncoding): number {
  for (let at = lines.indexOf(0x0a); at >= 0; at = lines.indexOf(0x0a, at + 1)) {
    const end = endOfLines(lines.subarray(0, at + 1), encoding) || endOfLines(lines.subarray(0, at + 2), encoding);
    if (end > 0) return end;
  }
  return 0;
}

/** The parser counts a CRLF inside a cell as two lines; a lone CR stays and is refused as a control character. */
const withPlainBreaks = (text: string): string => text.replaceAll('\r\n', '\n');

function countLines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

const SIGNATURES: [start: number[], what: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a spreadsheet or zip file'],
  [[0x50, 0x4b, 0x05, 0x06], 'an empty zip file'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old spreadsheet'],
  [[0x1f, 0x8b], 'a compressed file'],
  [[0x42, 0x5a, 0x68], 'a compressed file'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'a compressed file'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'a compressed file'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'an archive'],
  [[0x52, 0x61, 0x72, 0x21], 'an archive'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF file'],
];

function assertText(start: Buffer): void {
  const found = SIGNATURES.find(([signature]) => signature.every((byte, at) => start[at] === byte));
  if (!found) return;
  throw refusal(
    'RECIPIENTS_NOT_TEXT',
    `Cannot read the list: it is ${found[1]}`,
    'Save it as CSV (UTF-8) and import that',
  );
}

const refusal = (code: string, message: string, next: string): Refusal =>
  new Refusal({ code, message, next }, EXIT.data);

export const tooLarge = (): Refusal =>
  refusal(
    'RECIPIENTS_TOO_LARGE',
    'Cannot read the list: the file is larger than 2 GiB',
    'Split it, or check that it is the right file',
  );

const lineTooLong = (line: number): LineFault =>
  new LineFault('RECIPIENTS_ROW', line, null, 'it does not end within 1 MiB', 'Correct the line; nothing was imported');

const otherEncoding = (shown: ListEncoding): Refusal =>
  refusal(
    'RECIPIENTS_ENCODING',
    `Cannot read the list: the file looks like ${CODECS[shown].called}`,
    `Pass --encoding ${shown}`,
  );

const OTHERS: Record<ListEncoding, string> = {
  utf8: 'Save the list as UTF-8, or pass --encoding latin1 (or windows-1252, if it comes from Excel)',
  utf16le: 'Save the list as UTF-8, or name its encoding with --encoding',
  utf16be: 'Save the list as UTF-8, or name its encoding with --encoding',
  latin1: 'Pass --encoding windows-1252, or save the list as UTF-8',
  'windows-1252': 'Save the list as UTF-8, or name its encoding with --encoding',
  'iso-8859-15': 'Pass --encoding windows-1252, or save the list as UTF-8',
};

const wrongEncoding = (line: number, encoding: ListEncoding): LineFault =>
  new LineFault('RECIPIENTS_ENCODING', line, null, `it is not valid ${CODECS[encoding].called}`, OTHERS[encoding]);
