import {
  type CountdownData,
  type CountdownHours,
  countdownHours,
  countdownInWords,
  countdownSentence,
  countdownTitle,
} from './countdown-in-words.ts';
import { compileHtml } from './environment.ts';
import { visibleLine } from './visible-text.ts';

/** Narrow, so that it can be read on a telephone without being moved about. */
const WIDTH = 420;
const BAR_LEFT = 62;
const CELL = { step: 14, width: 11, height: 20, row: 28 } as const;
const HOURS_IN_ROW = 24;
const LINE_HEIGHT = 20;
const MOST_CHARACTERS = 54;

/** Cells `from` to `to`, one an hour and 24 in a row, as one path. */
function cells(from: number, to: number, top: number): string {
  return Array.from({ length: Math.max(0, to - from) }, (_each, index) => {
    const at = from + index;
    const x = BAR_LEFT + (at % HOURS_IN_ROW) * CELL.step;
    const y = top + Math.floor(at / HOURS_IN_ROW) * CELL.row;
    return `M${x} ${y}h${CELL.width}v${CELL.height}h-${CELL.width}z`;
  }).join('');
}

const crossed = (path: string): string =>
  path.replace(/M(\d+) (\d+)[^M]*/g, (_all, x, y) => `M${x} ${y}l11 20M${Number(x) + 11} ${y}l-11 20`);

function rowsOf(top: number, hasLate: boolean) {
  const labels = ['0 h', '24 h', '48 h', ...(hasLate ? ['late'] : [])];
  return labels.map((label, row) => ({ label, y: top + row * CELL.row + 15 }));
}

function legendOf({ gone, left, late }: CountdownHours, isFiled: boolean, top: number) {
  const words = [
    { kind: 'gone', said: `${gone} gone` },
    { kind: 'left', said: `${left} ${isFiled ? 'not needed' : 'left'}` },
    { kind: 'late', said: `${late} late${late > HOURS_IN_ROW ? `, ${HOURS_IN_ROW} drawn` : ''}` },
  ].filter(({ kind }) => kind !== 'late' || late > 0);
  const width = 116;
  return words.map(({ kind, said }, index) => {
    const [x, y] = [16 + index * width, top];
    const path = `M${x} ${y}h11v20h-11z`;
    return {
      gone: kind === 'gone',
      late: kind === 'late',
      path,
      cross: crossed(path),
      textX: x + 18,
      textY: y + 15,
      said,
    };
  });
}

function barOf(hours: CountdownHours, isFiled: boolean, top: number) {
  const { gone, late } = hours;
  const over = cells(72, 72 + Math.min(late, HOURS_IN_ROW), top);
  const rows = rowsOf(top, late > 0);
  const bottom = top + rows.length * CELL.row;
  return {
    rows,
    gone: cells(0, gone, top),
    left: cells(gone, 72, top),
    over,
    cross: crossed(over),
    legend: legendOf(hours, isFiled, bottom + 8),
    bottom: bottom + 42,
  };
}

/** Lines that fit; a long one is broken at a blank. */
function fitted(line: string): string[] {
  if (line.length <= MOST_CHARACTERS) return [line];
  const at = line.lastIndexOf(' ', MOST_CHARACTERS);
  return at <= 0 ? [line] : [line.slice(0, at), ...fitted(line.slice(at + 1))];
}

function shapesOf(data: CountdownData) {
  const words = countdownInWords(data);
  const hours = countdownHours(data);
  const lines = words.lines
    .flatMap(fitted)
    .map((text, row) => ({ text: visibleLine(text), y: 98 + row * LINE_HEIGHT }));
  const top = 98 + lines.length * LINE_HEIGHT;
  const bar = hours && barOf(hours, data.filed !== null, top);
  const told = hours && `Of 72 hours ${hours.gone} gone, ${hours.left} left, ${hours.late} after the end.`;
  const description = [countdownSentence(words), told, data.drill ? 'A drill.' : null];
  return {
    width: WIDTH,
    height: bar ? bar.bottom : top,
    id: `${data.caseId}-countdown`,
    title: visibleLine(countdownTitle(data)),
    description: visibleLine(description.filter((each) => each !== null).join(' ')),
    drill: data.drill,
    edge: WIDTH - 16,
    late: words.state === 'late' || words.state === 'extra',
    headline: visibleLine(words.headline),
    lines,
    bar,
  };
}

const svg = compileHtml<ReturnType<typeof shapesOf>>('countdown.svg.hbs');

/**
 * The 72 hours of a case as one SVG: a bar of 72 cells in three rows of a day, and how long there is in words.
 *
 * Hours begun are shaded and hatched, those left are empty, those after the end crossed in a row of their own (the
 * first 24). Where the law names no hours there is no bar. It stands still: it is true at `now`, loads nothing, follows
 * the reader's light or dark setting, and says all it shows in its description. The same data give the same bytes.
 */
export const renderCountdownSvg = (data: CountdownData): string => svg(shapesOf(data));
