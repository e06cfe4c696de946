import { createRequire } from 'node:module';
import type PdfKit from 'pdfkit';
import { printable } from './glyphs.ts';
import { linesOf } from './lines.ts';
import { BODY, FONT_FILES, HEADING, lineHeight, QUIET, RULE, SMALL, type Style, TITLE } from './type.ts';

const require = createRequire(import.meta.url);

export type Document = PDFKit.PDFDocument;
export type Element = PDFKit.PDFStructureElement;

export interface PaperInfo {
  /** Words of ours alone: pdfkit puts it into XML as it is. */
  title: string;
  /** Top of each page; left out: the title. */
  head?: string;
  language: string;
  /** Stands for the moment of making, so that the same content gives the same bytes. */
  at: string;
  /** Top of each page, beside the title; null for none. */
  mark: string | null;
  /** Foot of each page, left of its number. */
  foot: string;
  /** `Page {} of {}` */
  pageOf: (page: number, pages: number) => string;
}

const MARGIN = 48;
const TOP = 64;
const BOTTOM = 56;
const LINE_ABOVE = 44;

export const PAGE_WIDTH = 595.28;
const PAGE_HEIGHT = 841.89;
/** Between the margins, in points. */
export const BODY_WIDTH = PAGE_WIDTH - 2 * MARGIN;

/** pdfkit's types know the subsets of PDF/A only. */
const PDF_UA = 'PDF/UA' as unknown as NonNullable<PDFKit.PDFDocumentOptions['subset']>;

/** Not compressed: what a compressor writes differs between machines, and the same pack must give the same bytes. */
function makeDocument({ title, language, at }: PaperInfo): Document {
  const PDFDocument: typeof PdfKit = require('pdfkit'); // slow to load, and most commands that may write a paper do not
  return new PDFDocument({
    pdfVersion: '1.7',
    subset: PDF_UA,
    tagged: true,
    displayTitle: true,
    lang: language,
    size: 'A4',
    margin: 0,
    compress: false,
    bufferPages: true,
    autoFirstPage: false,
    font: FONT_FILES.regular,
    info: { Title: title, Creator: 'Tocsin', Producer: 'PDFKit', CreationDate: new Date(at), ModDate: new Date(at) },
  });
}

/**
 * A tagged paper of A4 pages, written from top to bottom.
 *
 * All that carries meaning hangs in the structure tree in reading order; rules, shades, page heads and feet are
 * artifacts. Where text runs over a page's end its element goes on, so that nothing is read twice.
 *
 * @see ISO 14289-1 (PDF/UA-1)
 */
export class Paper {
  readonly doc: Document;
  readonly left = MARGIN;
  readonly #info: PaperInfo;
  readonly #root: Element;
  /** From the top of the page, in points. */
  y = TOP;

