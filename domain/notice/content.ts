import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** Languages with a template; a language without one is a finding, never silently another language. */
export const NOTICE_LOCALES = ['es', 'ca', 'eu', 'gl', 'fr', 'en', 'de', 'it', 'pt'] as const;
export type NoticeLocale = (typeof NOTICE_LOCALES)[number];

/** Sources of an organisation's own templates; a language without one is written by ours. */
export type OwnTemplates = Readonly<Partial<Record<NoticeLocale, string>>>;

export const isNoticeLocale = (value: string): value is NoticeLocale => NOTICE_LOCALES.some((one) => one === value);

/** The language a template is chosen by: `es-MX` is written to in `es`. */
export const languageOf = (locale: string): string => locale.split('-')[0]?.toLowerCase() ?? locale;

interface NoticeFieldRule {
  /** What the person reads there, for findings. */
  holds: string;
  source: string;
  /** Without it the notice is not the communication the law asks for. */
  required: boolean;
}

/**
 * What a notice says, field by field; the texts are claims with the key `notice.<locale>.<field>`.
 *
 * In a text an empty line starts a new paragraph, and a line that starts with `- ` is an item of a list.
 *
 * @see GDPR Art. 34(2), 33(3)(b)-(d); the AEPD's page on communicating a breach to the people
 */
export const NOTICE_FIELDS = {
  nature: { holds: 'what happened, in plain words', source: 'Art. 34(2)', required: true },
  when: {
    holds: 'when it happened and when it was found',
    source: 'AEPD, communication to the people',
    required: false,
  },
  data: { holds: 'which data were affected', source: 'AEPD, communication to the people', required: false },
  notAffected: { holds: 'what was not affected', source: 'Art. 12(1)', required: false },
  consequences: { holds: 'the likely consequences', source: 'Art. 34(2), 33(3)(c)', required: true },
  measures: { holds: 'what was done and what will be done', source: 'Art. 34(2), 33(3)(d)', required: true },
  advice: { holds: 'what the person can do', source: 'AEPD, communication to the people', required: false },
  contact: {
    holds: 'the data protection officer or another contact point',
    source: 'Art. 34(2), 33(3)(b)',
    required: true,
  },
  verify: {
    holds: 'how to check that the notice is genuine without following a link',
    source: 'Art. 12(1)',
    required: false,
  },
} as const satisfies Record<string, NoticeFieldRule>;
export type NoticeField = keyof typeof NOTICE_FIELDS;
export const noticeFields = Object.keys(NOTICE_FIELDS) as NoticeField[];

export interface NoticeText {
  text: string;
  confidence: 'confirmed' | 'inferred' | 'unverified';
}

/** The texts of one language. */
export type NoticeTexts = Partial<Record<NoticeField, NoticeText>>;

/** All that a case says to people: who speaks, and the texts by language. */
export interface NoticeContent {
  controller: string;
  /** The address it comes from; null: the one the mail server is set up with. */
  from: string | null;
  texts: Partial<Record<string, NoticeTexts>>;
}

/** The claim key of a text, for example `notice.es.nature`. */
export const noticeKey = (locale: string, field: NoticeField): string => `notice.${locale}.${field}`;

/** Reads a claim key back; null when it is not one of a notice text. */
export function parseNoticeKey(key: string): { locale: string; field: NoticeField } | null {
  const [prefix, locale, name, ...rest] = key.split('.');
  const field = noticeFields.find((one) => one === name);
  if (prefix !== 'notice' || !locale || !field || rest.length > 0) return null;
  return { locale, field };
}

/**
 * What an approval approves, as one hash: every template source, every text, who speaks and from which address.
 *
 * @param templateSources  source by file name
 * @returns SHA-256 over the canonical JSON (RFC 8785), in hexadecimal
 */
export function noticeTextHash(templateSources: Readonly<Record<string, string>>, content: NoticeContent): string {
  return createHash('sha256')
    .update(canonicalize({ templateSources, content }) ?? '')
    .digest('hex');
}
