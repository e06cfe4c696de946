import { createReadStream, statSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { LIST_ENCODINGS, type ListEncoding } from '../../desk/list-encodings.ts';
import type { ListForm } from '../../desk/recipients-file.ts';
import { MAX_LIST_BYTES, tooLarge } from '../../desk/recipients-text.ts';
import { AUDIENCES, type Audience } from '../../domain/notice/audiences.ts';
import { isNoticeLocale, NOTICE_LOCALES } from '../../domain/notice/content.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import type { ListBytes } from '../list-progress.ts';
import type { StatementOptions } from '../statement-options.ts';

export interface ListOptions extends StatementOptions {
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
  channelColumn?: string;
  postalColumn?: string[];
}

const AFTER_HELP = `
Other columns are dropped and named. A new list for the same audience replaces the old one. People with no e-mail
address are told by a letter where the list gives a postal address, or by public communication only:
  email,name,id,channel,street,postcode,city
  ana@example.test,Ana,1,,,,
  ,Berta,2,post,Calle Mayor 1,28013,Madrid
  ,Carla,3,none,,,
with --postal-column street --postal-column postcode+city. Without a channel a line with an e-mail address is told by
e-mail, one with a postal address only by post.
Exit status: 0, 64 usage, 65 the list or the case refuses, 69 a service is away, 75 saved and waiting.`;

/** Gives a command the arguments and options by which a list of people is read. */
export function listArguments(command: Command): void {
  command
    .argument('<case>', 'case, e.g. breach-2026-0042')
    .argument('<file>', 'CSV file with a header; - reads standard input')
    .option('--wave <number>', 'which wave of notices', waveNumber, 1)
    .addOption(
      new Option('--audience <audience>', 'what the list says of these people').choices(AUDIENCES).default('affected'),
    )
    .option('--delimiter <character>', 'between the cells: a character, or tab', delimiterOf, ',')
    .addOption(new Option('--encoding <encoding>', 'of the file').choices(LIST_ENCODINGS).default('utf8'))
    .option('--email-column <name>', 'column of the address (default: email)')
    .option('--name-column <name>', 'column of the name (default: name)')
    .option('--locale-column <name>', 'column of the language (default: locale)')
    .option('--id-column <name>', 'column of your own id of the person, where two share a mailbox (default: id)')
    .option('--channel-column <name>', 'column that says email, post or none (default: channel)')
    .option(
      '--postal-column <name>',
      'column of one line of the postal address, from top to bottom (may be repeated); postcode+city: two on one line',
      (name: string, known: string[] = []) => [...known, name],
    )
    .option('--locale <locale>', 'language of people whose line names none', localeOf, 'es')
    .option('--fallback <from=to>', 'write in another language: nl=en (may be repeated)', fallbackOf, {})
    .addHelpText('after', AFTER_HELP);
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

function localeOf(text: string): string {
  const given = text.replaceAll('_', '-');
  if (isNoticeLocale(given.split('-')[0]?.toLowerCase() ?? '')) return given;
  throw new InvalidArgumentError(`There are notices in ${NOTICE_LOCALES.join(', ')}.`);
}

function fallbackOf(text: string, known: Record<string, string>): Record<string, string> {
  const [from = '', to = ''] = text.toLowerCase().split('=');
  if (!/^[a-z]{2,3}$/.test(from) || !isNoticeLocale(to)) {
    throw new InvalidArgumentError(`Write it as nl=en; there are notices in ${NOTICE_LOCALES.join(', ')}.`);
  }
  return { ...known, [from]: to };
}

/** How a list is read, as the options say. */
export function formOf(options: ListOptions): ListForm {
  const { delimiter, encoding, locale, fallback } = options;
  const named = {
    email: options.emailColumn,
    name: options.nameColumn,
    locale: options.localeColumn,
    id: options.idColumn,
    channel: options.channelColumn,
    postal: options.postalColumn,
  };
  const columns = Object.fromEntries(Object.entries(named).filter(([, name]) => name !== undefined));
  return { delimiter, encoding, columns, locales: { standard: locale, fallback } };
}

/** @throws {Refusal} `FILE_UNREADABLE`, `RECIPIENTS_TOO_LARGE` */
export function bytesOf(file: string): ListBytes {
  if (file === '-') return { bytes: process.stdin, size: null };
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) {
    const message = `Cannot read the list ${quoteValue(file)}: there is no such file`;
    throw new Refusal({ code: 'FILE_UNREADABLE', message, next: 'Check the path; - reads standard input' }, EXIT.usage);
  }
  if (found.size > MAX_LIST_BYTES) throw tooLarge();
  return { bytes: createReadStream(file), size: found.size };
}
