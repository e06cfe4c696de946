import { createHash } from 'node:crypto';
import { type AuthorityFile, standingPhases } from '../domain/case/facts.ts';
import type { FiledBefore, FiledField } from '../domain/filing/changes.ts';
import type { Pack } from '../domain/filing/pack.ts';
import { Refusal } from '../domain/refusal.ts';
import { readDocument } from './document.ts';
import type { Tx } from './transaction.ts';
import type { Vault } from './vault.ts';

const fieldsOf = ({ sections }: Pick<Pack, 'sections'>): FiledField[] =>
  sections.flatMap(({ fields }) => fields.map(({ key, label, shown, value }) => ({ key, label, shown, value })));

/** What a frozen pack says, if it still is what the register refers to. */
async function fieldsOfPack(tx: Tx, vault: Vault, documentId: string, hash: string): Promise<FiledBefore['fields']> {
  const bytes = await bytesOf(tx, vault, documentId);
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== hash) return 'broken';
  return fieldsOf(JSON.parse(bytes.toString('utf8')) as Pack);
}

/** Null where it is gone or does not open: what was filed before must not hold up what is filed next. */
async function bytesOf(tx: Tx, vault: Vault, documentId: string): Promise<Buffer | null> {
  try {
    return (await readDocument(tx, vault, documentId)).bytes;
  } catch (error) {
    if (error instanceof Refusal && ['SEAL_BROKEN', 'DOCUMENT_UNKNOWN'].includes(error.details.code)) return null;
    throw error;
  }
}

/**
 * The last filing with an authority that stands, and what it said by the pack frozen with it; null before the first.
 *
 * @throws {Refusal} `KEY_DESTROYED` once the case was erased
 */
export async function filedBefore(tx: Tx, vault: Vault, file: AuthorityFile | undefined): Promise<FiledBefore | null> {
  const last = file && standingPhases(file).at(-1);
  if (!last) return null;
  const { registryNumber, submittedAt, phase, packHash, packDocumentId } = last;
  const fields =
    packHash === null || packDocumentId === null
      ? ('unknown' as const)
      : await fieldsOfPack(tx, vault, packDocumentId, packHash);
  return { registryNumber, submittedAt, phase, packHash, fields };
}
