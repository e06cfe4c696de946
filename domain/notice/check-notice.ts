import type { Wave } from '../case/facts.ts';
import type { Finding } from '../refusal.ts';
import { hasHiddenCharacter } from './address.ts';
import {
  isNoticeLocale,
  languageOf,
  NOTICE_FIELDS,
  NOTICE_LOCALES,
  type NoticeContent,
  type NoticeField,
  type NoticeTexts,
  noticeFields,
  noticeKey,
} from './content.ts';
import { lintNotice } from './lint-notice.ts';

const MAX_TEXT = 4000;
/** What people who read a language read as well; English to everybody else, where it is written. */
const SPOKEN_BESIDE = new Map([
  ['ca', ['es', 'fr']],
  ['eu', ['es', 'fr']],
  ['gl', ['es', 'pt']],
]);

/**
 * Everything that is missing or doubtful in what a notice says; errors block the approval.
 *
 * @param locales  people by language, as counted when the lists were read; each language needs its template and texts
 * @see GDPR Art. 34(2), 12(1)
 */
export function checkNotice(content: NoticeContent, locales: Readonly<Record<string, number>>): Finding[] {
  const languages = new Map<string, number>();
  for (const [locale, count] of Object.entries(locales)) {
    languages.set(languageOf(locale), (languages.get(languageOf(locale)) ?? 0) + count);
  }
  return [...languages].sort().flatMap(([language, count]) => {
    const texts = content.texts[language];
    if (!isNoticeLocale(language) || !texts) return [localeMissing(language, count, content)];
    return checkTexts(language, texts);
  });
}

/** People by language over the lists of a wave. */
export function peopleByLocale(imports: Wave['imports']): Record<string, number> {
  const locales: Record<string, number> = {};
  for (const list of imports) {
    for (const [locale, count] of Object.entries(list.locales)) locales[locale] = (locales[locale] ?? 0) + count;
  }
  return locales;
}

/** The required fields a language has no claim for; works on keys alone, where the words are sealed. */
export function missingNoticeFields(claimKeys: Iterable<string>, language: string): NoticeField[] {
  const known = new Set(claimKeys);
  return noticeFields.filter((field) => NOTICE_FIELDS[field].required && !known.has(noticeKey(language, field)));
}

function localeMissing(language: string, count: number, content: NoticeContent): Finding {
  const ready = NOTICE_LOCALES.filter((locale) => content.texts[locale]);
  const offer = [...(SPOKEN_BESIDE.get(language) ?? []), 'en', ...ready].find((one) => ready.some((it) => it === one));
  const hasTemplate = isNoticeLocale(language);
  const what = hasTemplate ? `there is no text in '${language}'` : `there is no template for '${language}'`;
  const write = hasTemplate ? `record ${noticeKey(language, 'nature')} and the other texts` : 'add a template';
  const orImport = offer ? `, or import the list again with --fallback ${language}=${offer}` : '';
  return {
    code: 'TEMPLATE_LOCALE_MISSING',
    field: language,
    severity: 'error',
    source: 'Art. 12(1), 34(2)',
    sentence: `${count} ${count === 1 ? 'person reads' : 'people read'} '${language}', but ${what}: ${write}${orImport}`,
  };
}

function checkTexts(language: string, texts: NoticeTexts): Finding[] {
  return noticeFields.flatMap((field) => {
    const given = texts[field];
    const key = noticeKey(language, field);
    if (!given?.text.trim()) return [contentMissing(field, key)];
    return [
      ...unconfirmed(given.confidence, field, key),
      ...unreadable(given.text, key),
      ...lintNotice(given.text, language, field, key),
    ];
  });
}

function contentMissing(field: NoticeField, key: string): Finding {
  const { holds, source, required } = NOTICE_FIELDS[field];
  const sentence = required
    ? `The notice does not say ${holds}; the law asks for it`
    : `The notice does not say ${holds}; people and the authority expect it`;
  return { code: 'NOTICE_CONTENT_MISSING', field: key, severity: required ? 'error' : 'warning', source, sentence };
}

function unconfirmed(confidence: string, field: NoticeField, key: string): Finding[] {
  if (confidence === 'confirmed' || field === 'contact' || field === 'verify') return [];
  const sentence = `What the notice says about ${NOTICE_FIELDS[field].holds} is ${confidence}: confirm it, or write that it is not yet known`;
  return [{ code: 'NOTICE_UNCONFIRMED', field: key, severity: 'warning', source: 'Art. 5(1)(d)', sentence }];
}

function unreadable(text: string, key: string): Finding[] {
  const found: Finding[] = [];
  if (hasHiddenCharacter(text.replace(/\r?\n/g, ' '))) {
    found.push({
      code: 'NOTICE_CONTROL_CHARACTER',
      field: key,
      severity: 'error',
      source: null,
      sentence: 'The text holds a control or direction character that mail programs show differently; remove it',
    });
  }
  if (text.length > MAX_TEXT) {
    found.push({
      code: 'NOTICE_TOO_LONG',
      field: key,
      severity: 'error',
      source: 'Art. 12(1)',
      sentence: `The text has ${text.length} characters; nobody reads more than ${MAX_TEXT} in one section`,
    });
  }
  return found;
}
