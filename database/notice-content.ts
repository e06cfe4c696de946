import type { CaseFacts } from '../domain/case/facts.ts';
import { assembleContent, claimedTexts } from '../domain/notice/claimed-content.ts';
import type { NoticeContent } from '../domain/notice/content.ts';
import { requireOrganisation } from './decision-context.ts';
import { readWords } from './narrative.ts';
import type { Tx } from './transaction.ts';
import type { Vault } from './vault.ts';

/** What a case says to people, and where their answers go. */
export interface NoticeVoice {
  content: NoticeContent;
  /** The organisation's own address; null when it has told none. */
  email: string | null;
  /** The organisation's postal address; null when it has told none. */
  postal: string | null;
}

/**
 * Opens the notice texts of a case and the name of its organisation.
 *
 * @param upToSeq  as they stood at this entry; null: now
 */
export async function readNotice(tx: Tx, vault: Vault, facts: CaseFacts, upToSeq: number | null): Promise<NoticeVoice> {
  const organisation = await requireOrganisation(tx, facts.organisationId);
  const { name, email, address } = await readWords(tx, vault, organisation.words);
  const claimed = claimedTexts(facts, upToSeq);
  const refs = Object.fromEntries(Object.entries(claimed).map(([key, { words }]) => [key, words]));
  const words = await readWords(tx, vault, refs);
  const from = email ?? null;
  return {
    content: assembleContent({ controller: name ?? '', from }, claimed, words),
    email: from,
    postal: address ?? null,
  };
}
