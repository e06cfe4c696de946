import { createHmac, randomBytes } from 'node:crypto';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';
import { deriveKey, KEY_BYTES, macWith, openWith, sealWith } from './sealed.ts';
import type { Tx } from './transaction.ts';

export { masterKeyFrom } from './sealed.ts';

/** A scope's key in hand, for many rows of one transaction. Drop it when the transaction ends. */
export interface ScopeKey {
  seal(aad: string, plain: string | Buffer): Buffer;
  /** @throws {Refusal} `SEAL_BROKEN` */
  open(aad: string, sealed: Buffer): Buffer;
  /** Keyed hash (HMAC-SHA-256, hex) of a text; equal texts of two scopes give different hashes. */
  mac(text: string): string;
}

/**
 * Seals words and people under a key per scope: `case:<id>`, `recipients:<id>`, `organisation:<id>`.
 *
 * Keys are read anew at each call, never kept: a destroyed key works nowhere from the moment its destruction commits.
 */
export interface Vault {
  /** Makes the scope's key unless it has (or had) one. */
  createKey(tx: Tx, scope: string): Promise<void>;
  /** @throws {Refusal} `KEY_MISSING`, `KEY_DESTROYED`, `KEY_UNKNOWN` */
  keyOf(tx: Tx, scope: string): Promise<ScopeKey>;
  /** @param aad  what the words belong to, e.g. `narrative:<id>`; the bytes open under the same aad only */
  seal(tx: Tx, scope: string, aad: string, plain: string | Buffer): Promise<Buffer>;
  open(tx: Tx, scope: string, aad: string, sealed: Buffer): Promise<Buffer>;
  mac(tx: Tx, scope: string, text: string): Promise<string>;
  /** Erases what the scope sealed, for good; a second call changes nothing. Yields whether a key was destroyed now. */
  destroyKey(tx: Tx, scope: string, at: Date): Promise<boolean>;
}

/**
 * @param masterKey  32 bytes; wraps every new key
 * @param retired    earlier master keys, which only open
 */
export function createVault(masterKey: Buffer, retired: Buffer[] = []): Vault {
  const masters = new Map([masterKey, ...retired].map((key) => [masterKeyId(key), key] as const));
  const keyOf = async (tx: Tx, scope: string): Promise<ScopeKey> =>
    scopeKey(scope, unwrap(masters, scope, await find(tx, scope)));
  return {
    keyOf,
    createKey: (tx, scope) => insertKey(tx, scope, masterKey),
    seal: async (tx, scope, aad, plain) => (await keyOf(tx, scope)).seal(aad, plain),
    open: async (tx, scope, aad, sealed) => (await keyOf(tx, scope)).open(aad, sealed),
    mac: async (tx, scope, text) => (await keyOf(tx, scope)).mac(text),
    destroyKey,
  };
}

/** Names a master key without telling anything about it: 16 hexadecimal digits. */
export const masterKeyId = (key: Buffer): string =>
  createHmac('sha256', key).update('tocsin.master-key-id').digest('hex').slice(0, 16);

interface KeyRow {
  masterKeyId: string;
  wrapped: Buffer | null;
}

async function find(tx: Tx, scope: string): Promise<KeyRow> {
  const { rows } = await tx.query<KeyRow>(
    'select master_key_id as "masterKeyId", wrapped from keys.case_key where scope = $1',
    [scope],
  );
  const [row] = rows;
  if (row) return row;
  throw refusal(
    'KEY_MISSING',
    `Cannot find the key of ${quoteValue(scope)}`,
    'Restore the schema keys from its backup',
  );
}

function unwrap(masters: Map<string, Buffer>, scope: string, row: KeyRow): Buffer {
  if (row.wrapped === null) {
    throw refusal(
      'KEY_DESTROYED',
      `Cannot read words of ${quoteValue(scope)}: their key was destroyed`,
      'Nothing can be done: they were erased',
    );
  }
  const master = masters.get(row.masterKeyId);
  if (master) return openWith(deriveKey(master, 'wrap'), wrapContext(scope, row.masterKeyId), row.wrapped);
  const message = `Cannot open the key of ${quoteValue(scope)}: it was wrapped by the master key '${row.masterKeyId}', which was not given`;
  throw refusal(
    'KEY_UNKNOWN',
    message,
    'Give that master key too (TOCSIN_MASTER_KEY_FILE), then run the command again',
    EXIT.serviceAway,
  );
}

function scopeKey(scope: string, key: Buffer): ScopeKey {
  const sealing = deriveKey(key, 'seal');
  const hashing = deriveKey(key, 'mac');
  return {
    seal: (aad, plain) => sealWith(sealing, [scope, aad], plain),
    open: (aad, sealed) => openWith(sealing, [scope, aad], sealed),
    mac: (text) => macWith(hashing, text),
  };
}

async function insertKey(tx: Tx, scope: string, masterKey: Buffer): Promise<void> {
  const id = masterKeyId(masterKey);
  const wrapped = sealWith(deriveKey(masterKey, 'wrap'), wrapContext(scope, id), randomBytes(KEY_BYTES));
  await tx.query(
    'insert into keys.case_key (scope, master_key_id, wrapped) values ($1, $2, $3) on conflict (scope) do nothing',
    [scope, id, wrapped],
  );
}

const wrapContext = (scope: string, id: string): string[] => ['key', scope, id];

async function destroyKey(tx: Tx, scope: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update keys.case_key set wrapped = null, destroyed_at = $2 where scope = $1 and wrapped is not null',
    [scope, at],
  );
  return rowCount === 1;
}

const refusal = (code: string, message: string, next: string, exit?: typeof EXIT.serviceAway): Refusal =>
  new Refusal({ code, message, next }, exit ?? EXIT.data);
