import type { Paper } from './paper.ts';
import { PAGE_WIDTH } from './paper.ts';
import type { CellText } from './table.ts';
import { lineHeight, STRONG } from './type.ts';

const INDENT = 14;

/** A list of items, each of one or more runs of text; tagged as L, LI, Lbl and LBody. */
export function writeList(paper: Paper, items: readonly (readonly CellText[])[]): void {
  const list = paper.open('L');
  for (const runs of items) {
    const item = paper.open('LI', {}, list);
    const [first] = runs;
    paper.need(lineHeight(first?.style ?? STRONG) * 2);
    const { y } = paper;
    const label = paper.open('Lbl', {}, item);
    label.add(() => paper.lines(['•'], { ...STRONG, size: first?.style.size ?? STRONG.size }, paper.left + 3, y));
    const body = paper.open('LBody', {}, item);
    for (const { text, style, lang } of runs) {
      const into = lang === undefined ? body : paper.open('Span', { lang }, body);
      const x = paper.left + INDENT;
      paper.flow(into, paper.wrapped(text, style, PAGE_WIDTH - paper.left - x), style, x);
    }
    paper.space(3);
  }
  list.end();
}
