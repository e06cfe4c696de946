import { loadFacts } from '../database/case.ts';
import { readNotice } from '../database/notice-content.ts';
import { countPeople, hashOfLists, openMailed, recipientScope, sampleRecipients } from '../database/recipients.ts';
import { inSnapshot, type Tx } from '../database/transaction.ts';
import type { Vault } from '../database/vault.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { AUDIENCES, type Audience } from '../domain/notice/audiences.ts';
import { checkNotice, peopleByLocale } from '../domain/notice/check-notice.ts';
import {
  isNoticeLocale,
  NOTICE_LOCALES,
  type NoticeContent,
  type NoticeLocale,
  noticeTextHash,
  type OwnTemplates,
} from '../domain/notice/content.ts';
import { maskAddress, maskName } from '../domain/notice/mask.ts';
import { type Readability, readabilityOf } from '../domain/notice/readability.ts';
import { SAMPLE_REFERENCE } from '../domain/notice/reference.ts';
import { type Finding, Refusal } from '../domain/refusal.ts';
import { checkRendered } from '../templates/check-rendered.ts';
import { noticeData, noticeTemplateSources, type RenderedNotice } from '../templates/notice.ts';
import { renderNoticeBy } from '../templates/own-notice.ts';
import type { Desk } from './context.ts';

/** Samples shown before an approval. */
export const SAMPLES = 3;

/** A real rendering for one person, who is shown masked; `invented` when the wave has no such person. */
export interface NoticeSample extends RenderedNotice {
  locale: NoticeLocale;
  audience: Audience;
  to: string;
  invented: boolean;
  readability: Readability;
}

/** A wave's notice as it stands: what it says, to how many, and what an approval would approve. */
export interface NoticeView {
  facts: CaseFacts;
  wave: number;
  content: NoticeContent;
  /** The organisation's own address; null when it has told none. */
  email: string | null;
  findings: Finding[];
  textHash: string;
  listHash: string;
  /** Lines of the lists, as the register counts them; a person in two lists counts twice here and gets one notice. */
  count: number;
  people: number;
  audiences: Audience[];
  /** Languages in which the organisation's own template speaks. */
  templates: NoticeLocale[];
  locales: Record<string, number>;
  samples: NoticeSample[];
}

export interface SampleWish {
  locale?: string;
  audience?: Audience;
}

/**
 * Renders the notice of a wave for a few real people, shown masked, and checks what it says.
 *
 * @throws {Refusal} `SUBJECT_TOO_LONG`, `TEMPLATE_LOCALE_MISSING` for a wished language without a template
 */
export function viewNotice(
  desk: Pick<Desk, 'pool' | 'vault'>,
  organisationId: string,
  caseId: string,
  wave: number,
  wish: SampleWish = {},
): Promise<NoticeView> {
  return inSnapshot(desk.pool, async (tx) => {
    const facts = await loadFacts(tx, organisationId, caseId);
    const { content, email, templates } = await readNotice(tx, desk.vault, facts, null);
    const imports = facts.waves[wave]?.imports ?? [];
    const importIds = imports.map(({ importId }) => importId);
    const locales = peopleByLocale(imports);
    const samples = await samplesOf(tx, desk.vault, { facts, content, templates, importIds, wish });
    return {
      facts,
      wave,
      content,
      email,
      locales,
      findings: [
        ...checkNotice(content, Object.keys(locales).length > 0 ? locales : { [wish.locale ?? 'es']: 0 }),
        ...checkSamples(samples),
      ],
      textHash: noticeTextHash(noticeTemplateSources(templates), content),
      listHash: await hashOfLists(tx, importIds),
      count: imports.reduce((sum, { count }) => sum + count, 0),
      templates: NOTICE_LOCALES.filter((locale) => templates[locale] !== undefined),
      people: await countPeople(tx, importIds),
      audiences: imports.map(({ audience }) => audience),
      samples,
    };
  });
}

/** What the rendered mails must not be, once for each language and audience shown. */
const checkSamples = (samples: readonly NoticeSample[]): Finding[] =>
  [...new Map(samples.map((sample) => [`${sample.locale}, ${sample.audience}`, sample]))].flatMap(([field, sample]) =>
    checkRendered(sample).map((finding) => ({ ...finding, field })),
  );

interface SampleSource {
  facts: CaseFacts;
  content: NoticeContent;
  templates: OwnTemplates;
  importIds: string[];
  wish: SampleWish;
}

/** Real people first; where the lists hold none of the wished kind, invented ones, the last with a hostile name. */
async function samplesOf(tx: Tx, vault: Vault, source: SampleSource): Promise<NoticeSample[]> {
  const { facts, importIds, wish } = source;
  const rows = await sampleRecipients(tx, importIds, 200);
  const fitting = rows.filter(
    ({ locale, audience }) =>
      isNoticeLocale(locale) && locale === (wish.locale ?? locale) && audience === (wish.audience ?? audience),
  );
  if (fitting.length === 0) return invented(source);
  const key = await vault.keyOf(tx, recipientScope(facts.caseId));
  return inTurn(spread(fitting), (row) => {
    const person = openMailed(key, row);
    const to = maskAddress(person.address);
    return sample(source, row.locale, row.audience, { name: maskName(person.name), to, invented: false });
  });
}

/** One of each audience and language before a second of any. */
function spread<T extends { audience: Audience; locale: string }>(rows: readonly T[]): T[] {
  const kinds = new Map<string, T[]>();
  for (const row of rows)
    kinds.set(`${row.audience} ${row.locale}`, [...(kinds.get(`${row.audience} ${row.locale}`) ?? []), row]);
  const groups = [...kinds.values()];
  const longest = Math.max(...groups.map((group) => group.length));
  const turns = Array.from({ length: longest }, (_, at) => groups.flatMap((group) => group[at] ?? []));
  return turns.flat().slice(0, SAMPLES);
}

const INVENTED_NAMES = ['Ana Ejemplo', null, '<b>Null</b>'];

const invented = (source: SampleSource): Promise<NoticeSample[]> => {
  const [locale, audience] = [source.wish.locale ?? 'es', source.wish.audience ?? AUDIENCES[0]];
  return inTurn(INVENTED_NAMES, (name) =>
    sample(source, locale, audience, { name, to: 'nobody@example.test', invented: true }),
  );
};

/** One after the other: an organisation's own template is rendered in a thread. */
async function inTurn<T>(items: readonly T[], render: (item: T) => Promise<NoticeSample>): Promise<NoticeSample[]> {
  const samples: NoticeSample[] = [];
  for (const item of items) samples.push(await render(item));
  return samples;
}

async function sample(
  { facts, content, templates }: SampleSource,
  locale: string,
  audience: Audience,
  { name, to, invented }: { name: string | null; to: string; invented: boolean },
): Promise<NoticeSample> {
  if (!isNoticeLocale(locale)) throw noTemplate(locale);
  const occasion = { caseId: facts.caseId, audience, drill: facts.drill };
  const data = noticeData(content, locale, occasion, name, SAMPLE_REFERENCE);
  const rendered = await renderNoticeBy(templates, locale, data);
  return { locale, audience, to, invented, ...rendered, readability: readabilityOf(rendered.text, locale) };
}

const noTemplate = (locale: string): Refusal =>
  new Refusal({
    code: 'TEMPLATE_LOCALE_MISSING',
    message: `Cannot render the notice in '${locale}': there is no template for it`,
    next: `Choose one of ${NOTICE_LOCALES.join(', ')}`,
  });
