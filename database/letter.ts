import type { CaseFacts } from '../domain/case/facts.ts';
import type { Letter } from '../domain/case/letters.ts';
import type { Pack } from '../domain/filing/pack.ts';
import { quoteValue, Refusal } from '../domain/refusal.ts';
import { requireOrganisation } from './decision-context.ts';
import { readDocument } from './document.ts';
import { readWords } from './narrative.ts';
import type { Tx } from './transaction.ts';
import type { Vault } from './vault.ts';

/** Who writes: the organisation's name and its own address, null when it has told none. */
export interface LetterVoice {
  name: string;
  email: string | null;
}

export async function readLetterVoice(tx: Tx, vault: Vault, organisationId: string): Promise<LetterVoice> {
  const organisation = await requireOrganisation(tx, organisationId);
  const { name, email } = await readWords(tx, vault, organisation.words);
  return { name: name ?? '', email: email ?? null };
}

/** The pack a letter carries, as it was kept when it was approved. @throws {Refusal} `PACK_CHANGED`, `KEY_DESTROYED` */
export async function readLetterPack(tx: Tx, vault: Vault, facts: CaseFacts, letter: Letter): Promise<Pack> {
  const kept = facts.authorities[letter.addressee]?.packs.find(({ hash }) => hash === letter.packHash);
  if (kept) return JSON.parse((await readDocument(tx, vault, kept.documentId)).bytes.toString('utf8')) as Pack;
  throw new Refusal({
    code: 'PACK_CHANGED',
    message: `Cannot send letter ${letter.number} of case '${facts.caseId}': no pack ${quoteValue(letter.packHash)} is kept`,
    next: 'Approve the newest pack and send that',
  });
}

/** The sealed address of a letter, opened; null when it goes to the one of the authority's row. */
export async function readMailbox(tx: Tx, vault: Vault, { mailbox }: Letter): Promise<string | null> {
  if (mailbox === null) return null;
  return (await readWords(tx, vault, { mailbox }))['mailbox'] ?? null;
}
