import type { FilingWords } from './filing-words/en.ts';
import { printable } from './paper/glyphs.ts';
import { BODY_WIDTH, type Document, type Paper } from './paper/paper.ts';
import { writeTable } from './paper/table.ts';
import { BODY, FONT_FILES, SMALL, STRONG } from './paper/type.ts';
import type { TimelineData } from './timeline-data.ts';
import { type TimelineShapes, timelineShapes } from './timeline-svg.ts';
import { timelineDescription, timelineTable } from './timeline-table.ts';
import { visibleLine } from './visible-text.ts';

/** Pixels of the picture that the width of a page takes: letters stay above eight points. */
const PICTURE_WIDTH = 740;
const SCALE = BODY_WIDTH / PICTURE_WIDTH;
/** The title stands in the heading above; what it takes in the picture is left out. */
const TITLE_ROOM = 46;

const COLOUR = {
  page: '#ffffff',
  soft: '#f1f3f6',
  text: '#1b1d21',
  quiet: '#565b64',
  line: '#9aa0aa',
  event: '#0b4f9e',
  deadline: '#a3000e',
  filing: '#0b5d2a',
  notices: '#6a3d9a',
  gap: '#8a4b00',
} as const;

type Anchor = 'start' | 'middle' | 'end';

interface Text {
  text: string;
  x: number;
  /** Of the letters' foot. */
  y: number;
  size: number;
  colour: string;
  bold?: boolean;
  anchor?: Anchor;
  /** Colour of a ground that keeps lines off the letters. */
  ground?: string;
}

const START: Readonly<Record<Anchor, number>> = { start: 0, middle: 0.5, end: 1 };

function write(doc: Document, { text, x, y, size, colour, bold = false, anchor = 'start', ground }: Text): void {
  const shown = printable(doc, text);
  doc.font(FONT_FILES[bold ? 'bold' : 'regular']).fontSize(size);
  const width = doc.widthOfString(shown);
  const left = x - width * START[anchor];
  if (ground !== undefined) doc.rect(left - 2, y - size * 0.85, width + 4, size * 1.1).fill(ground);
  doc.fillColor(colour).text(shown, left, y, { lineBreak: false, baseline: 'alphabetic' });
}

type Mark = TimelineShapes['lanes'][number]['marks'][number];
type Shape = Pick<Mark, 'event' | 'deadline' | 'filing' | 'notices' | 'x' | 'y' | 'path' | 'barX' | 'barY'> & {
  barWidth: number;
};

function drawMark(doc: Document, { event, deadline, filing, notices, x, y, path, barX, barY, barWidth }: Shape): void {
  if (event) doc.circle(x, y, 7).fill(COLOUR.event);
  if (deadline) doc.path(path).lineWidth(2.5).fillAndStroke(COLOUR.page, COLOUR.deadline);
  if (filing) doc.path(path).lineWidth(2.5).fillAndStroke(COLOUR.filing, COLOUR.filing);
  if (notices) doc.roundedRect(barX, barY, barWidth, 14, 3).fill(COLOUR.notices);
}

const line = (doc: Document, x1: number, y1: number, x2: number, y2: number): Document =>
  doc.moveTo(x1, y1).lineTo(x2, y2).lineWidth(1);

function drawLane(doc: Document, lane: TimelineShapes['lanes'][number], shapes: TimelineShapes): void {
  const ground = lane.shaded ? COLOUR.soft : COLOUR.page;
  for (const { text, y } of lane.names) write(doc, { text, x: 20, y, size: 13, bold: true, colour: COLOUR.text });
  line(doc, shapes.axisX, lane.y, shapes.axisEnd, lane.y).stroke(COLOUR.line);
  for (const { x, stemTop, stemY } of lane.marks) {
    line(doc, x, stemTop, x, stemY).dash(1, { space: 3 }).stroke(COLOUR.line).undash();
  }
  for (const mark of lane.marks) {
    drawMark(doc, mark);
    const { labelX: x, labelY, timeY, anchor, name, time } = mark;
    write(doc, { text: name, x, y: labelY, size: 13, bold: true, colour: COLOUR.text, anchor, ground });
    write(doc, { text: time, x, y: timeY, size: 12, colour: COLOUR.quiet, anchor, ground });
  }
}

