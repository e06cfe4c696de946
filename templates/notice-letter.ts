import { writeList } from './paper/list.ts';
import { type Element, PAGE_WIDTH, Paper } from './paper/paper.ts';
import { BODY, HEADING, lineHeight, RULE, SMALL, type Style } from './paper/type.ts';
import { visibleLine } from './visible-text.ts';

/** One person's notice as a letter; all of it ready to be shown. */
export interface NoticeLetter {
  /** Language of the notice. */
  locale: string;
  /** Above the address, so that what cannot be delivered comes back. */
  sender: string;
  /** Name and address, line by line. */
  address: readonly string[];
  date: string;
  subject: string;
  /** The notice's text part: an underlined line is a heading, `- ` an item. */
  text: string;
  /** At the foot of each page. */
  foot: string;
}

const MM = 72 / 25.4;
// DIN 5008, form B: what a window of DL, C6/5 and C5 shows, and where the sheet is folded.
const WINDOW = { x: 25 * MM, sender: 57 * MM, address: 62.7 * MM, lines: 6, width: 80 * MM };
const BODY_TOP = 103 * MM;
const FOLDS = [105 * MM, 210 * MM];
const TEXT: Style = { ...BODY, size: 10.5 };
const SUBJECT: Style = { ...HEADING, size: 13 };

/** Letters one after the other, each numbered by itself. They leave memory one by one while they are read from `doc`. */
export class NoticeLetters {
  readonly #paper: Paper;
  #letters = 0;

  /** @param at  moment of making, an ISO instant */
  constructor(caseId: string, at: string) {
    this.#paper = new Paper({
      title: `Letters to people concerned, ${caseId}`,
      head: '',
      language: 'en',
      at,
      mark: null,
      foot: '',
      pageOf: (page, pages) => `${page}/${pages}`,
    });
  }

  get doc(): PDFKit.PDFDocument {
    return this.#paper.doc;
  }

  write(letter: NoticeLetter): void {
    const paper = this.#paper;
    if (this.#letters > 0) paper.newPage();
    this.#letters += 1;
    const lang = letter.locale;
    writeWindow(paper, letter);
    paper.y = BODY_TOP;
    paper.block('P', letter.date, TEXT, { lang });
    paper.space(10);
    paper.block('H1', visibleLine(letter.subject), SUBJECT, { lang });
    paper.space(8);
    for (const part of letter.text.trim().split(/\n{2,}/)) writePart(paper, part, lang);
    paper.endPart(letter.foot);
  }

  /** Ends the document; its bytes end with it. */
  end(): void {
    this.#paper.end();
  }
}

function writeWindow(paper: Paper, { sender, address, locale }: NoticeLetter): void {
  for (const y of FOLDS)
    paper.artifact((doc) =>
      doc
        .moveTo(5 * MM, y)
        .lineTo(10 * MM, y)
        .lineWidth(0.5)
        .stroke(RULE),
    );
  place(paper, paper.open('P', { lang: locale }), [visibleLine(sender)], { ...SMALL, size: 7 }, WINDOW.sender);
  const lines = address.flatMap((line) => paper.wrapped(visibleLine(line), TEXT, WINDOW.width));
  place(paper, paper.open('P', {}), lines.slice(0, WINDOW.lines), TEXT, WINDOW.address);
}

function place(paper: Paper, element: Element, lines: readonly string[], style: Style, y: number): void {
  const shown = lines.flatMap((line) => paper.wrapped(line, style, PAGE_WIDTH - WINDOW.x - paper.left)[0] ?? []);
  element.add(() => paper.lines(shown, style, WINDOW.x, y));
  element.end();
}

function writePart(paper: Paper, part: string, lang: string): void {
  const lines = part.split('\n');
  const [first = '', second = ''] = lines;
  if (/^-+$/.test(second) && second.length >= first.length && lines.length === 2) {
    paper.space(6);
    paper.need(lineHeight(HEADING) + 40);
    paper.block('H2', first, { ...HEADING, size: 11.5 }, { lang });
    paper.space(2);
  } else if (lines.every((line) => line.startsWith('- '))) {
    writeList(
      paper,
      lines.map((line) => [{ text: line.slice(2), style: TEXT, lang }]),
    );
    paper.space(4);
  } else {
    paper.block('P', part, TEXT, { lang });
    paper.space(5);
  }
}
