import { createHash } from 'node:crypto';
import type { WordsRef } from '../domain/case/entry.ts';
import type { NoticeLocale, OwnTemplates } from '../domain/notice/content.ts';
import { Refusal } from '../domain/refusal.ts';
import { readWords } from './narrative.ts';
import type { Tx } from './transaction.ts';
import type { Vault } from './vault.ts';

/** A template an organisation has published and not withdrawn; its source is still sealed. */
export interface PublishedTemplate {
  locale: NoticeLocale;
  /** SHA-256 of the source in UTF-8, in hexadecimal, as the register says. */
  sha256: string;
  seq: number;
  at: string;
  actor: string;
  source: WordsRef;
}

interface TemplateRow {
  seq: number;
  at: Date;
  actor: string;
  kind: 'template.publish' | 'template.withdraw';
  body: { locale: NoticeLocale; sha256?: string; words?: { source?: WordsRef } };
}

/**
 * The organisation's own templates, the newest of each language; the register is where they stand.
 *
 * @param upToSeq  as they stood at this entry, so that what is sent is what was approved; null: now
 */
export async function publishedTemplates(
  tx: Tx,
  organisationId: string,
  upToSeq: number | null,
): Promise<PublishedTemplate[]> {
  const { rows } = await tx.query<TemplateRow>(
    `select seq, at, actor, kind, body::jsonb as body from register_entry
      where organisation_id = $1 and case_id is null and kind in ('template.publish', 'template.withdraw')
        and ($2::bigint is null or seq <= $2)
      order by seq`,
    [organisationId, upToSeq],
  );
  const standing = new Map<NoticeLocale, PublishedTemplate>();
  for (const { kind, seq, at, actor, body } of rows) {
    const { locale, sha256, words } = body;
    if (kind === 'template.withdraw') standing.delete(locale);
    else if (sha256 && words?.source)
      standing.set(locale, { locale, sha256, seq: Number(seq), at: at.toISOString(), actor, source: words.source });
  }
  return [...standing.values()].sort((a, b) => (a.locale < b.locale ? -1 : 1));
}

/**
 * Opens the sources of published templates.
 *
 * @throws {Refusal} `TEMPLATE_NOT_APPROVED` where a source is gone or is not the one whose hash was published
 */
export async function openTemplates(
  tx: Tx,
  vault: Vault,
  published: readonly PublishedTemplate[],
): Promise<OwnTemplates> {
  const sources = await readWords(
    tx,
    vault,
    Object.fromEntries(published.map(({ locale, source }) => [locale, source])),
  );
  for (const { locale, sha256, seq } of published) assertPublished(sources[locale] ?? null, locale, sha256, seq);
  return sources as OwnTemplates;
}

function assertPublished(source: string | null, locale: string, sha256: string, seq: number): void {
  if (source !== null && createHash('sha256').update(source).digest('hex') === sha256) return;
  throw new Refusal({
    code: 'TEMPLATE_NOT_APPROVED',
    message: `Cannot use the template in '${locale}': its source is not the one that entry ${seq} of the register publishes`,
    next: `Publish it again with 'tocsin template publish FILE --locale ${locale}', then approve the wave again`,
  });
}
