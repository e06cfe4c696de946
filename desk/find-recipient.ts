import { loadFacts } from '../database/case.ts';
import { type NoticeOfPerson, noticesTo } from '../database/recipient-find.ts';
import { openRecipient, type RecipientPerson } from '../database/recipients.ts';
import { inSnapshot } from '../database/transaction.ts';
import type { Audience } from '../domain/notice/audiences.ts';
import type { Desk } from './context.ts';
import { addressOf, assertReadable, peopleAt } from './people-at.ts';

/** One list's line of a person, as it is held. */
export interface HeldLine {
  wave: number;
  audience: Audience;
  locale: string;
  channel: string;
  person: RecipientPerson;
}

export interface FoundPerson {
  /** Keyed hash of the address, for the register; null when the case has no list of people. */
  addressKey: string | null;
  held: HeldLine[];
  notices: Omit<NoticeOfPerson, 'personKey'>[];
}

/**
 * All that a case holds of the people at an address, and what was sent to them: the answer to a request for access.
 *
 * Lists that a newer one has replaced are left out. Whoever calls enters `recipients.find` before showing the answer.
 *
 * @throws {Refusal} `ADDRESS_FORM`, `RECIPIENTS_ERASED`, `RECIPIENTS_BLOCKED`
 * @see GDPR Art. 15
 */
export function findRecipient(
  { pool, vault }: Pick<Desk, 'pool' | 'vault'>,
  organisationId: string,
  caseId: string,
  typed: string,
): Promise<FoundPerson> {
  const address = addressOf(typed);
  return inSnapshot(pool, async (tx) => {
    const facts = await loadFacts(tx, organisationId, caseId);
    assertReadable(facts);
    const standing = new Set(Object.values(facts.waves).flatMap(({ imports }) => imports.map((list) => list.importId)));
    if (standing.size === 0) return { addressKey: null, held: [], notices: [] };
    const { addressKey, personKeys, listed, key } = await peopleAt(tx, vault, facts, address);
    const held = listed
      .filter(({ importId }) => standing.has(importId))
      .map((row) => {
        const { wave, audience, locale, channel } = row;
        return { wave, audience, locale, channel, person: openRecipient(key, row) };
      });
    const notices = (await noticesTo(tx, caseId, personKeys)).map(({ personKey: _key, ...notice }) => notice);
    return { addressKey, held, notices };
  });
}
