// Reads back what pdfkit writes uncompressed: the structure tree with the text hanging in it. No PDF library, so that
// the tests do not depend on a program that a machine may lack.

export interface PdfElement {
  tag: string;
  lang: string | null;
  alt: string | null;
  scope: string | null;
  children: (PdfElement | string)[];
}

export interface ReadPdf {
  language: string | null;
  title: string | null;
  marked: boolean;
  /** Part of PDF/UA the metadata claim. */
  ua: string | null;
  fonts: { name: string; embedded: boolean }[];
  pages: number;
  root: PdfElement;
  /** Text of page heads and feet. */
  artifacts: string[];
  /** Text that is neither in the tree nor an artifact; there must be none. */
  unmarked: string[];
}

type Objects = ReadonlyMap<number, string>;

const objectsOf = (text: string): Objects =>
  new Map([...text.matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj$/gm)].map(([, id, body = '']) => [Number(id), body]));

const refIn = (body: string, key: string): number | null => {
  const found = new RegExp(`/${key} (\\d+) 0 R`).exec(body)?.[1];
  return found === undefined ? null : Number(found);
};

function decoded(raw: string): string {
  const plain = raw.replace(
    /\\([nrtbf()\\])/g,
    (_all, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? letter,
  );
  if (!plain.startsWith('\xfe\xff')) return plain;
  return Buffer.from(plain.slice(2), 'latin1').swap16().toString('utf16le');
}

function stringIn(body: string, key: string): string | null {
  const found = new RegExp(`/${key} \\(((?:\\\\[\\s\\S]|[^\\\\)])*)\\)`).exec(body)?.[1];
  return found === undefined ? null : decoded(found);
}

/** Characters of a font by their number in it. */
function glyphsOf(objects: Objects, font: string): string[] {
  const map = objects.get(refIn(font, 'ToUnicode') ?? -1) ?? '';
  const glyphs: string[] = [];
  for (const [, first = '0', list = ''] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)) {
    [...list.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex = ''], index) => {
      glyphs[Number.parseInt(first, 16) + index] = Buffer.from(hex.replaceAll(' ', ''), 'hex')
        .swap16()
        .toString('utf16le');
    });
  }
  return glyphs;
}

const shownText = (array: string, glyphs: readonly string[]): string =>
  [...array.matchAll(/<([0-9a-f]+)>/g)]
    .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
    .map((glyph) => glyphs[Number.parseInt(glyph, 16)] ?? '\u0000')
    .join('');

interface Marked {
  /** By `page object / content number`. */
  byContent: Map<string, string[]>;
  artifacts: string[];
  unmarked: string[];
}

const TOKENS = /\/(\w+) <<([\s\S]*?)>> BDC|\/(\w+) BMC|\bEMC\b|\/(F\d+) [\d.]+ Tf|\[((?:<[0-9a-f]*>|[\s\d.-])*)\] TJ/g;

function readPage(objects: Objects, id: number, found: Marked): void {
  const page = objects.get(id) ?? '';
  const resources = objects.get(refIn(page, 'Resources') ?? -1) ?? '';
  const content = objects.get(refIn(page, 'Contents') ?? -1) ?? '';
  let glyphs: string[] = [];
  const open: string[] = [];
  for (const [token, tag, properties = '', bare, font, array] of content.matchAll(TOKENS)) {
    if (tag !== undefined) {
      const number = /\/MCID (\d+)/.exec(properties)?.[1];
      open.push(number === undefined ? tag : `${id}/${number}`);
    } else if (bare !== undefined) open.push(bare);
    else if (token === 'EMC') open.pop();
    else if (font !== undefined) glyphs = glyphsOf(objects, objects.get(refIn(resources, font) ?? -1) ?? '');
    else if (array !== undefined) keep(found, open, shownText(array, glyphs));
  }
}

function keep({ byContent, artifacts, unmarked }: Marked, open: readonly string[], text: string): void {
  const inTree = open.findLast((each) => each.includes('/'));
  if (inTree !== undefined) byContent.set(inTree, [...(byContent.get(inTree) ?? []), text]);
  else if (open.includes('Artifact')) artifacts.push(text);
  else unmarked.push(text);
}

function elementOf(objects: Objects, id: number, marked: Marked): PdfElement {
  const body = objects.get(id) ?? '';
  const page = refIn(body.replace(/\/K \[[\s\S]*?\]/, ''), 'Pg');
  const [, kids = ''] = /\/K \[([\s\S]*?)\]/.exec(body) ?? [];
  const textAt = (where: number | null, number: string): string =>
    (marked.byContent.get(`${where}/${number}`) ?? []).join('\n');
  return {
    tag: /\/S \/(\w+)/.exec(body)?.[1] ?? '?',
    lang: stringIn(body, 'Lang'),
    alt: stringIn(body, 'Alt'),
    scope: /\/Scope \/(\w+)/.exec(body)?.[1] ?? null,
    children: [...kids.matchAll(/<<([\s\S]*?)>>|(\d+) 0 R|(\d+)/g)].map(([, elsewhere, ref, number]) => {
      if (ref !== undefined) return elementOf(objects, Number(ref), marked);
      if (elsewhere === undefined) return textAt(page, number ?? '');
      return textAt(refIn(elsewhere, 'Pg'), /\/MCID (\d+)/.exec(elsewhere)?.[1] ?? '');
    }),
  };
}

/** What a reader with a screen reader gets of a PDF made by this project. @throws {Error} when it has no tree */
export function readPdf(bytes: Buffer): ReadPdf {
  const text = bytes.toString('latin1');
  const objects = objectsOf(text);
  const catalog = [...objects.values()].find((body) => /\/Type \/Catalog\b/.test(body)) ?? '';
  const tree = objects.get(refIn(catalog, 'StructTreeRoot') ?? -1);
  const top = /\/K \[(\d+) 0 R\]/.exec(tree ?? '')?.[1];
  if (top === undefined) throw new Error('Cannot read the structure of the PDF: it has no tree with one root');
  const marked: Marked = { byContent: new Map(), artifacts: [], unmarked: [] };
  const pages = [...objects].filter(([, body]) => /\/Type \/Page\b/.test(body));
  for (const [id] of pages) readPage(objects, id, marked);
  const fonts = [...objects.values()].filter((body) => /\/Type \/FontDescriptor\b/.test(body));
  const info = objects.get(Number(/\/Info (\d+) 0 R/.exec(text)?.[1] ?? -1)) ?? '';
  return {
    language: stringIn(catalog, 'Lang'),
    title: stringIn(`/Title ${objects.get(refIn(info, 'Title') ?? -1) ?? ''}`, 'Title'),
    marked: /\/Marked true/.test(objects.get(refIn(catalog, 'MarkInfo') ?? -1) ?? ''),
    ua: /<pdfuaid:part>(\d)</.exec(text)?.[1] ?? null,
    fonts: fonts.map((body) => ({
      name: /\/FontName \/(\S+)/.exec(body)?.[1] ?? '?',
      embedded: /\/FontFile2 /.test(body),
    })),
    pages: pages.length,
    root: elementOf(objects, Number(top), marked),
    artifacts: marked.artifacts,
    unmarked: marked.unmarked,
  };
}

/** The text of an element and all below it, in the order it is read; lines as `\n`. */
export const textOf = ({ children }: PdfElement): string =>
  children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('\n');

/** Every element of a kind below another, in reading order. */
export const elementsOf = (element: PdfElement, tag: string): PdfElement[] =>
  element.children.flatMap((child) =>
    typeof child === 'string' ? [] : [...(child.tag === tag ? [child] : []), ...elementsOf(child, tag)],
  );
