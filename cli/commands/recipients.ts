import { createReadStream, statSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { createPool } from '../../database/pool.ts';
import { deleteImport } from '../../database/recipients.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { ListForm } from '../../desk/recipients-file.ts';
import { checkRecipients, type ImportResult, importRecipients } from '../../desk/recipients-import.ts';
import { type ListEncoding, MAX_LIST_BYTES, tooLarge } from '../../desk/recipients-text.ts';
import { AUDIENCES, type Audience } from '../../domain/notice/audiences.ts';
import { NOTICE_LOCALES } from '../../domain/notice/content.ts';
import type { ColumnNames } from '../../domain/notice/recipient-columns.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { type Answer, act, say } from '../answer.ts';
import { examples } from '../examples.ts';
import { type Session, speakerFor, withDesk } from '../session.ts';
import { type StatementOptions, sayAndAnswer, statementOptions } from '../statement-options.ts';
import { type FindOptions, findInCase } from './recipients-find.ts';
import { showLists } from './recipients-show.ts';

interface ListOptions extends StatementOptions {
  wave: number;
  audience: Audience;
  delimiter: string;
  encoding: ListEncoding;
  locale: string;
  fallback: Record<string, string>;
  emailColumn?: string;
  nameColumn?: string;
  localeColumn?: string;
  idColumn?: string;
}

export default function recipients(noun: Command): void {
  const check = noun.command('check').description('read a list of people as the import would, and store nothing');
  listArguments(check);
  examples(
    check,
    'recipients check breach-2026-0042 people.csv',
    "recipients check breach-2026-0042 people.csv --delimiter ';'",
  );
  act<ListOptions>(check, ([, file = ''], options) => checkList(file, options));

  const imports = noun.command('import').description('store a list of people to tell, sealed, all or nothing');
  listArguments(imports);
  examples(
    imports,
    'recipients import breach-2026-0042 people.csv --wave 1 --audience affected',
    'recipients import breach-2026-0042 - --email-column correo --name-column nombre --locale es',
  );
  imports.option('--reason <words>', 'why these people, in words (sealed)');
  act<ListOptions>(imports, ([caseId = '', file = ''], options) =>
    withDesk((session) => importList(session, caseId, file, options)),
  );
  show(noun);
  find(noun);
}

const CASE_ARGUMENT = ['<case>', 'case, e.g. breach-2026-0042'] as const;

function show(noun: Command): void {
  const command = noun
    .command('show')
    .description('the lists of a case in counts: languages, who imported them and when; never the people')
    .argument(...CASE_ARGUMENT)
    .option('--wave <number>', 'one wave only', waveNumber);
  examples(command, 'recipients show breach-2026-0042', 'recipients show breach-2026-0042 --wave 2 -o json');
  act<{ wave?: number }>(command, ([caseId = ''], { wave }) => withDesk((session) => showLists(session, caseId, wave)));
}

function find(noun: Command): void {
  const command = noun
    .command('find')
    .description(
      'what a case holds of one person and what was sent to them, for a request for access (Art. 15); entered in the register',
    )
    .argument(...CASE_ARGUMENT)
    .requiredOption('--address <address>', 'e-mail address of the person who asks');
  statementOptions(command, 'recipients.find');
  examples(
    command,
    'recipients find breach-2026-0042 --address ana@example.com --reason "request for access of 3 December" --as diego',
    'recipients find breach-2026-0042 --address ana@example.com --reason "request 17" -o json',
  );
  command.addHelpText(
    'after',
    '\nFor the DPO only. The register holds that somebody searched, when and why, never the address.\nExit status: 0, 64 usage, 65 erased or blocked, 75 the entry waits and nothing is shown, 77 not allowed.',
  );
  act<FindOptions>(command, ([caseId = ''], options) => withDesk((session) => findInCase(session, caseId, options)));
}

function listArguments(command: Command): void {
  command
    .argument('<case>', 'case, e.g. breach-2026-0042')
    .argument('<file>', 'CSV file with a header; - reads standard input')
    .option('--wave <number>', 'which wave of notices', waveNumber, 1)
    .addOption(
      new Option('--audience <audience>', 'what the list says of these people').choices(AUDIENCES).default('affected'),
    )
    .option('--delimiter <character>', 'between the cells: a character, or tab', delimiterOf, ',')
    .addOption(new Option('--encoding <encoding>', 'of the file').choices(['utf8', 'latin1']).default('utf8'))
    .option('--email-column <name>', 'column of the address (default: email)')
    .option('--name-column <name>', 'column of the name (default: name)')
    .option('--locale-column <name>', 'column of the language (default: locale)')
    .option('--id-column <name>', 'column of your own id of the person, where two share a mailbox (default: id)')
    .option('--locale <locale>', 'language of people whose line names none', 'es')
    .option('--fallback <from=to>', 'write in another language: de=en (may be repeated)', fallbackOf, {})
    .addHelpText(
      'after',
      '\nOther columns are dropped and named. A new list for the same audience replaces the old one.\nExit status: 0, 64 usage, 65 the list or the case refuses, 69 a service is away, 75 saved and waiting.',
    );
}

/** For `--wave`. */
export function waveNumber(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no number of a wave, such as 1.');
}

function delimiterOf(text: string): string {
  if (text === 'tab' || text === '\\t') return '\t';
  if (/^[^\s"'\p{L}\p{N}]$|^\t$/u.test(text)) return text;
  throw new InvalidArgumentError("Name one character, such as ';', or tab.");
}

function fallbackOf(text: string, known: Record<string, string>): Record<string, string> {
  const [from = '', to = ''] = text.toLowerCase().split('=');
  if (!/^[a-z]{2,3}$/.test(from) || !NOTICE_LOCALES.some((locale) => locale === to)) {
    throw new InvalidArgumentError(`Write it as de=en; there are templates for ${NOTICE_LOCALES.join(', ')}.`);
  }
  return { ...known, [from]: to };
}

function formOf(options: ListOptions): ListForm {
  const columns: Partial<ColumnNames> = {
    ...(options.emailColumn ? { email: options.emailColumn } : {}),
    ...(options.nameColumn ? { name: options.nameColumn } : {}),
    ...(options.localeColumn ? { locale: options.localeColumn } : {}),
    ...(options.idColumn ? { id: options.idColumn } : {}),
  };
  const { delimiter, encoding, locale, fallback } = options;
  return { delimiter, encoding, columns, locales: { standard: locale, fallback } };
}

/** @throws {Refusal} `FILE_UNREADABLE`, `RECIPIENTS_TOO_LARGE` */
function bytesOf(file: string): AsyncIterable<Buffer> {
  if (file === '-') return process.stdin;
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) {
    const message = `Cannot read the list ${quoteValue(file)}: there is no such file`;
    throw new Refusal({ code: 'FILE_UNREADABLE', message, next: 'Check the path; - reads standard input' }, EXIT.usage);
  }
  if (found.size > MAX_LIST_BYTES) throw tooLarge();
  return createReadStream(file);
}

interface Counts {
  count: number;
  merged: number;
  locales: Record<string, number>;
  droppedColumns: string[];
}

function countsText({ count, merged, locales, droppedColumns }: Counts): string {
  const languages = Object.entries(locales).map(([locale, people]) => `${locale} ${people}`);
  const lines = [`${count} ${count === 1 ? 'person' : 'people'}: ${languages.join(', ')}`];
  if (merged > 0)
    lines.push(
      `${merged} ${merged === 1 ? 'line names' : 'lines name'} somebody again and ${merged === 1 ? 'was' : 'were'} merged`,
    );
  if (droppedColumns.length > 0) lines.push(`Columns not needed, and not read: ${droppedColumns.join(', ')}`);
  return lines.join('\n');
}

const warnUtf8 = (people: number): void => {
  if (people === 0) return;
  say(
    `! ${people} ${people === 1 ? 'address has' : 'addresses have'} letters beyond ASCII before the @: some mail servers cannot take them`,
  );
};

async function checkList(file: string, options: ListOptions): Promise<Answer> {
  const checked = await checkRecipients(bytesOf(file), formOf(options));
  warnUtf8(checked.needSmtpUtf8);
  return {
    data: checked,
    text: `The list can be imported.\n${countsText(checked)}`,
    next: 'Nothing was stored: import it with tocsin recipients import',
  };
}

async function importList(session: Session, caseId: string, file: string, options: ListOptions): Promise<Answer> {
  const speaker = await speakerFor(session, caseId, options);
  if (options.dryRun) return checkList(file, options);
  const pool = createPool(session.config.databaseUrl('importer'), 'tocsin importer', { max: 1 });
  try {
    const { wave, audience } = options;
    const request = { organisationId: speaker.organisationId, caseId, wave, audience, form: formOf(options) };
    const result = await importRecipients({ pool, vault: session.desk.vault }, request, bytesOf(file));
    warnUtf8(result.needSmtpUtf8);
    const words = options.reason === undefined ? {} : { reason: options.reason };
    const saying = { kind: 'recipients.import' as const, caseId, body: result.summary, words };
    const answer = await sayAndAnswer(session, speaker, saying, options).catch((error) => forget(error, pool, result));
    return {
      ...answer,
      data: { ...(answer.data as object), ...result.summary },
      text: `${countsText(result.summary)}\n${answer.text}`,
      next: `Next: tocsin notice preview ${caseId} --wave ${wave}`,
    };
  } finally {
    await pool.end();
  }
}

/** A list whose statement was refused is not kept; one whose statement waits, or may have been stored, is. */
async function forget(error: unknown, pool: ReturnType<typeof createPool>, { summary }: ImportResult): Promise<never> {
  const refused = error instanceof Refusal && error.exit !== EXIT.waiting && error.exit !== EXIT.serviceAway;
  if (refused) await inTransaction(pool, (tx) => deleteImport(tx, summary.importId));
  throw error;
}