  constructor(info: PaperInfo) {
    this.#info = info;
    this.doc = makeDocument(info);
    this.#root = this.doc.struct('Document');
    this.newPage();
    this.doc.addStructure(this.#root);
  }

  /** Points left on the page. */
  get room(): number {
    return PAGE_HEIGHT - BOTTOM - this.y;
  }

  /** Points of a page without its head and foot. */
  get pageRoom(): number {
    return PAGE_HEIGHT - BOTTOM - TOP;
  }

  newPage(): void {
    this.doc.addPage();
    this.y = TOP;
  }

  /** Goes to a new page unless so many points are left. */
  need(points: number): void {
    if (points > this.room && this.y > TOP) this.newPage();
  }

  space(points: number): void {
    this.y += Math.min(points, Math.max(0, this.room));
  }

  /** An element in the structure tree, under another or at the top. */
  open(type: string, options: PDFKit.Mixins.StructureElementOptions = {}, under: Element = this.#root): Element {
    const element = this.doc.struct(type, options);
    under.add(element);
    return element;
  }

  /** What is drawn but not read: rules, shades, page heads. */
  artifact(draw: (doc: Document) => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.doc.markContent('Artifact', { type });
    draw(this.doc);
    this.doc.endMarkedContent();
  }

  wrapped(text: string, style: Style, width: number): string[] {
    return linesOf(this.doc, printable(this.doc, text), style, width);
  }

  /** Lines as they are, the first with its top at `y`. */
  lines(lines: readonly string[], style: Style, x: number, y: number): void {
    this.doc.font(FONT_FILES[style.font]).fontSize(style.size).fillColor(style.colour);
    lines.forEach((line, index) => {
      this.doc.text(line, x, y + index * lineHeight(style), { lineBreak: false });
    });
  }

  /** Text in an element of its own, over as many pages as it needs. */
  block(type: string, text: string, style: Style, { x = this.left, lang }: { x?: number; lang?: string } = {}): void {
    const element = this.open(type, lang === undefined ? {} : { lang });
    this.flow(element, this.wrapped(text, style, PAGE_WIDTH - MARGIN - x), style, x);
    element.end();
  }

  /** Lines into an element that is open already. */
  flow(element: Element, lines: readonly string[], style: Style, x: number): void {
    let left = lines;
    while (left.length > 0) {
      this.need(lineHeight(style));
      const now = left.slice(0, Math.max(1, Math.floor(this.room / lineHeight(style))));
      const { y } = this;
      element.add(() => this.lines(now, style, x, y));
      this.y += now.length * lineHeight(style);
      left = left.slice(now.length);
    }
  }

  title(text: string): void {
    this.block('H1', text, TITLE);
    this.space(4);
  }

  /** A heading that keeps some lines of what follows beside it, and stands among the bookmarks. */
  heading(text: string, keep = 60): void {
    this.space(12);
    this.need(lineHeight(HEADING) + keep);
    this.doc.outline.addItem(printable(this.doc, text));
    this.block('H2', text, HEADING);
    const { y } = this;
    this.artifact((doc) =>
      doc
        .moveTo(this.left, y + 1)
        .lineTo(PAGE_WIDTH - MARGIN, y + 1)
        .lineWidth(1)
        .stroke(QUIET),
    );
    this.space(6);
  }

  paragraph(text: string, style: Style = BODY, lang?: string): void {
    this.block('P', text, style, lang === undefined ? {} : { lang });
    this.space(4);
  }

  /** Page heads and feet, then the bytes. */
  finish(): Promise<Buffer> {
    this.#writeEdges(this.#info.foot);
    this.#root.end();
    return bytesOf(this.doc);
  }

  /** Ends a part that is numbered by itself: its heads and feet are written, and its pages leave memory. */
  endPart(foot: string): void {
    this.#writeEdges(foot);
    this.doc.flushPages();
  }

  /** Ends a document made of parts, whose bytes somebody reads from `doc`. */
  end(): void {
    this.#root.end();
    this.doc.end();
  }

  #writeEdges(foot: string): void {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.doc.switchToPage(start + page);
      this.artifact(() => this.#edges(page + 1, count, foot), 'Pagination');
    }
  }

  #edges(page: number, pages: number, foot: string): void {
    const { title, head = title, mark } = this.#info;
    const numbered = this.#info.pageOf(page, pages);
    const right = (text: string, style: Style): number =>
      PAGE_WIDTH - MARGIN - this.doc.font(FONT_FILES[style.font]).fontSize(style.size).widthOfString(text);
    const marked: Style = { ...SMALL, font: 'bold', colour: '#a3000e' };
    this.lines([printable(this.doc, head)], SMALL, MARGIN, LINE_ABOVE - 14);
    if (mark !== null) this.lines([mark], marked, right(mark, marked), LINE_ABOVE - 14);
    const below = PAGE_HEIGHT - BOTTOM + 16;
    this.lines([printable(this.doc, foot)], SMALL, MARGIN, below + 5);
    this.lines([numbered], SMALL, right(numbered, SMALL), below + 5);
    for (const y of [LINE_ABOVE, below]) {
      this.doc
        .moveTo(MARGIN, y)
        .lineTo(PAGE_WIDTH - MARGIN, y)
        .lineWidth(0.5)
        .stroke(RULE);
    }
  }
}

function bytesOf(doc: Document): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('error', reject);
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.end();
  });
}
