import { randomUUID } from 'node:crypto';
import type { Pool } from '../database/pool.ts';
import {
  countByChannel,
  countByLocale,
  createImport,
  hashOfLists,
  insertRecipients,
  type NewRecipient,
  recipientAad,
  recipientScope,
} from '../database/recipients.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import type { ScopeKey, Vault } from '../database/vault.ts';
import type { Audience } from '../domain/notice/audiences.ts';
import type { Channel, Recipient } from '../domain/notice/recipient-row.ts';
import { Marks } from './marks.ts';
import { type ListForm, readRecipients } from './recipients-file.ts';

const PAGE = 1_000;

export interface ImportRequest {
  organisationId: string;
  caseId: string;
  wave: number;
  audience: Audience;
  form: ListForm;
}

/** What a list holds, in counts and hashes; the body of the statement `recipients.import`. */
export interface ImportSummary {
  wave: number;
  audience: Audience;
  importId: string;
  count: number;
  listHash: string;
  locales: Record<string, number>;
  channels: Partial<Record<Channel, number>>;
  merged: number;
  droppedColumns: string[];
}

export interface ImportResult {
  summary: ImportSummary;
  /** People whose address only some mail servers can take; a warning. */
  needSmtpUtf8: number;
}

/** Hears of every thousand lines that were read. */
export type Progress = (lines: number) => void;

/**
 * Streams a list of people into the quarantine tables, sealed row by row, all or nothing.
 *
 * Nothing is sent from it: it counts only once the statement `recipients.import` with its id is in the register.
 *
 * @throws {Refusal} the faults of the file, with code and line; then no row is stored
 */
export function importRecipients(
  { pool, vault }: { pool: Pool; vault: Vault },
  request: ImportRequest,
  bytes: AsyncIterable<Buffer | string>,
  progress: Progress = () => {},
): Promise<ImportResult> {
  return inTransaction(pool, async (tx) => {
    const file = await readRecipients(bytes, request.form);
    const importId = randomUUID();
    const { organisationId, caseId, wave, audience } = request;
    await createImport(tx, { importId, organisationId, caseId, wave, audience });
    await vault.createKey(tx, recipientScope(caseId));
    const key = await vault.keyOf(tx, recipientScope(caseId));
    const stored = await storePeople(tx, key, importId, file.people, progress);
    const summary = {
      wave,
      audience,
      importId,
      count: stored.count,
      listHash: await hashOfLists(tx, [importId]),
      locales: await countByLocale(tx, importId),
      channels: await countByChannel(tx, importId),
      merged: stored.merged,
      droppedColumns: file.droppedColumns,
    };
    return { summary, needSmtpUtf8: stored.needSmtpUtf8 };
  });
}

interface Stored {
  count: number;
  merged: number;
  needSmtpUtf8: number;
}

/** One page is written while the next is read and sealed. */
async function storePeople(
  tx: Tx,
  key: ScopeKey,
  importId: string,
  people: AsyncIterable<Recipient>,
  progress: Progress,
): Promise<Stored> {
  const stored: Stored = { count: 0, merged: 0, needSmtpUtf8: 0 };
  let read = 0;
  let writing: Promise<void> = Promise.resolve();
  const write = async (page: readonly NewRecipient[]): Promise<void> => {
    await writing;
    writing = insertRecipients(tx, importId, page).then((count) => {
      stored.count += count;
      stored.merged += page.length - count;
    });
    writing.catch(() => {}); // heard of at the next page, or in the end
    read += page.length;
    progress(read);
  };
  let page: NewRecipient[] = [];
  try {
    for await (const person of people) {
      page.push(sealed(person, key));
      if (person.address?.needsSmtpUtf8) stored.needSmtpUtf8 += 1;
      if (page.length < PAGE) continue;
      await write(page);
      page = [];
    }
    if (page.length > 0) await write(page);
  } finally {
    await writing;
  }
  return stored;
}

function sealed(person: Recipient, key: ScopeKey): NewRecipient {
  const { address, name, personId, locale, channel, postal } = person;
  const recipientId = randomUUID();
  const plain = JSON.stringify({
    address: address?.address ?? null,
    name,
    personId,
    ...(postal === null ? {} : { postal }),
  });
  const personKey = key.mac(identity(person));
  return {
    recipientId,
    personKey,
    addressKey: address === null || identity(person) === address.key ? null : key.mac(address.key),
    locale,
    channel,
    sealed: key.seal(recipientAad(recipientId), plain),
  };
}

/** One mailbox is one person, unless the list itself says by its ids that two share it; without one, the letter's addressee. */
function identity({ address, name, personId, postal }: Recipient): string {
  if (address !== null) return personId === null ? address.key : `${address.key}\n${personId}`;
  return personId === null ? `post\n${name}\n${postal}` : `id\n${personId}`;
}

export interface CheckResult {
  count: number;
  merged: number;
  locales: Record<string, number>;
  channels: Partial<Record<Channel, number>>;
  droppedColumns: string[];
  needSmtpUtf8: number;
}

/** Reads a list as the import would, and stores nothing; needs no database. */
export async function checkRecipients(
  bytes: AsyncIterable<Buffer | string>,
  form: ListForm,
  progress: Progress = () => {},
): Promise<CheckResult> {
  const file = await readRecipients(bytes, form);
  const seen = new Marks();
  const { droppedColumns } = file;
  const result: CheckResult = { count: 0, merged: 0, locales: {}, channels: {}, droppedColumns, needSmtpUtf8: 0 };
  let read = 0;
  for await (const person of file.people) {
    if (!seen.add(identity(person))) result.merged += 1;
    else {
      result.locales[person.locale] = (result.locales[person.locale] ?? 0) + 1;
      result.channels[person.channel] = (result.channels[person.channel] ?? 0) + 1;
    }
    if (person.address?.needsSmtpUtf8) result.needSmtpUtf8 += 1;
    read += 1;
    if (read % PAGE === 0) progress(read);
  }
  return { ...result, count: seen.size };
}
