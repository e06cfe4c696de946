import { isUtf8 } from 'node:buffer';
import { EXIT, Refusal } from '../domain/refusal.ts';

export type ListEncoding = 'utf8' | 'latin1';

/** Larger than any list of people; a bigger file is something else. */
export const MAX_LIST_BYTES = 1024 ** 3;
const MAX_LINE_BYTES = 1024 ** 2;
const NEWLINE = 0x0a;

/**
 * The text of a list, whole lines at a time, never with a character replaced.
 *
 * @throws {Refusal} `RECIPIENTS_NOT_TEXT`, `RECIPIENTS_ENCODING`, `RECIPIENTS_TOO_LARGE`, `RECIPIENTS_ROW`
 */
export async function* decodeList(
  bytes: AsyncIterable<Buffer | string>,
  encoding: ListEncoding,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: false });
  let held: Buffer = Buffer.alloc(0);
  let total = 0;
  let line = 1;
  for await (const chunk of bytes) {
    const read = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (total < 4) assertText(Buffer.concat([held, read]));
    total += read.length;
    if (total > MAX_LIST_BYTES) throw tooLarge();
    const known = Buffer.concat([held, read]);
    const end = known.lastIndexOf(NEWLINE) + 1;
    held = known.subarray(end);
    if (held.length > MAX_LINE_BYTES) throw lineTooLong(line);
    const lines = known.subarray(0, end);
    assertEncoding(lines, encoding, line);
    line += countLines(lines);
    if (end > 0) yield withPlainBreaks(decoder.decode(lines, { stream: true }));
  }
  assertEncoding(held, encoding, line);
  yield withPlainBreaks(decoder.decode(held));
}

/** The parser counts a CRLF inside a cell as two lines; a lone CR stays and is refused as a control character. */
const withPlainBreaks = (text: string): string => text.replaceAll('\r\n', '\n');

export const tooLarge = (): Refusal =>
  refusal(
    'RECIPIENTS_TOO_LARGE',
    'Cannot read the list: the file is larger than 1 GiB',
    'Split it, or check that it is the right file',
  );

const refusal = (code: string, message: string, next: string): Refusal =>
  new Refusal({ code, message, next }, EXIT.data);

const lineTooLong = (line: number): Refusal =>
  refusal(
    'RECIPIENTS_ROW',
    `Cannot read the list: line ${line} does not end within 1 MiB`,
    'Correct the line; nothing was imported',
  );

const SIGNATURES: [start: number[], what: string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a spreadsheet or zip file'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old spreadsheet'],
  [[0x1f, 0x8b], 'a compressed file'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF file'],
];

function assertText(start: Buffer): void {
  if (start[0] === 0xff && start[1] === 0xfe) throw wrongEncoding(1);
  if (start[0] === 0xfe && start[1] === 0xff) throw wrongEncoding(1);
  const found = SIGNATURES.find(([signature]) => signature.every((byte, at) => start[at] === byte));
  if (!found) return;
  throw refusal(
    'RECIPIENTS_NOT_TEXT',
    `Cannot read the list: it is ${found[1]}`,
    'Save it as CSV (UTF-8) and import that',
  );
}

function assertEncoding(lines: Buffer, encoding: ListEncoding, first: number): void {
  if (encoding !== 'utf8' || isUtf8(lines)) return;
  let line = first;
  for (let at = 0; at < lines.length; line += 1) {
    const newline = lines.indexOf(NEWLINE, at);
    const end = newline < 0 ? lines.length : newline + 1;
    if (!isUtf8(lines.subarray(at, end))) throw wrongEncoding(line);
    at = end;
  }
}

const wrongEncoding = (line: number): Refusal =>
  refusal(
    'RECIPIENTS_ENCODING',
    `Line ${line} is not valid UTF-8`,
    'Save the list as UTF-8, or pass --encoding latin1',
  );

function countLines(lines: Buffer): number {
  let count = 0;
  for (let at = lines.indexOf(NEWLINE); at >= 0; at = lines.indexOf(NEWLINE, at + 1)) count += 1;
  return count;
}