function drawGaps(doc: Document, { gaps }: TimelineShapes): void {
  for (const { fromX, toX, y, head, labelX, labelY, label } of gaps) {
    doc.moveTo(fromX, y).lineTo(toX, y).lineWidth(2).dash(7, { space: 4 }).stroke(COLOUR.gap).undash();
    doc.path(head).fill(COLOUR.gap);
    write(doc, { text: label, x: labelX, y: labelY, size: 13, bold: true, colour: COLOUR.gap, anchor: 'middle' });
  }
}

function drawAxis(doc: Document, shapes: TimelineShapes): void {
  const { axisX, axisEnd, axisY, ticks, tickEnd, breaks, now } = shapes;
  line(doc, axisX, axisY, axisEnd, axisY).stroke(COLOUR.line);
  for (const tick of ticks) line(doc, tick, axisY, tick, tickEnd).stroke(COLOUR.line);
  for (const { path, x, y, label } of breaks) {
    doc.path(path).lineWidth(1).stroke(COLOUR.line);
    write(doc, { text: label, x, y, size: 12, colour: COLOUR.quiet, anchor: 'middle' });
  }
  if (now === null) return;
  line(doc, now.x, now.top, now.x, now.bottom).dash(4, { space: 3 }).stroke(COLOUR.text).undash();
  const anchor = now.anchor === 'end' ? 'end' : 'start';
  write(doc, { text: now.label, x: now.x, y: now.labelY, size: 12, colour: COLOUR.quiet, anchor });
}

function drawLegend(doc: Document, { legend, zone, zoneY, drillX }: TimelineShapes): void {
  for (const { word, textX, textY, ...shape } of legend) {
    drawMark(doc, { ...shape, barWidth: 16 });
    write(doc, { text: word, x: textX, y: textY, size: 12, colour: COLOUR.quiet });
  }
  write(doc, { text: zone, x: drillX, y: zoneY, size: 12, colour: COLOUR.quiet, anchor: 'end' });
}

function drawTimeline(doc: Document, shapes: TimelineShapes, left: number, top: number): void {
  doc
    .save()
    .translate(left, top - TITLE_ROOM * SCALE)
    .scale(SCALE);
  for (const { shaded, top: laneTop, height } of shapes.lanes) {
    if (shaded) doc.roundedRect(8, laneTop, shapes.shadeWidth, height, 6).fill(COLOUR.soft);
  }
  drawAxis(doc, shapes);
  for (const lane of shapes.lanes) drawLane(doc, lane, shapes);
  drawGaps(doc, shapes);
  drawLegend(doc, shapes);
  doc.restore();
}

/** The timeline under its heading: drawn, with all it shows in its alternative text, and the same facts as a table. */
export function writeTimeline(paper: Paper, data: TimelineData, words: FilingWords['page']): void {
  if (data.events.length === 0) return;
  const shapes = timelineShapes(data, PICTURE_WIDTH);
  const height = (shapes.height - TITLE_ROOM) * SCALE;
  paper.heading(words.timeline, height);
  const { left, y } = paper;
  const figure = paper.open('Figure', {
    alt: timelineDescription(data),
    bbox: [left, y, left + BODY_WIDTH, y + height],
  });
  figure.add(() => drawTimeline(paper.doc, shapes, left, y));
  figure.end();
  paper.y += height;
  writeTable(paper, {
    columns: [
      { head: words.time, share: 0.34 },
      { head: words.what, share: 0.4 },
      { head: words.who, share: 0.26 },
    ],
    rowHeader: 0,
    rows: timelineTable(data).map(({ lane, mark, label, time }) => [
      [{ text: time, style: STRONG }],
      [{ text: visibleLine(label), style: BODY }, ...(mark === '' ? [] : [{ text: mark, style: SMALL }])],
      [{ text: visibleLine(lane), style: BODY }],
    ]),
  });
}
