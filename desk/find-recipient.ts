import { loadFacts } from '../database/case.ts';
import { listedAt, type NoticeOfPerson, noticesTo } from '../database/recipient-find.ts';
import { openRecipient, type RecipientPerson, recipientScope } from '../database/recipients.ts';
import { inSnapshot } from '../database/transaction.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { type CheckedAddress, checkAddress } from '../domain/notice/address.ts';
import type { Audience } from '../domain/notice/audiences.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Desk } from './context.ts';

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
    const key = await vault.keyOf(tx, recipientScope(caseId));
    const addressKey = key.mac(address.key);
    const rows = await listedAt(tx, caseId, addressKey);
    const held = rows
      .filter(({ importId }) => standing.has(importId))
      .map((row) => {
        const { wave, audience, locale, channel } = row;
        return { wave, audience, locale, channel, person: openRecipient(key, row) };
      });
    const people = new Set([addressKey, ...rows.map(({ personKey }) => personKey)]);
    const notices = (await noticesTo(tx, caseId, [...people])).map(({ personKey: _key, ...notice }) => notice);
    return { addressKey, held, notices };
  });
}

function addressOf(typed: string): CheckedAddress {
  const address = checkAddress(typed);
  if (typeof address === 'object') return address;
  throw new Refusal({
    code: 'ADDRESS_FORM',
    message: `Cannot search: what was given is not one e-mail address (${address})`,
    next: 'Give one address only, such as ana@example.com',
  });
}

function assertReadable({ caseId, recipientsErasedAt, recipientsBlockedAt }: CaseFacts): void {
  if (recipientsErasedAt !== null) {
    throw new Refusal({
      code: 'RECIPIENTS_ERASED',
      message: `Cannot search case '${caseId}': its people were erased on ${recipientsErasedAt.slice(0, 10)}, and their key with them`,
      next: `Nobody can tell any more who they were; 'tocsin notice status ${caseId}' shows the counts that remain`,
    });
  }
  if (recipientsBlockedAt === null) return;
  throw new Refusal({
    code: 'RECIPIENTS_BLOCKED',
    message: `Cannot search case '${caseId}': its people were blocked on ${recipientsBlockedAt.slice(0, 10)}`,
    next: 'Blocked data are for courts and authorities only (LOPDGDD, Art. 32): say so to the person who asks',
  });
}
