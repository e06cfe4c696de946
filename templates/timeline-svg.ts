import { compileHtml } from './environment.ts';
import { FILING_WORDS } from './filing-pack-words.ts';
import { type TimelineData, type TimelineMark, timesOf } from './timeline-data.ts';
import { layOut, type PlacedEvent, type PlacedLane } from './timeline-layout.ts';
import { type Axis, axisOf } from './timeline-scale.ts';
import { timelineDescription } from './timeline-table.ts';
import { visibleLine } from './visible-text.ts';

/** Wide enough for a screen; a sheet of paper asks for less. */
const SCREEN_WIDTH = 1080;
const LEFT = 150;
const RIGHT_MARGIN = 60;
const TOP = 74;
/** Below this the zone stands under the legend, not beside it. */
const NARROW = 1000;

const round = (value: number): number => Math.round(value * 10) / 10;
const diamond = (x: number, y: number): string => `M${round(x)} ${y - 9}l9 9l-9 9l-9 -9z`;

type Shape = Record<Exclude<TimelineMark, 'now'>, boolean>;
const shapeOf = (mark: TimelineMark): Shape => ({
  event: mark === 'event',
  deadline: mark === 'deadline',
  filing: mark === 'filing',
  notices: mark === 'notices',
});

const markOf = ({ event, x, untilX, y, label }: PlacedEvent) => ({
  ...shapeOf(event.mark),
  x: round(x),
  y,
  path: diamond(x, y),
  barX: round(x),
  barY: y - 7,
  barWidth: round(Math.max(untilX - x, 6)),
  name: label.name,
  time: label.time,
  anchor: label.anchor,
  labelX: round(label.x),
  labelY: label.y,
  timeY: label.y + 15,
  stemTop: y + 9,
  stemY: label.stemY,
});

function gapsOf(data: TimelineData, axis: Axis, lanes: readonly PlacedLane[]) {
  return data.gaps.map((gap) => {
    const lane = lanes.find((each) => each.lane === gap.lane) ?? lanes[0];
    const [fromX, toX, y] = [axis.xOf(gap.from), axis.xOf(gap.to), lane?.y ?? 0];
    const head = `M${round(toX - 10)} ${y}l-8 -5v10z`;
    const label = visibleLine(gap.label);
    return {
      fromX: round(fromX + 8),
      toX: round(toX - 12),
      y,
      head,
      labelX: round((fromX + toX) / 2),
      labelY: y - 10,
      label,
    };
  });
}

const breaksOf = ({ breaks }: Axis, y: number, { language }: TimelineData) =>
  breaks.map(({ fromX, toX, days }) => {
    const x = round((fromX + toX) / 2);
    return {
      path: `M${x - 8} ${y + 7}l6 -14M${x + 2} ${y + 7}l6 -14`,
      maskX: x - 5,
      maskY: y - 2,
      x,
      y: y + 22,
      label: `${days} ${FILING_WORDS[language].timeline.days}`,
    };
  });

function nowOf(data: TimelineData, axis: Axis, bottom: number, width: number) {
  const now = data.events.find(({ mark }) => mark === 'now');
  if (now === undefined) return null;
  const x = round(axis.xOf(now.at));
  const anchor = x > width - RIGHT_MARGIN - 140 ? 'end' : 'start';
  return {
    x,
    top: TOP - 6,
    bottom,
    label: `${visibleLine(now.label)} ${timesOf(now, data)}`,
    anchor,
    labelY: TOP - 12,
  };
}

const NAME_CHARACTERS = 16;
const NAME_LINES = 3;

/** A lane's name in lines that fit before the axis; what does not fit is cut, the description has it whole. */
function nameLines(name: string): string[] {
  const lines: string[] = [];
  for (const word of name.split(/\s+/).filter((each) => each !== '')) {
    const joined = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && joined.length <= NAME_CHARACTERS) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  const fitting = lines.map((line) =>
    line.length > NAME_CHARACTERS ? `${line.slice(0, NAME_CHARACTERS - 1)}…` : line,
  );
  return fitting.length <= NAME_LINES ? fitting : [...fitting.slice(0, NAME_LINES - 1), '…'];
}

const laneView = (lane: PlacedLane, index: number) => ({
  names: nameLines(lane.name).map((text, row) => ({ text, y: lane.y + 4 + row * 17 })),
  shaded: index % 2 === 0,
  under: index % 2 === 0 ? 'on-soft' : 'on-page',
  top: lane.top,
  height: lane.bottom - lane.top,
  y: lane.y,
  marks: lane.events.map(markOf),
});

function legendOf({ language }: TimelineData, y: number, width: number) {
  const marks = ['event', 'deadline', 'filing', 'notices'] as const;
  return marks.map((mark, index) => {
    const x = LEFT + 8 + index * Math.min(160, (width - LEFT) / marks.length);
    return {
      ...shapeOf(mark),
      x,
      y,
      path: diamond(x, y),
      barX: x - 8,
      barY: y - 7,
      textX: x + 16,
      textY: y + 4,
      word: FILING_WORDS[language].timeline[mark],
    };
  });
}

/** Every shape and text of the picture with its place, in pixels from the top left; `width` is that of the whole. */
export function timelineShapes(data: TimelineData, width: number) {
  const axis = axisOf(data, LEFT + 14, width - LEFT - 14 - RIGHT_MARGIN);
  const lanes = layOut(data, axis, TOP, width - 12);
  const axisY = (lanes.at(-1)?.bottom ?? TOP) + 14;
  const isNarrow = width < NARROW;
  const height = axisY + (isNarrow ? 106 : 84);
  const words = FILING_WORDS[data.language].timeline;
  return {
    width,
    shadeWidth: width - 16,
    height,
    id: data.caseId,
    language: data.language,
    title: visibleLine(data.title),
    description: timelineDescription(data),
    drill: data.drill ? words.drill : null,
    drillX: width - 16,
    lanes: lanes.map(laneView),
    gaps: gapsOf(data, axis, lanes),
    axisX: axis.left,
    axisEnd: round(axis.right > axis.left ? axis.right : width - RIGHT_MARGIN),
    axisY,
    ticks: [...new Set(data.events.map(({ at }) => round(axis.xOf(at))))],
    tickEnd: axisY + 5,
    breaks: breaksOf(axis, axisY, data),
    now: nowOf(data, axis, axisY, width),
    legend: legendOf(data, axisY + 54, width),
    zone: `${words.times} ${data.zone}`,
    zoneY: axisY + (isNarrow ? 84 : 58),
  };
}

export type TimelineShapes = ReturnType<typeof timelineShapes>;

const svg = compileHtml<TimelineShapes>('timeline.svg.hbs');

/**
 * The timeline of a case as one SVG: three lanes, long empty stretches cut out of the axis and marked.
 *
 * It follows the reader's light or dark setting, loads nothing, and says all it shows in its description; put
 * `timelineTable` beside it. The same data give the same bytes.
 */
export const renderTimeline = (data: TimelineData): string => svg(timelineShapes(data, SCREEN_WIDTH));
