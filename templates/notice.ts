import type { Audience } from '../domain/notice/audiences.ts';
import {
  NOTICE_LOCALES,
  type NoticeContent,
  type NoticeField,
  type NoticeLocale,
  type NoticeTexts,
  type OwnTemplates,
} from '../domain/notice/content.ts';
import type { NoticeCorrection } from '../domain/notice/correction.ts';
import { EXIT, Refusal } from '../domain/refusal.ts';
import { compileHtml, compileText, readTemplate } from './environment.ts';

/** What the notice templates show; texts as the case recorded them, null where nothing is recorded. */
export interface NoticeData {
  caseId: string;
  /** Of this notice alone, by which the person can have it checked; null before there is one: the case's is shown. */
  reference: string | null;
  controller: string;
  /** Of the person written to. */
  name: string | null;
  drill: boolean;
  affected: boolean;
  possiblyAffected: boolean;
  notAffected: boolean;
  /** An earlier notice said "not affected"; this one corrects it. */
  toldNotAffected: boolean;
  /** An earlier notice said "affected" or "perhaps"; it turned out that they are not. */
  toldAffected: boolean;
  /** Art. 34(2): nature of the breach. */
  nature: string | null;
  when: string | null;
  data: string | null;
  untouched: string | null;
  /** Art. 33(3)(c). */
  consequences: string | null;
  /** Art. 33(3)(d). */
  measures: string | null;
  advice: string | null;
  /** Art. 33(3)(b). */
  contact: string | null;
  verify: string | null;
}

export interface RenderedNotice {
  subject: string;
  text: string;
  html: string;
}

interface Block {
  heading: string | null;
  paragraph: string[] | null;
  items: string[] | null;
}

const MAX_SUBJECT = 150;
const PAGE = 'notice-page.html.hbs';
const fileOf = (locale: NoticeLocale): string => `notice.${locale}.hbs`;

const words = Object.fromEntries(
  NOTICE_LOCALES.map((locale) => [locale, compileText<NoticeData>(fileOf(locale))]),
) as Record<NoticeLocale, (data: NoticeData) => string>;
const page = compileHtml<{ lang: NoticeLocale; subject: string; blocks: Block[] }>(PAGE);

/** Source of every notice template by file name, the organisation's own in the place of ours: what a text hash covers. */
export function noticeTemplateSources(own: OwnTemplates = {}): Record<string, string> {
  const sources = NOTICE_LOCALES.map((locale) => [fileOf(locale), own[locale] ?? readTemplate(fileOf(locale))]);
  return Object.fromEntries([...sources, [PAGE, readTemplate(PAGE)]]);
}

export interface NoticeOccasion {
  caseId: string;
  audience: Audience;
  drill: boolean;
  /** Left out: nothing is corrected. */
  correction?: NoticeCorrection;
}

/**
 * The data of one person's notice; the person is known by name or not at all.
 *
 * @param reference  of this notice alone; null: the case's number stands in for it
 */
export function noticeData(
  content: NoticeContent,
  locale: NoticeLocale,
  { caseId, audience, drill, correction = 'none' }: NoticeOccasion,
  name: string | null,
  reference: string | null,
): NoticeData {
  const texts: NoticeTexts = content.texts[locale] ?? {};
  const text = (field: NoticeField): string | null => texts[field]?.text.trim() || null;
  return {
    caseId,
    reference,
    controller: content.controller,
    name,
    drill,
    affected: audience === 'affected',
    possiblyAffected: audience === 'possiblyAffected',
    notAffected: audience === 'notAffected',
    toldNotAffected: correction === 'nowConcerned',
    toldAffected: correction === 'noLongerConcerned',
    nature: text('nature'),
    when: text('when'),
    data: text('data'),
    untouched: text('notAffected'),
    consequences: text('consequences'),
    measures: text('measures'),
    advice: text('advice'),
    contact: text('contact'),
    verify: text('verify'),
  };
}

/**
 * A notice as mail: the template's first line is the subject, the rest is both the text part and the HTML part.
 *
 * The HTML part is made of the same lines, every value escaped, so that the two parts can never say different things;
 * it loads nothing from anywhere.
 *
 * @throws {Refusal} `SUBJECT_TOO_LONG` above 150 characters
 */
export const renderNotice = (locale: NoticeLocale, data: NoticeData): RenderedNotice =>
  noticeOf(locale, words[locale](data));

/**
 * A notice as mail, of what a template wrote: the first line is the subject.
 *
 * @throws {Refusal} `SUBJECT_TOO_LONG` above 150 characters
 */
export function noticeOf(locale: NoticeLocale, written: string): RenderedNotice {
  const [first = '', ...rest] = written.replaceAll('\r\n', '\n').split('\n');
  const subject = first.trim();
  const characters = [...subject].length;
  if (characters > MAX_SUBJECT) throw subjectTooLong(characters);
  const blocks = blocksOf(rest.join('\n'));
  return { subject, text: blocks.map(textOf).join('\n\n') + '\n', html: page({ lang: locale, subject, blocks }) };
}

/** An empty line ends a block; `# ` begins a heading, `- ` an item of a list. */
function blocksOf(body: string): Block[] {
  const groups = body.split(/\n\s*\n/).map((group) =>
    group
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  );
  return groups.filter((lines) => lines.length > 0).flatMap(blocksOfGroup);
}

function blocksOfGroup(lines: string[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    if (line.startsWith('# ')) blocks.push({ heading: line.slice(2), paragraph: null, items: null });
    else if (line.startsWith('- ')) addTo(blocks, last?.items, line.slice(2), 'items');
    else addTo(blocks, last?.paragraph, line, 'paragraph');
  }
  return blocks;
}

function addTo(blocks: Block[], open: string[] | null | undefined, line: string, part: 'paragraph' | 'items'): void {
  if (open) open.push(line);
  else blocks.push({ heading: null, paragraph: null, items: null, [part]: [line] });
}

function textOf({ heading, paragraph, items }: Block): string {
  if (heading !== null) return `${heading}\n${'-'.repeat(heading.length)}`;
  return paragraph ? paragraph.join('\n') : (items ?? []).map((item) => `- ${item}`).join('\n');
}

const subjectTooLong = (length: number): Refusal =>
  new Refusal(
    {
      code: 'SUBJECT_TOO_LONG',
      message: `Cannot render the notice: its subject has ${length} characters, more than ${MAX_SUBJECT}`,
      next: "Shorten the template's first line, or the organisation's name as it is shown to people",
    },
    EXIT.data,
  );
