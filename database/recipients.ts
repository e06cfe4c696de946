import type { Audience } from '../domain/notice/audiences.ts';
import { longStatement } from './long-statement.ts';
import type { Tx } from './transaction.ts';
import type { ScopeKey } from './vault.ts';

/** The key that seals the people of a case; erasing them is destroying it. */
export const recipientScope = (caseId: string): string => `recipients:${caseId}`;

/** What is sealed of a person. */
export interface RecipientPerson {
  address: string;
  name: string | null;
  personId: string | null;
  /** As on an envelope, without the name, its lines apart by line breaks; left out or null: not known. */
  postal?: string | null;
}

export interface RecipientImport {
  importId: string;
  organisationId: string;
  caseId: string;
  wave: number;
  audience: Audience;
}

export interface NewRecipient {
  recipientId: string;
  personKey: string;
  /** Keyed hash of the address alone, where the person's key is made of more; else null. */
  addressKey: string | null;
  locale: string;
  sealed: Buffer;
}

/** Binds a sealed person to its row, so that a sealed value moved to another row does not open. */
export const recipientAad = (recipientId: string): string => `recipient:${recipientId}`;

export async function createImport(tx: Tx, list: RecipientImport): Promise<void> {
  await tx.query(
    `insert into recipient_import (import_id, organisation_id, case_id, wave, audience) values ($1, $2, $3, $4, $5)`,
    [list.importId, list.organisationId, list.caseId, list.wave, list.audience],
  );
}

/** Stores a page of people; of two rows of one person the first stays. Yields how many were new. */
export async function insertRecipients(tx: Tx, importId: string, page: readonly NewRecipient[]): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into recipient (recipient_id, import_id, person_key, address_key, locale, sealed)
     select recipient_id, $1, person_key, address_key, locale, sealed
       from unnest($2::uuid[], $3::text[], $4::text[], $5::bytea[], $6::text[])
         with ordinality as page (recipient_id, person_key, locale, sealed, address_key, line)
      order by line
         on conflict on constraint recipient_listed_once do nothing`,
    [
      importId,
      page.map((row) => row.recipientId),
      page.map((row) => row.personKey),
      page.map((row) => row.locale),
      page.map((row) => row.sealed),
      page.map((row) => row.addressKey),
    ],
  );
  return rowCount ?? 0;
}

/** People of a list by language. */
export async function countByLocale(tx: Tx, importId: string): Promise<Record<string, number>> {
  const { rows } = await tx.query<{ locale: string; people: number }>(
    `select locale, count(*) as people from recipient where import_id = $1 group by locale order by locale`,
    [importId],
  );
  return Object.fromEntries(rows.map(({ locale, people }) => [locale, people]));
}

/** The lists of a wave as approved: who is in them, in which language, with exactly which sealed bytes. */
export async function hashOfLists(tx: Tx, importIds: readonly string[]): Promise<string> {
  const { rows } = await longStatement<{ hash: string }>(
    tx,
    `select encode(sha256(convert_to(coalesce(string_agg(
              concat_ws(' ', l.audience, r.person_key, r.locale, encode(sha256(r.sealed), 'hex')), e'\\n'
              order by l.audience, r.person_key, r.recipient_id), ''), 'UTF8')), 'hex') as hash
       from recipient r join recipient_import l using (import_id)
      where import_id = any ($1::uuid[])`,
    [importIds],
  );
  return rows[0]?.hash ?? '';
}

/** People in these lists, each counted once however many lists name them. */
export async function countPeople(tx: Tx, importIds: readonly string[]): Promise<number> {
  const { rows } = await tx.query<{ people: number }>(
    `select count(distinct person_key) as people from recipient where import_id = any ($1::uuid[])`,
    [importIds],
  );
  return rows[0]?.people ?? 0;
}

export interface SealedRecipient {
  recipientId: string;
  audience: Audience;
  locale: string;
  sealed: Buffer;
}

/** A few people of the given lists, for samples; the same ones each time. */
export async function sampleRecipients(
  tx: Tx,
  importIds: readonly string[],
  limit: number,
): Promise<SealedRecipient[]> {
  const { rows } = await tx.query<SealedRecipient>(
    `select r.recipient_id as "recipientId", l.audience, r.locale, r.sealed
       from recipient r join recipient_import l using (import_id)
      where import_id = any ($1::uuid[])
      order by r.person_key limit $2`,
    [importIds, limit],
  );
  return rows;
}

/**
 * Opens a person's row with the key of `recipientScope`.
 *
 * @throws {Refusal} `SEAL_BROKEN`
 */
export const openRecipient = (key: ScopeKey, row: { recipientId: string; sealed: Buffer }): RecipientPerson =>
  JSON.parse(key.open(recipientAad(row.recipientId), row.sealed).toString('utf8')) as RecipientPerson;

/** Forgets a list that no statement stands for, with its people. */
export async function deleteImport(tx: Tx, importId: string): Promise<void> {
  await tx.query(`delete from recipient_import where import_id = $1`, [importId]);
}

/**
 * Erases every list of a case and yields how many people were erased; the ledger keeps outcome, language and time.
 *
 * The caller destroys the key of `recipientScope(caseId)` in the same transaction, so that no backup can be read either.
 *
 * @see GDPR Art. 5(1)(e)
 */
export async function eraseRecipients(tx: Tx, caseId: string): Promise<number> {
  const { rowCount } = await longStatement(
    tx,
    `delete from recipient where import_id in (select import_id from recipient_import where case_id = $1)`,
    [caseId],
  );
  await tx.query(`delete from recipient_import where case_id = $1`, [caseId]);
  return rowCount ?? 0;
}
