import canonicalize from 'canonicalize';
import type { Assurance, Entry, EntryBody } from '../domain/case/entry.ts';
import { bodyHashOf, GENESIS, type Line, linkHash } from './chain.ts';
import type { Tx } from './transaction.ts';

/** What is to be entered; the register itself gives the sequence number and the time of recording. */
export interface NewEntry {
  organisationId: string;
  caseId: string | null;
  at: Date;
  actor: string;
  assurance: Assurance;
  kind: string;
  /** Null for the engine's own acts. */
  statementId: string | null;
  body: EntryBody;
}

/** The newest entry of an organisation; `seq` 0 while the register is empty. */
export interface Head {
  seq: number;
  hash: Buffer;
}

/**
 * Appends an entry to its organisation's chain and yields it as the facts will see it.
 *
 * Takes the organisation's lock until the transaction ends: make it the last thing a transaction does, and never send
 * mail or read files afterwards. A statement id already entered raises `DatabaseFault` of `register_entry_said_once`.
 *
 * @throws {RangeError} if `at` is an invalid date
 * @throws {TypeError}  if the body is not plain JSON
 */
export async function appendEntry(tx: Tx, said: NewEntry): Promise<Entry> {
  const at = said.at.toISOString();
  const body = canonicalBody(said.body);
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('tocsin.register:' || $1, 0))`, [said.organisationId]);
  const { seq, hash, now } = await headAndTime(tx, said.organisationId);
  const { organisationId, caseId, actor, assurance, kind, statementId } = said;
  const recordedAt = now.toISOString();
  const line: Line = {
    organisationId,
    seq: seq + 1,
    caseId,
    at,
    actor,
    assurance,
    kind,
    statementId,
    recordedAt,
    body,
  };
  await insert(tx, line, hash);
  return asEntry(line);
}

/** The newest entry's number and hash: what an auditor writes down to find a cut tail or a rewritten chain later. */
export async function headOf(tx: Tx, organisationId: string): Promise<Head> {
  const { seq, hash } = await headAndTime(tx, organisationId);
  return { seq, hash };
}

/** Everything a case's facts are folded from, in order. */
export async function entriesOfCase(tx: Tx, caseId: string): Promise<Entry[]> {
  const { rows } = await tx.query<EntryRow>(
    `select organisation_id as "organisationId", seq, case_id as "caseId", at, actor, assurance, kind,
            statement_id as "statementId", body
       from register_entry where case_id = $1 order by seq`,
    [caseId],
  );
  return rows.map(fromRow);
}

/** The organisation's whole register in order, entries of its cases included. */
export async function entriesOfOrganisation(tx: Tx, organisationId: string): Promise<Entry[]> {
  const { rows } = await tx.query<EntryRow>(
    `select organisation_id as "organisationId", seq, case_id as "caseId", at, actor, assurance, kind,
            statement_id as "statementId", body
       from register_entry where organisation_id = $1 order by seq`,
    [organisationId],
  );
  return rows.map(fromRow);
}

/** Organisations that have a register, by id. */
export async function organisationsInRegister(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `with recursive organisation (id) as (
       select min(organisation_id) from register_entry
       union all
       select (select min(organisation_id) from register_entry where organisation_id > organisation.id)
         from organisation where id is not null)
     select id from organisation where id is not null order by id`,
  );
  return rows.map(({ id }) => id);
}

interface EntryRow {
  organisationId: string;
  seq: number;
  caseId: string | null;
  at: Date;
  actor: string;
  assurance: Assurance;
  kind: string;
  statementId: string | null;
  body: string;
}

const fromRow = (row: EntryRow): Entry => ({
  ...row,
  at: row.at.toISOString(),
  body: JSON.parse(row.body) as EntryBody,
});

function asEntry({ recordedAt: _, ...line }: Line): Entry {
  return { ...line, assurance: line.assurance as Assurance, body: JSON.parse(line.body) as EntryBody };
}

function canonicalBody(body: EntryBody): string {
  const text = canonicalize(body);
  if (text === undefined || !text.startsWith('{'))
    throw new TypeError("Cannot append entry: its 'body' is not a JSON object");
  return text;
}

async function headAndTime(tx: Tx, organisationId: string): Promise<Head & { now: Date }> {
  const { rows } = await tx.query<{ seq: number | null; hash: Buffer | null; now: Date }>(
    `select newest.seq, newest.hash, clock_timestamp() as now
       from (select 1) as always
       left join lateral
         (select seq, hash from register_entry where organisation_id = $1 order by seq desc limit 1) as newest on true`,
    [organisationId],
  );
  const [row] = rows;
  return { seq: row?.seq ?? 0, hash: row?.hash ?? GENESIS, now: row?.now ?? new Date(Number.NaN) };
}

async function insert(tx: Tx, line: Line, prevHash: Buffer): Promise<void> {
  const bodyHash = bodyHashOf(line);
  await tx.query(
    `insert into register_entry (organisation_id, seq, case_id, at, actor, assurance, kind, statement_id, body,
                                 body_hash, prev_hash, hash, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      line.organisationId,
      line.seq,
      line.caseId,
      line.at,
      line.actor,
      line.assurance,
      line.kind,
      line.statementId,
      line.body,
      bodyHash,
      prevHash,
      linkHash(prevHash, bodyHash),
      line.recordedAt,
    ],
  );
}
