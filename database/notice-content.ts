import type { CaseFacts } from '../domain/case/facts.ts';
import { assembleContent, claimedTexts } from '../domain/notice/claimed-content.ts';
import type { NoticeContent, OwnTemplates } from '../domain/notice/content.ts';
import { requireOrganisation } from './decision-context.ts';
import { readWords } from './narrative.ts';
import { openTemplates, publishedTemplates } from './notice-template.ts';
import type { Tx } from './transaction.ts';
import type { Vault } from './vault.ts';

/** What a case says to people, and where their answers go. */
export interface NoticeVoice {
  content: NoticeContent;
  /** The organisation's own address; null when it has told none. */
  email: string | null;
  /** The organisation's postal address; null when it has told none. */
  postal: string | null;
  /** The organisation's own templates. */
  templates: OwnTemplates;
}

/**
 * Opens the notice texts of a case, the name of its organisation and the organisation's own templates.
 *
 * @param upToSeq  as they stood at this entry; null: now
 * @throws {Refusal} `TEMPLATE_NOT_APPROVED`
 */
export async function readNotice(tx: Tx, vault: Vault, facts: CaseFacts, upToSeq: number | null): Promise<NoticeVoice> {
  const organisation = await requireOrganisation(tx, facts.organisationId);
  const { name, email, address } = await readWords(tx, vault, organisation.words);
  const claimed = claimedTexts(facts, upToSeq);
  const refs = Object.fromEntries(Object.entries(claimed).map(([key, { words }]) => [key, words]));
  const words = await readWords(tx, vault, refs);
  const from = email ?? null;
  const templates = await openTemplates(tx, vault, await publishedTemplates(tx, facts.organisationId, upToSeq));
  const content = assembleContent({ controller: name ?? '', from }, claimed, words);
  return { content, email: from, postal: address ?? null, templates };
}
