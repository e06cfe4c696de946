import type { TimelineLane } from '../domain/case/timeline.ts';
import { type TimelineData, type TimelineEvent, timesOf } from './timeline-data.ts';
import type { Axis } from './timeline-scale.ts';
import { visibleLine } from './visible-text.ts';

const CHARACTER_WIDTH = 6.9;
const LABEL_GAP = 14;
export const ROW_HEIGHT = 36;
const FIRST_ROW = 30;
const LANE_FOOT = 14;

export const LANES: readonly TimelineLane[] = ['processor', 'controller', 'outside'];

export interface PlacedLabel {
  x: number;
  y: number;
  /** The text runs to the left of `x` near the right edge. */
  anchor: 'start' | 'end';
  name: string;
  time: string;
  markX: number;
  /** Where the line from the mark to the label ends. */
  stemY: number;
}

export interface PlacedEvent {
  event: TimelineEvent;
  x: number;
  untilX: number;
  y: number;
  label: PlacedLabel;
}

export interface PlacedLane {
  lane: TimelineLane;
  name: string;
  top: number;
  /** The line the marks stand on. */
  y: number;
  bottom: number;
  events: PlacedEvent[];
}

interface Span {
  from: number;
  to: number;
}

const widthOf = (text: string): number => [...text].length * CHARACTER_WIDTH;

/** The first row in which a span touches no other, opened when there is none; the span is added to it. */
function rowFor(span: Span, rows: Span[][]): number {
  const free = rows.findIndex((row) => row.every(({ from, to }) => span.to < from || span.from > to));
  const index = free === -1 ? rows.length : free;
  rows[index] = [...(rows[index] ?? []), span];
  return index;
}

function placeEvent(
  event: TimelineEvent,
  data: TimelineData,
  axis: Axis,
  y: number,
  edge: number,
  rows: Span[][],
): PlacedEvent {
  const x = axis.xOf(event.at);
  const name = visibleLine(event.label);
  const time = timesOf(event, data);
  const width = Math.max(widthOf(name), widthOf(time));
  const anchor = x + width > edge ? 'end' : 'start';
  const labelX = anchor === 'start' ? x - 5 : x + 5;
  const span =
    anchor === 'start'
      ? { from: labelX, to: labelX + width + LABEL_GAP }
      : { from: labelX - width - LABEL_GAP, to: labelX };
  const labelY = y + FIRST_ROW + rowFor(span, rows) * ROW_HEIGHT;
  const label = { x: labelX, y: labelY, anchor, name, time, markX: x, stemY: labelY - 12 } as const;
  return { event, x, untilX: axis.xOf(event.until ?? event.at), y, label };
}

/** The lanes from top to bottom, each as high as its labels need; no two labels of a lane overlap. */
export function layOut(data: TimelineData, axis: Axis, top: number, edge: number): PlacedLane[] {
  let laneTop = top;
  return LANES.map((lane) => {
    const y = laneTop + 22;
    const rows: Span[][] = [];
    const events = data.events
      .filter((event) => event.lane === lane && event.mark !== 'now')
      .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
      .map((event) => placeEvent(event, data, axis, y, edge, rows));
    const bottom = y + FIRST_ROW + Math.max(rows.length, 1) * ROW_HEIGHT - ROW_HEIGHT / 2 + LANE_FOOT;
    const place = { lane, name: visibleLine(data.lanes[lane]), top: laneTop, y, bottom, events };
    laneTop = bottom;
    return place;
  });
}
