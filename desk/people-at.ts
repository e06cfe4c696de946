import { type ListedPerson, listedAt } from '../database/recipient-find.ts';
import { recipientScope } from '../database/recipients.ts';
import type { Tx } from '../database/transaction.ts';
import type { ScopeKey, Vault } from '../database/vault.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { type CheckedAddress, checkAddress } from '../domain/notice/address.ts';
import { Refusal } from '../domain/refusal.ts';

/** Everybody whom a case knows by one address; several people may share it. */
export interface PeopleAt {
  /** What the register keeps of a look-up: keyed hash of the address. */
  addressKey: string;
  /** By which lists and ledger know them. */
  personKeys: string[];
  listed: ListedPerson[];
  /** Opens their rows. */
  key: ScopeKey;
}

/**
 * Looks an address up in a case.
 *
 * @throws {Refusal} `RECIPIENTS_ERASED`, `RECIPIENTS_BLOCKED`; `KEY_MISSING` where nobody was ever listed
 */
export async function peopleAt(tx: Tx, vault: Vault, facts: CaseFacts, address: CheckedAddress): Promise<PeopleAt> {
  assertReadable(facts);
  const key = await vault.keyOf(tx, recipientScope(facts.caseId));
  const addressKey = key.mac(address.key);
  const listed = await listedAt(tx, facts.caseId, addressKey);
  const personKeys = [...new Set([addressKey, ...listed.map(({ personKey }) => personKey)])];
  return { addressKey, personKeys, listed, key };
}

/** An address as somebody typed it. @throws {Refusal} `ADDRESS_FORM` */
export function addressOf(typed: string): CheckedAddress {
  const address = checkAddress(typed);
  if (typeof address === 'object') return address;
  throw new Refusal({
    code: 'ADDRESS_FORM',
    message: `Cannot look the address up: it is not one plain e-mail address (${address})`,
    next: 'Give one address only, such as ana@example.com',
  });
}

/** @throws {Refusal} `RECIPIENTS_ERASED`, `RECIPIENTS_BLOCKED` */
export function assertReadable({ caseId, recipientsErasedAt, recipientsBlockedAt }: CaseFacts): void {
  if (recipientsErasedAt !== null) {
    throw new Refusal({
      code: 'RECIPIENTS_ERASED',
      message: `Cannot look an address up in case '${caseId}': its people were erased on ${recipientsErasedAt.slice(0, 10)}, and their key with them`,
      next: 'Nobody can tell any more who they were; a notice can still be verified, and proved, by the reference in it',
    });
  }
  if (recipientsBlockedAt === null) return;
  throw new Refusal({
    code: 'RECIPIENTS_BLOCKED',
    message: `Cannot look an address up in case '${caseId}': its people were blocked on ${recipientsBlockedAt.slice(0, 10)}`,
    next: 'Blocked data are for courts and authorities only (LOPDGDD, Art. 32): say so to the person who asks',
  });
}
