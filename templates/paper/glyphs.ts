interface Face {
  hasGlyphForCodePoint: (codePoint: number) => boolean;
}

const hasFace = (font: unknown): font is { font: Face } =>
  typeof font === 'object' && font !== null && 'font' in font && typeof font.font === 'object' && font.font !== null;

/** The typeface in use; pdfkit's own types do not name it. */
function faceOf(doc: PDFKit.PDFDocument): Face {
  const font = '_font' in doc ? doc._font : null;
  if (hasFace(font)) return font.font;
  throw new Error('Cannot tell which characters the typeface has: pdfkit keeps it elsewhere now');
}

const named = (codePoint: number): string => `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`;

/**
 * Text with every character the typeface does not have written as its number, `[U+4E2D]`: PDF/UA allows no character
 * without a shape, and an empty box would hide that something stood there.
 */
export function printable(doc: PDFKit.PDFDocument, text: string): string {
  const face = faceOf(doc);
  return [...text]
    .map((character) => {
      const codePoint = character.codePointAt(0) ?? 0;
      return character === '\n' || face.hasGlyphForCodePoint(codePoint) ? character : named(codePoint);
    })
    .join('');
}
