import type { Finding } from '../refusal.ts';
import type { NoticeField } from './content.ts';
import { lintPatterns } from './lint-words.ts';

const LINK = /(?:https?:\/\/|www\.)[^\s)>\]]+/gi;
/** In an address without accents; the short ones only as whole words, since `contacto` is none of them. */
const LOGIN =
  /log-?in|sign-?in|account|cuenta|sesion|connexion|compte|password|contrase|contrasinal|pasahitz|saioa|anmeld|passwor|palavra-passe|sessao|(?<![a-z])(?:acceso|acces|accesso|accedi|acesso|conta|konto|clave|senha|kontua)(?![a-z])/i;

const warning = (code: string, field: string, sentence: string): Finding => ({
  code,
  field,
  severity: 'warning',
  source: 'Guidelines 9/2022, III.C',
  sentence,
});

/**
 * Signs by which a genuine notice looks like phishing, or teaches people to fall for it.
 *
 * A link that looks like a log-in page is an error; the rest warns the author. Words are judged in the nine languages
 * of our templates, sentence by sentence: a sentence that says "never" or "no" warns of what it names, and passes.
 */
export const lintNotice = (text: string, locale: string, field: NoticeField, key: string): Finding[] => [
  ...lintLinks(text, field === 'verify' ? 1 : 0, key),
  ...lintWords(text, locale, key),
];

/** @param allowed  how many addresses of the organisation's own site may stand there, in plain text */
export function lintLinks(text: string, allowed: number, key: string): Finding[] {
  const found = text.match(LINK) ?? [];
  const login = found.some((link) => LOGIN.test(link.normalize('NFD').replace(/\p{M}/gu, '')));
  const sentence = login
    ? 'A link looks like a page that asks people to log in; name the site and let them type it themselves'
    : 'A notice carries at most one address of your own site, in the part on how to check it, in plain text';
  if (login) return [{ ...warning('NOTICE_LINK', key, sentence), severity: 'error' }];
  return found.length > allowed ? [warning('NOTICE_LINK', key, sentence)] : [];
}

const SAYS = {
  NOTICE_ATTACHMENT: 'The text speaks of an attachment; a notice has none, say it in the text',
  NOTICE_ASKS_SECRET: 'The text seems to ask people for a password or code; never ask for one',
  NOTICE_URGENCY: 'The text presses people to hurry, as phishing does; say calmly what to do and why',
} as const;

/** Attachments spoken of, secrets asked for, people hurried: by the words of one language. */
export function lintWords(text: string, locale: string, key: string): Finding[] {
  const words = lintPatterns(locale);
  if (!words) return [];
  const plain = sentences(text).filter((sentence) => !words.negated.test(sentence));
  const judged = [
    ['NOTICE_ATTACHMENT', plain.some((sentence) => words.attachment.test(sentence))],
    ['NOTICE_ASKS_SECRET', plain.some((sentence) => words.asks.test(sentence) && words.secret.test(sentence))],
    ['NOTICE_URGENCY', words.urgency.test(text)],
  ] as const;
  return judged.filter(([, found]) => found).map(([code]) => warning(code, key, SAYS[code]));
}

/** A full stop within an address or a number ends no sentence. */
const sentences = (text: string): string[] => text.split(/[.!?]+(?=\s|$)|\n+/);
