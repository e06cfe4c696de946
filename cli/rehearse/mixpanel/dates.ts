/** The days of the story as calendar dates. A rehearsal and a drill move them together; the texts follow. */
export interface StoryDates {
  /** The vendor detects unauthorised access; when it began is not known. */
  detectedOn: string;
  /** The vendor tells the controller and hands over the affected data. */
  toldOn: string;
  /** When people are to be told. */
  plannedOn: string;
}

/** The days as they were. */
export const STORY_DATES: StoryDates = {
  detectedOn: '2025-11-09',
  toldOn: '2025-11-25',
  plannedOn: '2025-11-28',
};

/** `9 de noviembre de 2025`, `9 novembre 2025`, `9 November 2025` */
export const longDate = (date: string, locale: 'es' | 'fr' | 'en'): string =>
  new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(new Date(`${date}T00:00:00Z`));
