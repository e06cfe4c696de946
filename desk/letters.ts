import { loadFacts } from '../database/case.ts';
import { readLetterVoice } from '../database/letter.ts';
import { inSnapshot, type Tx } from '../database/transaction.ts';
import type { Vault } from '../database/vault.ts';
import { type CaseFacts, standingPhases } from '../domain/case/facts.ts';
import { type Letter, letterState } from '../domain/case/letters.ts';
import { type Authority, mailboxOf, requireAuthority } from '../domain/law/authorities.ts';
import { checkAddress } from '../domain/notice/address.ts';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';
import { type FilingLetter, renderFilingLetter } from '../templates/filing-letter.ts';
import type { Desk, Speaker } from './context.ts';
import { type Draft, draftFiling } from './filing.ts';

/** A filing as it would go out by mail, with everything a person looks at before it does. */
export interface FilingToSend extends Draft {
  letter: FilingLetter;
  /** Null when neither the table nor the person names an address. */
  to: string | null;
  from: string | null;
  authority: Authority;
}

interface SendRequest {
  caseId: string;
  authority: string | undefined;
  /** An address given by a person; undefined: the one of the authority's row. */
  to: string | undefined;
  /** Where mail comes from when the organisation has told no address of its own; null when nobody has said. */
  mailFrom: string | null;
  now: Date;
}

/** One plain mailbox. @throws {Refusal} `ADDRESS_FORM` */
export function requireMailbox(address: string): string {
  const checked = checkAddress(address);
  if (typeof checked === 'object') return checked.address;
  throw new Refusal(
    {
      code: 'ADDRESS_FORM',
      message: `Cannot send to ${quoteValue(address)}: it is not one e-mail address`,
      next: 'Give one address only, as ana@example.com',
    },
    EXIT.usage,
  );
}

/**
 * The newest pack as a letter: exactly what would be sent, made by the same functions.
 *
 * @throws {Refusal} `CASE_UNKNOWN`, `AUTHORITY_…`, `ADDRESS_FORM`
 */
export async function filingToSend(tx: Tx, vault: Vault, request: SendRequest): Promise<FilingToSend> {
  const draft = await draftFiling(tx, vault, request);
  const { facts, file, pack } = draft;
  const authority = requireAuthority(file.code);
  const { email } = await readLetterVoice(tx, vault, facts.organisationId);
  const from = email ?? request.mailFrom;
  const previousId = standingPhases(file)[0]?.registryNumber ?? null;
  const letter = await renderFilingLetter(pack, { authority: file.code, previousId, contact: from });
  const to = request.to === undefined ? mailboxOf(authority) : requireMailbox(request.to);
  return { ...draft, authority, letter, to, from };
}

const isUnderWay = (letter: Letter): boolean => ['toSend', 'beingSent'].includes(letterState(letter));
const LOOK_MS = 250;
const LOOKS = 60;

/** Letters of a case begun by an entry, once they have ended, or as they stand after a quarter of a minute. */
export async function lettersSince(
  { pool }: Pick<Desk, 'pool'>,
  { organisationId }: Pick<Speaker, 'organisationId'>,
  caseId: string,
  seq: number,
): Promise<{ facts: CaseFacts; letters: Letter[] }> {
  for (let look = 1; ; look += 1) {
    const facts = await inSnapshot(pool, (tx) => loadFacts(tx, organisationId, caseId));
    const letters = facts.letters.filter((letter) => letter.seq >= seq);
    if (look >= LOOKS || !letters.some(isUnderWay)) return { facts, letters };
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
