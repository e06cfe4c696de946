import { createHash } from 'node:crypto';
import { type AuthorityFile, standingPhases } from '../domain/case/facts.ts';
import type { FiledBefore, FiledField } from '../domain/filing/changes.ts';
import type { Pack } from '../domain/filing/pack.ts';
import { readDocument } from './document.ts';
import type { Tx } from './transaction.ts';
import type { Vault } from './vault.ts';

const fieldsOf = ({ sections }: Pick<Pack, 'sections'>): FiledField[] =>
  sections.flatMap(({ fields }) => fields.map(({ key, label, shown, value }) => ({ key, label, shown, value })));

/** What a frozen pack says, if it still is what the register refers to. */
async function fieldsOfPack(tx: Tx, vault: Vault, documentId: string, hash: string): Promise<FiledBefore['fields']> {
  const { bytes } = await readDocument(tx, vault, documentId);
  if (createHash('sha256').update(bytes).digest('hex') !== hash) return 'broken';
  return fieldsOf(JSON.parse(bytes.toString('utf8')) as Pack);
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
