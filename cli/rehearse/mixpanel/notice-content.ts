import type { StoryDates } from './dates.ts';
import { noticeEn } from './notice-en.ts';
import { noticeEs } from './notice-es.ts';
import { noticeFr } from './notice-fr.ts';

/** What people are told, Art. 34(2): in one language, without the contact point, which the organisation supplies. */
export interface StoryNotice {
  subject: { affected: string; notAffected: string };
  intro: { affected: string; notAffected: string };
  /** Nature of the breach, and when it was detected. */
  whatHappened: string;
  when: string;
  /** How to check that the notice is genuine, by an address the person knows. */
  verify: string;
  /** The six kinds of data. */
  dataAffected: readonly string[];
  dataNotAffected: readonly string[];
  /** Likely consequences, Art. 33(3)(c). */
  consequences: string;
  /** Measures taken or proposed, Art. 33(3)(d). */
  measures: readonly string[];
  /** The seven things a person can do. */
  advice: readonly string[];
  contactIntro: string;
}

export type NoticeLocale = 'es' | 'fr' | 'en';

/** The story's notice in a language. It holds no link: a notice about phishing must not ask anybody to click. */
export const storyNotice = (locale: NoticeLocale, dates: StoryDates): StoryNotice =>
  ({ es: noticeEs, fr: noticeFr, en: noticeEn })[locale](dates);
