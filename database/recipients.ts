import type { Audience } from '../domain/notice/audiences.ts';
import type { Channel } from '../domain/notice/recipient-row.ts';
import { longStatement } from './long-statement.ts';
import type { Tx } from './transaction.ts';
import type { ScopeKey } from './vault.ts';

/** The key that seals the people of a case; erasing them is destroying it. */
export const recipientScope = (caseId: string): string => `recipients:${caseId}`;

/** What is sealed of a person. */
export interface RecipientPerson {
  /** Null for people who are told by a letter or by public communication only. */
  address: string | null;
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
  channel: Channel;
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
    `insert into recipient (recipient_id, import_id, person_key, address_key, locale, channel, sealed)
     select recipient_id, $1, person_key, address_key, locale, channel, sealed
       from unnest($2::uuid[], $3::text[], $4::text[], $5::bytea[], $6::text[], $7::text[])
         with ordinality as page (recipient_id, person_key, locale, sealed, address_key, channel, line)
      order by line
         on conflict on constraint recipient_listed_once do nothing`,
    [
      importId,
      page.map((row) => row.recipientId),
      page.map((row) => row.personKey),
      page.map((row) => row.locale),
      page.map((row) => row.sealed),
      page.map((row) => row.addressKey),
      page.map((row) => row.channel),
    ],
  );
  return rowCount ?? 0;
}

/** People of a list by language. */
export async function countByLocale(tx: Tx, importId: string): Promise<Record<string, number>> {
  const { rows } = await longStatement<{ locale: string; people: number }>(
    tx,
    `select locale, count(*) as people from recipient where import_id = $1 group by locale order by locale`,
    [importId],
  );
  return Object.fromEntries(rows.map(({ locale, people }) => [locale, people]));
}

/** People of a list by the way they are told. */
export async function countByChannel(tx: Tx, importId: string): Promise<Partial<Record<Channel, number>>> {
  const { rows } = await longStatement<{ channel: Channel; people: number }>(
    tx,
    `select channel, count(*) as people from recipient where import_id = $1 group by channel order by channel`,
    [importId],
  );
  return Object.fromEntries(rows.map(({ channel, people }) => [channel, people]));
}

/**
 * The lists of a wave as approved: who is in them, in which language and how told, with exactly which sealed bytes.
 *
 * Hashed in 4,096 parts, then over the hashes of the parts: no text ever holds a whole list.
 */
export async function hashOfLists(tx: Tx, importIds: readonly string[]): Promise<string> {
  const { rows } = await longStatement<{ hash: string }>(
    tx,
    `with line as (
       select left(r.person_key, 3) collate "C" as part, l.audience collate "C" as audience,
              r.person_key collate "C" as person_key, r.recipient_id,
              concat_ws(' ', l.audience, r.person_key, r.locale, r.channel, encode(sha256(r.sealed), 'hex')) as text
         from recipient r join recipient_import l using (import_id)
        where import_id = any ($1::uuid[])),
     part as (
       select part, encode(sha256(convert_to(
                string_agg(text, e'\n' order by audience, person_key, recipient_id), 'UTF8')), 'hex') as hash
         from line group by part)
     select encode(sha256(convert_to(coalesce(string_agg(hash, e'\n' order by part), ''), 'UTF8')), 'hex') as hash
       from part`,
    [importIds],
  );
  return rows[0]?.hash ?? '';
}

/** People in these lists, each counted once however many lists name them. */
export async function countPeople(tx: Tx, importIds: readonly string[]): Promise<number> {
  const { rows } = await longStatement<{ people: number }>(
    tx,
    `select count(*) as people
       from (select 1 from recipient where import_id = any ($1::uuid[]) group by person_key) person`,
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

/** A few people of the given lists who are told by e-mail, for samples; the same ones each time. */
export async function sampleRecipients(
  tx: Tx,
  importIds: readonly string[],
  limit: number,
): Promise<SealedRecipient[]> {
  const { rows } = await longStatement<SealedRecipient>(
    tx,
    `select r.recipient_id as "recipientId", l.audience, r.locale, r.sealed
       from recipient r join recipient_import l using (import_id)
      where import_id = any ($1::uuid[]) and r.channel = 'email'
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

/** Somebody told by e-mail: the only kind a sender ever claims a line of. */
export interface MailedPerson extends RecipientPerson {
  address: string;
}

/**
 * As `openRecipient`, for people told by e-mail.
 *
 * @throws {Refusal} `SEAL_BROKEN`
 */
export function openMailed(key: ScopeKey, row: { recipientId: string; sealed: Buffer }): MailedPerson {
  const person = openRecipient(key, row);
  if (!isMailed(person)) throw new Error(`Cannot mail to recipient '${row.recipientId}': it has no address`);
  return person;
}

const isMailed = (person: RecipientPerson): person is MailedPerson => person.address !== null;

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
