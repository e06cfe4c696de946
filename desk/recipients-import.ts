import { randomUUID } from 'node:crypto';
import type { Pool } from '../database/pool.ts';
import {
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
import type { Recipient } from '../domain/notice/recipient-row.ts';
import { type ListForm, readRecipients } from './recipients-file.ts';

const PAGE = 500;

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
  channels: { email: number };
  merged: number;
  droppedColumns: string[];
}

export interface ImportResult {
  summary: ImportSummary;
  /** People whose address only some mail servers can take; a warning. */
  needSmtpUtf8: number;
}

/**
 * Streams a list of people into the quarantine tables, sealed row by row, all or nothing.
 *
 * Nothing is sent from it: it counts only once the statement `recipients.import` with its id is in the register.
 *
 * @throws {Refusal} the first fault of the file, with code and line; then no row is stored
 */
export function importRecipients(
  { pool, vault }: { pool: Pool; vault: Vault },
  request: ImportRequest,
  bytes: AsyncIterable<Buffer | string>,
): Promise<ImportResult> {
  return inTransaction(pool, async (tx) => {
    const file = await readRecipients(bytes, request.form);
    const importId = randomUUID();
    const { organisationId, caseId, wave, audience } = request;
    await createImport(tx, { importId, organisationId, caseId, wave, audience });
    await vault.createKey(tx, recipientScope(caseId));
    const key = await vault.keyOf(tx, recipientScope(caseId));
    const stored = await storePeople(tx, key, importId, file.people);
    const summary = {
      wave,
      audience,
      importId,
      count: stored.count,
      listHash: await hashOfLists(tx, [importId]),
      locales: await countByLocale(tx, importId),
      channels: { email: stored.count },
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

async function storePeople(tx: Tx, key: ScopeKey, importId: string, people: AsyncIterable<Recipient>): Promise<Stored> {
  const stored: Stored = { count: 0, merged: 0, needSmtpUtf8: 0 };
  const flush = async (page: readonly NewRecipient[]): Promise<void> => {
    const count = page.length === 0 ? 0 : await insertRecipients(tx, importId, page);
    stored.count += count;
    stored.merged += page.length - count;
  };
  let page: NewRecipient[] = [];
  for await (const person of people) {
    page.push(sealed(person, key));
    if (person.address.needsSmtpUtf8) stored.needSmtpUtf8 += 1;
    if (page.length < PAGE) continue;
    await flush(page);
    page = [];
  }
  await flush(page);
  return stored;
}

function sealed({ address, name, personId, locale }: Recipient, key: ScopeKey): NewRecipient {
  const recipientId = randomUUID();
  const plain = JSON.stringify({ address: address.address, name, personId });
  return {
    recipientId,
    personKey: key.mac(identity(address.key, personId)),
    addressKey: personId === null ? null : key.mac(address.key),
    locale,
    sealed: key.seal(recipientAad(recipientId), plain),
  };
}

/** One mailbox is one person, unless the list itself says by its ids that two share it. */
const identity = (addressKey: string, personId: string | null): string =>
  personId === null ? addressKey : `${addressKey}\n${personId}`;

export interface CheckResult {
  count: number;
  merged: number;
  locales: Record<string, number>;
  droppedColumns: string[];
  needSmtpUtf8: number;
}

/** Reads a list as the import would, and stores nothing; needs no database. */
export async function checkRecipients(bytes: AsyncIterable<Buffer | string>, form: ListForm): Promise<CheckResult> {
  const file = await readRecipients(bytes, form);
  const seen = new Set<string>();
  const result: CheckResult = {
    count: 0,
    merged: 0,
    locales: {},
    droppedColumns: file.droppedColumns,
    needSmtpUtf8: 0,
  };
  for await (const person of file.people) {
    const key = identity(person.address.key, person.personId);
    if (seen.has(key)) result.merged += 1;
    else result.locales[person.locale] = (result.locales[person.locale] ?? 0) + 1;
    seen.add(key);
    if (person.address.needsSmtpUtf8) result.needSmtpUtf8 += 1;
  }
  return { ...result, count: seen.size };
}
