import { randomUUID } from 'node:crypto';
import type { WordsRef } from '../domain/case/entry.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Tx } from './transaction.ts';
import type { ScopeKey, Vault } from './vault.ts';

/** Whose words: a case's, or the organisation's own when no case is given. */
export interface Belonging {
  organisationId: string;
  caseId: string | null;
}

/** The vault scope of words and documents: one key per case, so that erasing a case leaves the others readable. */
export const scopeOf = ({ organisationId, caseId }: Belonging): string =>
  caseId === null ? `organisation:${organisationId}` : `case:${caseId}`;

/**
 * Seals what was written in words and yields, per field, what a register entry may hold instead.
 *
 * @throws {Refusal} `KEY_DESTROYED` once the case was erased
 */
export async function saveWords(
  tx: Tx,
  vault: Vault,
  belonging: Belonging,
  words: Record<string, string>,
): Promise<Record<string, WordsRef>> {
  const fields = Object.entries(words);
  if (fields.length === 0) return {};
  const scope = scopeOf(belonging);
  await vault.createKey(tx, scope);
  const key = await vault.keyOf(tx, scope);
  const rows = fields.map(([field, text]) => ({ field, text, id: randomUUID() }));
  await tx.query(
    `insert into narrative (narrative_id, organisation_id, case_id, scope, sealed)
     select id, $1, $2, $3, sealed from unnest($4::uuid[], $5::bytea[]) as words (id, sealed)`,
    [
      belonging.organisationId,
      belonging.caseId,
      scope,
      rows.map(({ id }) => id),
      rows.map(({ id, text }) => key.seal(aadOf(id), text)),
    ],
  );
  return Object.fromEntries(rows.map(({ field, text, id }) => [field, { narrative: id, mac: key.mac(text) }]));
}

/**
 * The words behind references, per field; null where the key was destroyed.
 *
 * @throws {Refusal} `SEAL_BROKEN` when a row is gone, was changed, or holds another text than the register says
 */
export async function readWords(
  tx: Tx,
  vault: Vault,
  refs: Record<string, WordsRef>,
): Promise<Record<string, string | null>> {
  const stored = await narrativesOf(tx, Object.values(refs));
  const keys = await keysOf(tx, vault, [...stored.values()]);
  return Object.fromEntries(
    Object.entries(refs).map(([field, ref]) => [field, textOf(ref, stored.get(ref.narrative), keys)]),
  );
}

export interface StoredWords {
  id: string;
  scope: string;
  sealed: Buffer;
}

/** The sealed rows of references, by id; a row that is gone is left out. */
export async function narrativesOf(tx: Tx, refs: WordsRef[]): Promise<Map<string, StoredWords>> {
  if (refs.length === 0) return new Map();
  const { rows } = await tx.query<StoredWords>(
    'select narrative_id as id, scope, sealed from narrative where narrative_id = any($1::uuid[])',
    [refs.map(({ narrative }) => narrative)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The keys of rows, by scope; null for a destroyed one. */
export async function keysOf(tx: Tx, vault: Vault, rows: StoredWords[]): Promise<Map<string, ScopeKey | null>> {
  const keys = new Map<string, ScopeKey | null>();
  for (const scope of new Set(rows.map((row) => row.scope))) keys.set(scope, await keyOrNull(tx, vault, scope));
  return keys;
}

async function keyOrNull(tx: Tx, vault: Vault, scope: string): Promise<ScopeKey | null> {
  try {
    return await vault.keyOf(tx, scope);
  } catch (error) {
    if (error instanceof Refusal && error.details.code === 'KEY_DESTROYED') return null;
    throw error;
  }
}

/**
 * The text of one reference, checked against the keyed hash that the register holds; null when it was erased.
 *
 * @throws {Refusal} `SEAL_BROKEN`
 */
export function textOf(ref: WordsRef, row: StoredWords | undefined, keys: Map<string, ScopeKey | null>): string | null {
  if (!row) throw notWhatWasSaid('their row is gone');
  const key = keys.get(row.scope);
  if (!key) return null;
  const text = key.open(aadOf(row.id), row.sealed).toString('utf8');
  if (key.mac(text) !== ref.mac) throw notWhatWasSaid('they are not the text the register refers to');
  return text;
}

const aadOf = (id: string): string => `narrative:${id}`;

const notWhatWasSaid = (why: string): Refusal =>
  new Refusal({
    code: 'SEAL_BROKEN',
    message: `Cannot read words of the register: ${why}`,
    next: 'Restore the row from a backup, and run tocsin register verify --words to see what else was changed',
  });
