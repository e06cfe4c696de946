import { AUDIENCES, type Audience } from '../domain/notice/audiences.ts';
import { type NoticeContent, type NoticeLocale, noticeFields } from '../domain/notice/content.ts';
import { lintLinks, lintWords } from '../domain/notice/lint-notice.ts';
import { type Finding, Refusal } from '../domain/refusal.ts';
import { checkRendered } from './check-rendered.ts';
import { type NoticeData, noticeData, noticeOf } from './notice.ts';
import { renderApart } from './own-notice.ts';
import { contentMissing, lockTemplate, requiredContent } from './template-lock.ts';
import { templateFinding } from './template-scan.ts';

/** One case a template is tried on, for one audience. */
interface Trial {
  audience: Audience;
  /** Every text is there, so everything the law asks for must be printed. */
  full: boolean;
  data: NoticeData;
}

const HOSTILE = '<img src=x onerror=alert(1)> {{constructor}} javascript:alert(1) \u{1F512} \u05e9';
const markOf = (name: string): string => `Xq7${name}Xq7`;

const contentWith = (controller: string, locale: string, textOf: (field: string) => string): NoticeContent => ({
  from: null,
  controller,
  texts: {
    [locale]: Object.fromEntries(
      noticeFields.map((field) => [field, { text: textOf(field), confidence: 'confirmed' }]),
    ),
  },
});

/** Three cases for every audience: all is known; nothing is, in a drill; and one whose every text means harm. */
function trialsOf(locale: NoticeLocale): Trial[] {
  const full = contentWith('Ejemplo', locale, markOf);
  const bare: NoticeContent = { controller: 'Ejemplo', from: null, texts: {} };
  const hostile = contentWith(HOSTILE, locale, () => HOSTILE);
  const caseId = 'breach-2026-0042';
  return AUDIENCES.flatMap((audience) => {
    const occasion = { caseId, audience, drill: false };
    const correction = audience === 'notAffected' ? 'noLongerConcerned' : 'nowConcerned';
    const told = { ...occasion, drill: true, correction } as const;
    return [
      { audience, full: true, data: noticeData(full, locale, occasion, 'Ana', 'K7QX-2M9P') },
      { audience, full: false, data: noticeData(bare, locale, told, null, null) },
      { audience, full: false, data: noticeData(hostile, locale, occasion, HOSTILE, 'K7QX-2M9P') },
    ];
  });
}

/**
 * Everything wrong with a template, before it may be published: the lock; then what it writes for three cases and three
 * audiences, one case hostile, rendered in a thread of its own; then the words it is written in.
 *
 * @returns findings; without an error the template may be published
 * @see GDPR Art. 34(2), 12(1)
 */
export async function tryTemplate(source: unknown, locale: NoticeLocale): Promise<Finding[]> {
  const locked = lockTemplate(source);
  if (typeof source !== 'string' || locked.some(({ severity }) => severity === 'error')) return locked;
  const trials = trialsOf(locale);
  const written = await renderApart(
    source,
    trials.map(({ data }) => data),
  );
  const found = trials.flatMap((trial, at) => findingsOf(trial, locale, written[at] ?? ''));
  return [...locked, ...unique(found), ...lintSource(source, locale)];
}

function findingsOf({ audience, full, data }: Trial, locale: NoticeLocale, written: string): Finding[] {
  try {
    const notice = noticeOf(locale, written);
    const empty =
      notice.subject === '' ? [templateFinding('TEMPLATE_CONTENT_MISSING', NO_SUBJECT, { line: 1, column: 1 })] : [];
    return [...empty, ...(full ? absentFrom(notice.text, audience, data) : []), ...checkRendered(notice)];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message } = error.details;
    return [templateFinding(code, message, { line: 1, column: 1 })];
  }
}

const NO_SUBJECT = 'The first line is the subject, and for some people it is empty';

/** What stands in the template, but not for these people. */
const absentFrom = (text: string, audience: Audience, data: NoticeData): Finding[] =>
  [...requiredContent()]
    .filter(([name]) => !text.includes(String(data[name as keyof NoticeData])))
    .map(([name, holds]) => contentMissing(name, holds, ` to people who are ${audience}`));

const unique = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];

/** The template's own words, line by line, without its names and conditions. */
function lintSource(source: string, locale: NoticeLocale): Finding[] {
  const plain = source.replace(/\{\{[\s\S]*?\}\}/g, (expression) => expression.replace(/[^\n]/g, ''));
  const perLine = plain.split('\n').flatMap((line, at) => lintWords(line, locale, `${at + 1}:1`));
  return [...perLine, ...lintLinks(plain, 1, 'template')];
}
