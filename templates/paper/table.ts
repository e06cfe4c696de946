import type { Element, Paper } from './paper.ts';
import { BODY_WIDTH } from './paper.ts';
import { lineHeight, RULE, SMALL, SOFT, type Style } from './type.ts';

/** A run of text in a cell, on lines of its own. */
export interface CellText {
  text: string;
  style: Style;
  /** Where it differs from the paper's language. */
  lang?: string;
}

export interface Column {
  head: string;
  /** Share of the table's width; all together 1. */
  share: number;
}

export interface Table {
  columns: readonly Column[];
  /** Cells of each row, in the order of the columns; of each cell its runs. */
  rows: readonly (readonly (readonly CellText[])[])[];
  /** Which column names its row; none unless given. */
  rowHeader?: number;
}

const PADDING = 4;
/** With less room than this, in points, a long row begins on the next page. */
const LEAST_ROOM = 60;
const HEAD: Style = { ...SMALL, font: 'bold' };

interface Line {
  text: string;
  run: CellText;
}

interface Place {
  x: number;
  width: number;
}

function placesOf({ columns }: Table, { left }: Paper): Place[] {
  let x = left;
  return columns.map(({ share }) => {
    const place = { x, width: share * BODY_WIDTH };
    x += place.width;
    return place;
  });
}

const linesIn = (paper: Paper, cell: readonly CellText[], { width }: Place): Line[] =>
  cell.flatMap((run) => paper.wrapped(run.text, run.style, width - 2 * PADDING).map((text) => ({ text, run })));

const heightOf = (lines: readonly Line[]): number => lines.reduce((sum, { run }) => sum + lineHeight(run.style), 0);

/** As many lines as fit into so many points; at least one where `atLeastOne`, so that no page stays empty for ever. */
function fitting(lines: readonly Line[], points: number, atLeastOne: boolean): Line[] {
  let height = 0;
  const count = lines.findIndex(({ run }) => {
    height += lineHeight(run.style);
    return height > points;
  });
  const most = count === -1 ? lines.length : count;
  return lines.slice(0, atLeastOne ? Math.max(1, most) : most);
}

/** Lines that stand together because they are of one run. */
function runsOf(lines: readonly Line[]): { run: CellText; texts: string[] }[] {
  const runs: { run: CellText; texts: string[] }[] = [];
  for (const { run, text } of lines) {
    const last = runs.at(-1);
    if (last?.run === run) last.texts.push(text);
    else runs.push({ run, texts: [text] });
  }
  return runs;
}

function writeSlice(paper: Paper, cell: Element | null, lines: readonly Line[], { x }: Place, top: number): void {
  let y = top;
  for (const { run, texts } of runsOf(lines)) {
    const at = y;
    const draw = (): void => paper.lines(texts, run.style, x + PADDING, at);
    if (cell === null) paper.artifact(draw, 'Pagination');
    else if (run.lang === undefined) cell.add(draw);
    else cell.add(paper.doc.struct('Span', { lang: run.lang }, draw));
    y += texts.length * lineHeight(run.style);
  }
}

const headCells = ({ columns }: Table): CellText[][] => columns.map(({ head }) => [{ text: head, style: HEAD }]);

interface Grid {
  paper: Paper;
  table: Table;
  places: readonly Place[];
}

/** One row, over several pages where it must; `cells` null draws it as an artifact, for a head that is repeated. */
function writeRow({ paper, table, places }: Grid, row: Table['rows'][number], cells: readonly Element[] | null): void {
  let left = places.map((place, index) => linesIn(paper, row[index] ?? [], place));
  const whole = Math.max(...left.map(heightOf)) + 2 * PADDING;
  const fitsOnOne = whole <= paper.pageRoom - headHeight({ paper, table, places });
  if (whole > paper.room && (fitsOnOne || paper.room < LEAST_ROOM)) turnPage({ paper, table, places });
  for (let first = true; first || left.some((lines) => lines.length > 0); first = false) {
    if (!first) turnPage({ paper, table, places });
    const points = paper.room - 2 * PADDING;
    const now = left.map((lines) => fitting(lines, points, !first && lines.length > 0));
    const height = Math.max(...now.map(heightOf)) + 2 * PADDING;
    if (cells === null) shade(paper, height);
    now.forEach((lines, index) => {
      const place = places[index];
      if (place && lines.length > 0) writeSlice(paper, cells?.[index] ?? null, lines, place, paper.y + PADDING);
    });
    paper.y += height;
    rule(paper);
    left = left.map((lines, index) => lines.slice(now[index]?.length ?? 0));
  }
}

const headHeight = ({ paper, table, places }: Grid): number =>
  Math.max(...places.map((place, index) => heightOf(linesIn(paper, headCells(table)[index] ?? [], place)))) +
  2 * PADDING;

/** A new page begins with the heads again, for the eye alone: the tree has them once. */
function turnPage(grid: Grid): void {
  grid.paper.newPage();
  writeRow(grid, headCells(grid.table), null);
}

function shade(paper: Paper, height: number): void {
  const { y, left } = paper;
  paper.artifact((doc) => doc.rect(left, y, BODY_WIDTH, height).fill(SOFT));
}

function rule(paper: Paper): void {
  const { y, left } = paper;
  paper.artifact((doc) =>
    doc
      .moveTo(left, y)
      .lineTo(left + BODY_WIDTH, y)
      .lineWidth(0.5)
      .stroke(RULE),
  );
}

function writeHead(grid: Grid, element: Element): void {
  const { paper, table } = grid;
  const head = headHeight(grid);
  paper.need(head + 40);
  shade(paper, head);
  const row = paper.open('TR', {}, element);
  const cells = table.columns.map(() => paper.open('TH', { scope: 'Column' }, row));
  writeRow(grid, headCells(table), cells);
}

/**
 * A table with its head cells and, where one column names the row, its row heads.
 *
 * A row that fits on a page stays on one; a longer one goes on on the next, its cells side by side.
 */
export function writeTable(paper: Paper, table: Table): void {
  paper.space(4);
  const element = paper.open('Table');
  const grid = { paper, table, places: placesOf(table, paper) };
  writeHead(grid, element);
  for (const cells of table.rows) {
    const row = paper.open('TR', {}, element);
    const opened = table.columns.map((_column, index) =>
      index === table.rowHeader ? paper.open('TH', { scope: 'Row' }, row) : paper.open('TD', {}, row),
    );
    writeRow(grid, cells, opened);
  }
  element.end();
  paper.space(6);
}
