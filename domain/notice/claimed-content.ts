import type { WordsRef } from '../case/entry.ts';
import type { CaseFacts, Claim } from '../case/facts.ts';
import { type NoticeContent, type NoticeText, parseNoticeKey } from './content.ts';

/** A text a case recorded for its notice, still sealed. */
export interface ClaimedText {
  locale: string;
  words: WordsRef;
  confidence: NoticeText['confidence'];
}

/** The claim that counts: the newest somebody chose, else the newest. */
const standing = (claims: readonly Claim[]): Claim | undefined =>
  claims.findLast((claim) => claim.chosen) ?? claims.at(-1);

/**
 * The notice's texts as they stood at an entry of the register, by claim key.
 *
 * @param upToSeq  entry of the approval, so that what is sent is what was approved; null: as they stand now
 */
export function claimedTexts(facts: CaseFacts, upToSeq: number | null): Record<string, ClaimedText> {
  const texts: Record<string, ClaimedText> = {};
  for (const [key, claims] of Object.entries(facts.claims)) {
    const parsed = parseNoticeKey(key);
    const claim = standing(claims.filter(({ seq, words }) => words !== null && seq <= (upToSeq ?? seq)));
    if (parsed && claim?.words)
      texts[key] = { locale: parsed.locale, words: claim.words, confidence: claim.confidence };
  }
  return texts;
}

/** Puts opened words back in their places; erased ones are left out. */
export function assembleContent(
  voice: Pick<NoticeContent, 'controller' | 'from'>,
  claimed: Readonly<Record<string, ClaimedText>>,
  words: Readonly<Record<string, string | null>>,
): NoticeContent {
  const content: NoticeContent = { ...voice, texts: {} };
  for (const [key, { locale, confidence }] of Object.entries(claimed)) {
    const field = parseNoticeKey(key)?.field;
    const text = words[key];
    if (!field || typeof text !== 'string') continue;
    content.texts[locale] = { ...content.texts[locale], [field]: { text, confidence } };
  }
  return content;
}
