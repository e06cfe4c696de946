import { FILING_WORDS } from './filing-pack-words.ts';
import { type TimelineData, type TimelineEvent, timesOf } from './timeline-data.ts';
import { visibleLine } from './visible-text.ts';

/** One row of the table beside the picture. */
export interface TimelineRow {
  lane: string;
  /** What is drawn, in a word; empty for the line across. */
  mark: string;
  label: string;
  time: string;
}

const byTime = (a: TimelineEvent, b: TimelineEvent): number => Date.parse(a.at) - Date.parse(b.at);

/** The facts of the picture as rows, earliest first: the same for those who cannot see it. */
export const timelineTable = (data: TimelineData): TimelineRow[] =>
  [...data.events].sort(byTime).map((event) => ({
    lane: data.lanes[event.lane],
    mark: event.mark === 'now' ? '' : FILING_WORDS[data.language].timeline[event.mark],
    label: event.label,
    time: timesOf(event, data),
  }));

/** The picture in one paragraph, for its `desc`. */
export function timelineDescription(data: TimelineData): string {
  const rows = timelineTable(data).map(({ lane, label, time }) => `${time}: ${label} (${lane}).`);
  const gaps = data.gaps.map(({ label }) => `${label}.`);
  return visibleLine([...rows, ...gaps].join(' '));
}
