import type { Precision } from '../domain/case/entry.ts';
import type { TimelineLane } from '../domain/case/timeline.ts';
import type { Instant } from '../domain/clocks/instant.ts';
import { showDate, showTimeThere } from '../domain/clocks/show-time.ts';
import { civilAt, civilDate } from '../domain/clocks/zone.ts';
import type { FilingLanguage } from '../domain/filing/language.ts';

/** `event` a full circle, `deadline` a hollow diamond, `filing` a full one, `notices` a bar, `now` a line. */
export type TimelineMark = 'event' | 'deadline' | 'filing' | 'notices' | 'now';

export interface TimelineEvent {
  lane: TimelineLane;
  mark: TimelineMark;
  at: Instant;
  /** End of a bar; null for everything else. */
  until: Instant | null;
  precision: Precision;
  label: string;
}

/** A length of time to be drawn and named, such as the days a vendor was silent. */
export interface TimelineGap {
  lane: TimelineLane;
  from: Instant;
  to: Instant;
  label: string;
}

/** What a timeline shows; the caller words the labels. */
export interface TimelineData {
  caseId: string;
  drill: boolean;
  title: string;
  /** Times are shown in this zone, each with its own offset. */
  zone: string;
  language: FilingLanguage;
  /** What the lanes are called. */
  lanes: Record<TimelineLane, string>;
  events: readonly TimelineEvent[];
  gaps: readonly TimelineGap[];
}

/** The event's time for people: the date alone where no more is known, else with hour and offset. */
export function timeOf({ at, precision }: TimelineEvent, { zone, language }: TimelineData): string {
  if (precision === 'date') return showDate(civilDate(civilAt(Date.parse(at), zone)), language);
  return showTimeThere(at, zone, language);
}

/** Start and, for a bar, end. */
export function timesOf(event: TimelineEvent, data: TimelineData): string {
  const start = timeOf(event, data);
  const end = timeOf({ ...event, at: event.until ?? event.at }, data);
  if (end === start) return start;
  const [startWords, endWords] = [start.split(' '), end.split(' ')];
  const sameDay = startWords.slice(0, 4).join() === endWords.slice(0, 4).join();
  return `${start} – ${sameDay ? endWords.slice(4).join(' ') : end}`;
}
