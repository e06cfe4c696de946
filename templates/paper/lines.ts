import { FONT_FILES, type Style } from './type.ts';

type Document = PDFKit.PDFDocument;

const widthOf = (doc: Document, text: string, { font, size }: Style): number =>
  doc.font(FONT_FILES[font]).fontSize(size).widthOfString(text);

/** A word too long for the line, such as a hash, in pieces that fit. */
function pieces(doc: Document, word: string, style: Style, width: number): string[] {
  const found: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && widthOf(doc, piece + character, style) > width) {
      found.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...found, piece];
}

function paragraphLines(doc: Document, paragraph: string, style: Style, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (widthOf(doc, joined, style) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = pieces(doc, word, style, width);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? '';
  }
  return [...lines, line];
}

/** Text broken into lines that fit a width in points; its own line breaks are kept. */
export const linesOf = (doc: Document, text: string, style: Style, width: number): string[] =>
  text.split('\n').flatMap((paragraph) => paragraphLines(doc, paragraph, style, width));
