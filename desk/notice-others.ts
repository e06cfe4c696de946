import { readNotice } from '../database/notice-content.ts';
import { listOthers, type OtherLine, type OthersKey } from '../database/notice-others.ts';
import { openRecipient, type RecipientPerson, recipientScope } from '../database/recipients.ts';
import { inSnapshot, type Tx } from '../database/transaction.ts';
import type { ScopeKey, Vault } from '../database/vault.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { isNoticeLocale, languageOf } from '../domain/notice/content.ts';
import { csvLine } from '../domain/notice/csv-cell.ts';
import { noticeData } from '../templates/notice.ts';
import { type NoticeLetter, NoticeLetters } from '../templates/notice-letter.ts';
import { renderNoticeBy } from '../templates/own-notice.ts';
import type { Desk } from './context.ts';

/** Where the bytes go, one piece after the other. */
export interface Sink {
  write: (bytes: Buffer | string) => Promise<void>;
}

export interface OthersWritten {
  /** People in the file. */
  count: number;
  /** People left out of it: there is no postal address to write to. */
  without: number;
}

const BOM = '\ufeff';
export const CSV_COLUMNS = [
  'id',
  'wave',
  'audience',
  'language',
  'reference',
  'name',
  'email',
  'postal_address',
  'person_id',
  'state',
  'code',
  'why',
] as const;

const WHY: Record<OtherLine['state'], string> = {
  refused: 'the mail server refuses the address',
  expired: 'no mail server took it for four days',
  'unknown-held': 'it may or may not have arrived',
  bounced: 'it was given back after it was sent',
};

const WHY_BY_CODE: Record<string, string> = {
  NO_EMAIL: 'there is no e-mail address',
  SMTPUTF8_NOT_SUPPORTED: 'the mail server cannot take an address with such letters',
};

const lineOf = (line: OtherLine, person: RecipientPerson): string => {
  const { recipientId, wave, audience, locale, reference, state, code, enhancedCode } = line;
  const why = WHY_BY_CODE[code ?? ''] ?? WHY[state];
  const who = [person.name ?? '', person.address ?? '', person.postal ?? '', person.personId ?? ''];
  const became = [state, [code, enhancedCode].filter(Boolean).join(' '), why];
  return csvLine([recipientId, String(wave), audience, locale, reference ?? '', ...who, ...became]);
};

/**
 * Writes the people e-mail did not reach as CSV: UTF-8 with its mark, every cell quoted, none that a spreadsheet would
 * run as a formula.
 *
 * @throws {Refusal} `KEY_DESTROYED` once the lists are erased
 */
export function writeOthersCsv(
  desk: Pick<Desk, 'pool' | 'vault'>,
  { caseId }: CaseFacts,
  key: OthersKey,
  sink: Sink,
): Promise<OthersWritten> {
  return inSnapshot(desk.pool, async (tx) => {
    const sealed = await desk.vault.keyOf(tx, recipientScope(caseId));
    let [count, page] = [0, BOM + csvLine(CSV_COLUMNS)];
    for await (const line of listOthers(tx, key)) {
      page += lineOf(line, openRecipient(sealed, line));
      count += 1;
      if (count % 500 === 0) [, page] = [await sink.write(page), ''];
    }
    await sink.write(page);
    return { count, without: 0 };
  });
}

/**
 * Writes one letter for each of these people who has a postal address: the notice in their own language, in the words
 * that were approved for their wave.
 *
 * @param now  date of the letters
 * @throws {Refusal} `KEY_DESTROYED` once the lists are erased
 */
export function writeOthersPdf(
  desk: Pick<Desk, 'pool' | 'vault'>,
  facts: CaseFacts,
  key: OthersKey,
  sink: Sink,
  now: Date,
): Promise<OthersWritten> {
  return inSnapshot(desk.pool, async (tx) => {
    const letters = new NoticeLetters(facts.caseId, now.toISOString());
    const chunks: Buffer[] = [];
    const ended = new Promise<void>((resolve) => {
      letters.doc.on('end', () => resolve());
    });
    letters.doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    const written = await writeLetters(tx, desk.vault, { facts, key, letters, now }, async () => {
      await sink.write(Buffer.concat(chunks.splice(0)));
    });
    letters.end();
    await ended;
    await sink.write(Buffer.concat(chunks));
    return written;
  });
}

interface Post {
  facts: CaseFacts;
  key: OthersKey;
  letters: NoticeLetters;
  now: Date;
}

async function writeLetters(tx: Tx, vault: Vault, post: Post, drain: () => Promise<void>): Promise<OthersWritten> {
  const sealed = await vault.keyOf(tx, recipientScope(post.facts.caseId));
  const compose = letterComposer(tx, vault, post, sealed);
  const written = { count: 0, without: 0 };
  // A cursor is open on the connection: what is read for a wave is read between its pages, one question at a time.
  for await (const line of listOthers(tx, post.key)) {
    const letter = await compose(line);
    if (letter === null) written.without += 1;
    else {
      post.letters.write(letter);
      written.count += 1;
      await drain();
    }
  }
  return written;
}

/** Yields a person's letter; null without a postal address, or a language there is a notice in. */
function letterComposer(
  tx: Tx,
  vault: Vault,
  { facts, now }: Post,
  sealed: ScopeKey,
): (line: OtherLine) => Promise<NoticeLetter | null> {
  const voices = new Map<number, ReturnType<typeof readNotice>>();
  const voiceOf = (wave: number): ReturnType<typeof readNotice> => {
    const known = voices.get(wave) ?? readNotice(tx, vault, facts, facts.waves[wave]?.approval?.seq ?? null);
    voices.set(wave, known);
    return known;
  };
  return async (line) => {
    const person = openRecipient(sealed, line);
    const locale = languageOf(line.locale);
    const postal = (person.postal ?? '').split('\n').filter((each) => each.trim() !== '');
    if (postal.length === 0 || !isNoticeLocale(locale)) return null;
    const { content, templates, postal: sender } = await voiceOf(line.wave);
    const { caseId, drill, policy } = facts;
    const { audience, correction, reference } = line;
    const occasion = { caseId, audience, correction, drill };
    const data = noticeData(content, locale, occasion, person.name, reference);
    const { subject, text } = await renderNoticeBy(templates, locale, data);
    return {
      locale,
      sender: [content.controller, ...(sender ?? '').split('\n')].filter(Boolean).join(' · '),
      address: [...(person.name === null ? [] : [person.name]), ...postal],
      date: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: policy.zone }).format(now),
      subject,
      text,
      foot: `${content.controller} · ${reference ?? caseId}`,
    };
  };
}
