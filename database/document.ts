import { createHash, randomUUID } from 'node:crypto';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';
import { type Belonging, scopeOf } from './narrative.ts';
import type { Tx } from './transaction.ts';
import type { Vault } from './vault.ts';

export interface NewDocument extends Belonging {
  mediaType: string;
  fileName: string;
  bytes: Buffer;
}

export interface StoredDocument {
  documentId: string;
  mediaType: string;
  fileName: string;
  /** Of the bytes as they came, 64 hexadecimal digits. */
  sha256: string;
  bytes: Buffer;
}

export const MAX_DOCUMENT_BYTES = 25 * 1024 * 1024;

/**
 * Seals a file (a receipt, a pack, an order) and its name under the case's key.
 *
 * @throws {Refusal} `DOCUMENT_TOO_LARGE` above 25 MiB, `KEY_DESTROYED` once the case was erased
 */
export async function saveDocument(
  tx: Tx,
  vault: Vault,
  document: NewDocument,
): Promise<{ documentId: string; sha256: string }> {
  assertSize(document.bytes);
  const scope = scopeOf(document);
  await vault.createKey(tx, scope);
  const key = await vault.keyOf(tx, scope);
  const documentId = randomUUID();
  const hash = createHash('sha256').update(document.bytes).digest();
  await tx.query(
    `insert into document (document_id, organisation_id, case_id, scope, media_type, sealed_name, sha256, byte_count, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      documentId,
      document.organisationId,
      document.caseId,
      scope,
      document.mediaType,
      key.seal(`document-name:${documentId}`, document.fileName),
      hash,
      document.bytes.length,
      key.seal(`document:${documentId}`, document.bytes),
    ],
  );
  return { documentId, sha256: hash.toString('hex') };
}

/**
 * The file as it was stored.
 *
 * @throws {Refusal} `DOCUMENT_UNKNOWN`, `KEY_DESTROYED`, `SEAL_BROKEN`
 */
export async function readDocument(tx: Tx, vault: Vault, documentId: string): Promise<StoredDocument> {
  const row = await find(tx, documentId);
  const key = await vault.keyOf(tx, row.scope);
  return {
    documentId,
    mediaType: row.mediaType,
    fileName: key.open(`document-name:${documentId}`, row.sealedName).toString('utf8'),
    sha256: row.sha256.toString('hex'),
    bytes: key.open(`document:${documentId}`, row.sealed),
  };
}

interface DocumentRow {
  scope: string;
  mediaType: string;
  sealedName: Buffer;
  sha256: Buffer;
  sealed: Buffer;
}

async function find(tx: Tx, documentId: string): Promise<DocumentRow> {
  if (!UUID.test(documentId)) throw unknown(documentId);
  const { rows } = await tx.query<DocumentRow>(
    `select scope, media_type as "mediaType", sealed_name as "sealedName", sha256, sealed
       from document where document_id = $1`,
    [documentId],
  );
  const [row] = rows;
  if (row) return row;
  throw unknown(documentId);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const unknown = (documentId: string): Refusal =>
  new Refusal({
    code: 'DOCUMENT_UNKNOWN',
    message: `Cannot find document ${quoteValue(documentId)}`,
    next: 'Take its id from tocsin case timeline',
  });

function assertSize(bytes: Buffer): void {
  if (bytes.length <= MAX_DOCUMENT_BYTES) return;
  const details = {
    code: 'DOCUMENT_TOO_LARGE',
    message: `Cannot store a document of ${bytes.length} bytes: the most is ${MAX_DOCUMENT_BYTES}`,
    next: 'Store a smaller version, and keep the original in your own archive',
  };
  throw new Refusal(details, EXIT.data);
}
