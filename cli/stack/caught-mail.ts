import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import PostalMime, { type Address } from 'postal-mime';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';

/** A message that the mail catcher keeps. */
export interface CaughtMail {
  /** Position, oldest first, from 1. */
  number: number;
  id: string;
  /** When it was caught, UTC. */
  at: string;
  messageId: string | null;
  from: string;
  to: string[];
  subject: string;
  date: string | null;
  /** Addresses of the SMTP envelope, which may differ from the headers. */
  envelope: { from: string; to: string[] };
}

/** The kept messages, oldest first. */
export async function listMail(folder: string): Promise<CaughtMail[]> {
  return Promise.all(idsIn(folder).map(async (id, index) => (await readMail(folder, id, index + 1)).mail));
}

/**
 * One message, by its number in the list or its id (or the id's beginning).
 *
 * @throws {Refusal} `MAIL_UNKNOWN`
 */
export async function showMail(
  folder: string,
  which: string,
): Promise<CaughtMail & { text: string; attachments: string[] }> {
  const ids = idsIn(folder);
  const index = /^\d{1,6}$/.test(which) ? Number(which) - 1 : ids.findIndex((id) => id.startsWith(which));
  const id = ids[index];
  if (id === undefined) throw unknown(which, ids.length);
  const { mail, text, attachments } = await readMail(folder, id, index + 1);
  return { ...mail, text, attachments };
}

const idsIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.eml'))
        .map((name) => path.basename(name, '.eml'))
        .sort()
    : [];

async function readMail(folder: string, id: string, number: number) {
  const parsed = await PostalMime.parse(await readFile(path.join(folder, `${id}.eml`)));
  const envelope = (key: string) =>
    parsed.headers.filter((header) => header.key === key).map(({ value }) => value.replaceAll(/[<>]/g, ''));
  const mail: CaughtMail = {
    number,
    id,
    at: instantOf(id),
    messageId: parsed.messageId ?? null,
    from: shown(parsed.from ? [parsed.from] : []).join(', '),
    to: shown(parsed.to ?? []),
    subject: parsed.subject ?? '',
    date: parsed.date ?? null,
    envelope: { from: envelope('x-envelope-from')[0] ?? '', to: envelope('x-envelope-to') },
  };
  const attachments = parsed.attachments.map(({ filename, mimeType }) => filename ?? mimeType);
  return { mail, text: parsed.text ?? '', attachments };
}

const shown = (addresses: Address[]): string[] =>
  addresses.flatMap(({ name, address, group }) =>
    group ? shown(group) : [name ? `${name} <${address ?? ''}>` : (address ?? '')],
  );

/** `20261122T180043086Z-…` as an instant. */
const instantOf = (id: string): string =>
  id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*$/, '$1-$2-$3T$4:$5:$6.$7Z');

const unknown = (which: string, kept: number): Refusal =>
  new Refusal(
    {
      code: 'MAIL_UNKNOWN',
      message: `Cannot find message ${quoteValue(which)}: ${kept} are kept`,
      next: 'List them with: tocsin mail list',
    },
    EXIT.data,
  );
