import { closeSync, createReadStream, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { MAX_REPORT_BYTES } from '../desk/delivery-report.ts';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';

/**
 * The mails of a mailbox, one by one; of one that is too large, so much that it is seen to be. Nothing is changed.
 *
 * @param mailbox  a Maildir, a folder of `.eml` files, or one file with many mails (mbox, RFC 4155)
 * @throws {Refusal} `FILE_UNREADABLE`
 */
export async function* mailsIn(mailbox: string): AsyncGenerator<Uint8Array> {
  if (statSync(mailbox, { throwIfNoEntry: false })?.isFile()) return yield* mailsOfMbox(mailbox);
  yield* mailsOfFolder(mailbox);
}

async function* mailsOfFolder(folder: string): AsyncGenerator<Uint8Array> {
  for (const file of filesIn(folder)) {
    const found = statSync(file, { throwIfNoEntry: false });
    // A mail server may move a file from new/ to cur/ meanwhile: the next reading finds it.
    if (!found?.isFile()) continue;
    yield found.size > MAX_REPORT_BYTES ? headOf(file) : readFileSync(file);
  }
}

function headOf(file: string): Buffer {
  const head = Buffer.alloc(MAX_REPORT_BYTES + 1);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, head, 0, head.length, 0);
  } finally {
    closeSync(opened);
  }
  return head;
}

/** @throws {Refusal} `FILE_UNREADABLE` */
function filesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder);
    const maildir = ['new', 'cur'].filter((name) => names.includes(name));
    const flat = names.filter((name) => name.endsWith('.eml')).map((name) => path.join(folder, name));
    return [...flat, ...maildir.flatMap((name) => namesIn(path.join(folder, name)))].sort();
  } catch {
    throw new Refusal(
      {
        code: 'FILE_UNREADABLE',
        message: `Cannot read the mailbox ${quoteValue(folder)}: there is none, or it is closed`,
        next: 'Check the path: a Maildir, a folder of .eml files, or an mbox file',
      },
      EXIT.usage,
    );
  }
}

const namesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .map((name) => path.join(folder, name));

const SEPARATOR = /^From \S/;

/** A mail begins with a `From ` line at the start or after an empty one; `>From ` in its text is set back. */
async function* mailsOfMbox(file: string): AsyncGenerator<Uint8Array> {
  let mail: string[] | null = null;
  let bytes = 0;
  let empty = true;
  for await (const line of linesOf(file)) {
    if (empty && SEPARATOR.test(line)) {
      if (mail) yield mailOf(mail);
      mail = [];
      bytes = 0;
    } else if (mail && bytes <= MAX_REPORT_BYTES) {
      mail.push(line.replace(/^>(>*From )/, '$1'));
      bytes += line.length + 1;
    }
    empty = /^\r?$/.test(line);
  }
  if (mail) yield mailOf(mail);
}

/** Without the empty line that stands before the next mail. */
const mailOf = (lines: readonly string[]): Buffer => Buffer.from(lines.join('\n').replace(/\r?\n?$/, '\n'), 'latin1');

/** Byte for byte, in `latin1`; a line longer than a report can be is cut. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'latin1')) {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, MAX_REPORT_BYTES + 1);
    yield* lines;
  }
  if (rest !== '') yield rest;
}
