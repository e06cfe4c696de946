import { loadFacts, organisationOfCase } from '../database/case.ts';
import { type FoundLine, lineOfReference } from '../database/ledger-lines.ts';
import { readNotice } from '../database/notice-content.ts';
import { recipientScope } from '../database/recipients.ts';
import { inSnapshot, type Tx } from '../database/transaction.ts';
import { checkAddress } from '../domain/notice/address.ts';
import { isNoticeLocale } from '../domain/notice/content.ts';
import { readReference, SAMPLE_REFERENCE } from '../domain/notice/reference.ts';
import { quoteValue, Refusal } from '../domain/refusal.ts';
import { noticeData, renderNotice } from '../templates/notice.ts';
import type { Desk } from './context.ts';

/** What the help desk may tell somebody who reads a reference to them; no address, no name. */
export interface VerifiedReference {
  reference: string;
  caseId: string;
  organisation: string;
  wave: number;
  audience: FoundLine['audience'];
  locale: string;
  /** What it corrects of an earlier notice. */
  correction: FoundLine['correction'];
  state: FoundLine['state'];
  sentAt: string | null;
  drill: boolean;
  /** Null when the texts were erased. */
  subject: string | null;
  advice: string | null;
  /** Whether it was sent to the address that was asked about; null when none was. */
  matches: boolean | null;
  zone: string;
}

/**
 * Looks up a reference that somebody read out. Any person of the organisation may: the answer leads to nobody.
 *
 * No entry is written: a flood of them would bury the register, and the look-up tells nothing about a person that the
 * asker did not say first.
 *
 * @param address  asked about too; answered with yes or no by its keyed hash
 * @throws {Refusal} `REFERENCE_FORM`, `REFERENCE_UNKNOWN`, `REFERENCE_SAMPLE`, `ADDRESS_FORM`, `RECIPIENTS_ERASED`
 */
export function verifyReference(
  desk: Pick<Desk, 'pool' | 'vault'>,
  typed: string,
  address: string | undefined,
): Promise<VerifiedReference> {
  const reference = referenceFrom(typed);
  return inSnapshot(desk.pool, async (tx) => {
    const line = await lineOfReference(tx, reference);
    if (!line) throw unknown(reference);
    const matches =
      address === undefined ? null : (await personKeyOf(tx, desk, line.caseId, address)) === line.personKey;
    return { ...(await describe(tx, desk, line)), reference, matches };
  });
}

/** @throws {Refusal} `REFERENCE_FORM`, `REFERENCE_SAMPLE` */
export function referenceFrom(typed: string): string {
  const read = readReference(typed);
  if (read === SAMPLE_REFERENCE) throw sample();
  if (typeof read === 'string') return read;
  const meant = read.didYouMean.length > 0 ? ` Did you mean ${read.didYouMean.slice(0, 3).join(' or ')}?` : '';
  throw new Refusal({
    code: 'REFERENCE_FORM',
    message: `Cannot read the reference ${quoteValue(typed)}: ${read.what}`,
    next: `Ask the person to read it again, group by group, like 7KQ3-9XWD-4TBM-2C.${meant}`,
  });
}

const sample = (): Refusal =>
  new Refusal({
    code: 'REFERENCE_SAMPLE',
    message: `${SAMPLE_REFERENCE} is the reference of previews and tests: no notice to people carries it`,
    next: 'If somebody outside your organisation got a notice with it, treat that notice as phishing and tell your DPO',
  });

const unknown = (reference: string): Refusal =>
  new Refusal({
    code: 'REFERENCE_UNKNOWN',
    message: `${reference} is not ours: no notice of ours carries this reference`,
    next: 'Treat the message as phishing: tell the person not to open links in it nor answer it, ask for a copy, and tell your DPO',
  });

/**
 * The keyed hash by which the lists of a case know an address.
 *
 * @param personId  the list's own id of the person, where two share a mailbox
 * @throws {Refusal} `ADDRESS_FORM`, `RECIPIENTS_ERASED`
 */
export async function personKeyOf(
  tx: Tx,
  { vault }: Pick<Desk, 'vault'>,
  caseId: string,
  address: string,
  personId?: string,
): Promise<string> {
  const checked = checkAddress(address);
  if (typeof checked === 'string') {
    throw new Refusal({
      code: 'ADDRESS_FORM',
      message: 'Cannot look the address up: it is not one plain e-mail address',
      next: 'Give one address only, such as ana@example.com',
    });
  }
  try {
    return await vault.mac(tx, recipientScope(caseId), personId ? `${checked.key}\n${personId}` : checked.key);
  } catch (error) {
    if (!(error instanceof Refusal) || error.details.code !== 'KEY_DESTROYED') throw error;
    throw new Refusal({
      code: 'RECIPIENTS_ERASED',
      message: `Cannot look an address up in case '${caseId}': its people were erased, and their key with them`,
      next: 'A line can still be proved by the reference in the notice itself: --reference',
    });
  }
}

type Description = Omit<VerifiedReference, 'reference' | 'matches'>;

async function describe(tx: Tx, desk: Pick<Desk, 'vault'>, line: FoundLine): Promise<Description> {
  const { caseId, wave, audience, locale, correction, state, sentAt } = line;
  const facts = await loadFacts(tx, (await organisationOfCase(tx, caseId)) ?? '', caseId);
  const { content } = await readNotice(tx, desk.vault, facts, facts.waves[wave]?.approval?.seq ?? null);
  const occasion = { caseId, audience, drill: facts.drill, correction };
  const data = isNoticeLocale(locale) ? noticeData(content, locale, occasion, null, line.reference) : null;
  return {
    caseId,
    organisation: content.controller,
    wave,
    audience,
    locale,
    correction,
    state,
    sentAt: sentAt?.toISOString() ?? null,
    drill: facts.drill,
    subject: data && isNoticeLocale(locale) ? renderNotice(locale, data).subject : null,
    advice: data?.advice ?? null,
    zone: facts.policy.zone,
  };
}
