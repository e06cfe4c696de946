import { type Instant, instantMs, MS_PER_DAY, MS_PER_HOUR } from '../domain/clocks/instant.ts';
import type { TimelineData } from './timeline-data.ts';

/** Longer stretches without an event are cut out of the axis. */
const LONGEST_DRAWN_HOURS = 96;
const BREAK_WIDTH = 150;
const MOST_PX_PER_HOUR = 5;

export interface AxisBreak {
  fromX: number;
  toX: number;
  days: number;
}

/** Where instants stand on the axis: evenly by the hour, long empty stretches cut out and marked. */
export interface Axis {
  left: number;
  right: number;
  xOf: (at: Instant) => number;
  breaks: AxisBreak[];
}

interface Stretch {
  fromMs: number;
  toMs: number;
  cut: boolean;
}

function stretchesOf({ events, gaps }: TimelineData): Stretch[] {
  const instants = [
    ...events.flatMap(({ at, until }) => [at, until ?? at]),
    ...gaps.flatMap(({ from, to }) => [from, to]),
  ];
  const sorted = [...new Set(instants.map(instantMs))].sort((a, b) => a - b);
  return sorted.slice(1).map((toMs, index) => {
    const fromMs = sorted[index] ?? toMs;
    return { fromMs, toMs, cut: toMs - fromMs > LONGEST_DRAWN_HOURS * MS_PER_HOUR };
  });
}

const hoursOf = ({ fromMs, toMs }: Stretch): number => (toMs - fromMs) / MS_PER_HOUR;

function pxPerHour(stretches: readonly Stretch[], width: number): number {
  const cutWidth = stretches.filter(({ cut }) => cut).length * BREAK_WIDTH;
  const hours = stretches.filter(({ cut }) => !cut).reduce((sum, stretch) => sum + hoursOf(stretch), 0);
  return hours === 0 ? MOST_PX_PER_HOUR : Math.min(MOST_PX_PER_HOUR, Math.max(width - cutWidth, width / 4) / hours);
}

interface Placed extends Stretch {
  fromX: number;
  toX: number;
}

function placed(stretches: readonly Stretch[], left: number, perHour: number): Placed[] {
  let fromX = left;
  return stretches.map((stretch) => {
    const toX = fromX + (stretch.cut ? BREAK_WIDTH : hoursOf(stretch) * perHour);
    const place = { ...stretch, fromX, toX };
    fromX = toX;
    return place;
  });
}

function xIn(places: readonly Placed[], left: number, at: Instant): number {
  const ms = instantMs(at);
  const place = places.find(({ toMs }) => ms <= toMs);
  if (place === undefined) return places.at(-1)?.toX ?? left;
  return place.fromX + ((ms - place.fromMs) / (place.toMs - place.fromMs)) * (place.toX - place.fromX);
}

/** The axis of a timeline between two edges; it may end before the right one when little happens. */
export function axisOf(data: TimelineData, left: number, width: number): Axis {
  const stretches = stretchesOf(data);
  const places = placed(stretches, left, pxPerHour(stretches, width));
  return {
    left,
    right: places.at(-1)?.toX ?? left,
    xOf: (at) => xIn(places, left, at),
    breaks: places
      .filter(({ cut }) => cut)
      .map(({ fromX, toX, fromMs, toMs }) => ({ fromX, toX, days: Math.round((toMs - fromMs) / MS_PER_DAY) })),
  };
}
