import { loadFacts, organisationOfCase } from '../database/case.ts';
import { type FoundLine, lineOfReference } from '../database/ledger-lines.ts';
import { readNotice } from '../database/notice-content.ts';
import { inSnapshot, type Tx } from '../database/transaction.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { isNoticeLocale } from '../domain/notice/content.ts';
import { readReference, SAMPLE_REFERENCE } from '../domain/notice/reference.ts';
import { quoteValue, Refusal } from '../domain/refusal.ts';
import { noticeData } from '../templates/notice.ts';
import { renderNoticeBy } from '../templates/own-notice.ts';
import type { Desk } from './context.ts';
import { addressOf, peopleAt } from './people-at.ts';

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
    const facts = await loadFacts(tx, (await organisationOfCase(tx, line.caseId)) ?? '', line.caseId);
    const people = address === undefined ? null : await peopleAt(tx, desk.vault, facts, addressOf(address));
    const matches = people === null ? null : people.personKeys.includes(line.personKey);
    return { ...(await describe(tx, desk, facts, line)), reference, matches };
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

type Description = Omit<VerifiedReference, 'reference' | 'matches'>;

async function describe(tx: Tx, desk: Pick<Desk, 'vault'>, facts: CaseFacts, line: FoundLine): Promise<Description> {
  const { caseId, wave, audience, locale, correction, state, sentAt } = line;
  const { content, templates } = await readNotice(tx, desk.vault, facts, facts.waves[wave]?.approval?.seq ?? null);
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
    subject: data && isNoticeLocale(locale) ? (await renderNoticeBy(templates, locale, data)).subject : null,
    advice: data?.advice ?? null,
    zone: facts.policy.zone,
  };
}
