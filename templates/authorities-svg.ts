import { type AuthoritiesData, type AuthorityLine, authoritiesSummary, authoritiesTable } from './authorities-table.ts';
import { compileHtml } from './environment.ts';
import { visibleLine } from './visible-text.ts';

/** Narrow, so that it can be read on a telephone without being moved about. */
const WIDTH = 420;
const TOP = 70;
const ROW = 44;
/** More than every authority of the tables together; what is beyond is counted. */
const MOST_ROWS = 40;
const NUMBER_CHARACTERS = 24;

const cut = (text: string, most: number): string => {
  const characters = [...visibleLine(text)];
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 1).join('')}…`;
};

const rowOf = (line: AuthorityLine, index: number) => ({
  top: TOP + index * ROW,
  shaded: index % 2 === 0,
  y: TOP + index * ROW + 18,
  y2: TOP + index * ROW + 36,
  sign: line.sign,
  code: cut(line.code, 8),
  state: line.state,
  late: line.state === 'LATE',
  number: cut(line.number, NUMBER_CHARACTERS),
  owed: [line.owed, line.due].filter((each) => each !== '').join(': ') || 'nothing owed now',
});

function sentenceOf({ code, state, owed, due, number }: AuthorityLine): string {
  const parts = [state, [owed, due].filter((each) => each !== '').join(' by '), number && `number ${number}`];
  return `${code}: ${parts.filter((each) => each !== '').join(', ')}.`;
}

function shapesOf(data: AuthoritiesData) {
  const lines = authoritiesTable(data);
  const rows = lines.slice(0, MOST_ROWS).map(rowOf);
  const beyond = lines.length - rows.length;
  const bottom = TOP + rows.length * ROW;
  return {
    width: WIDTH,
    shadeWidth: WIDTH - 16,
    rowHeight: ROW,
    height: bottom + (beyond > 0 ? 34 : 12),
    edge: WIDTH - 16,
    id: `${data.caseId}-authorities`,
    title: visibleLine(`Case ${data.caseId}: authorities`),
    description: visibleLine(
      [`${authoritiesSummary(data)}.`, ...lines.map(sentenceOf)].join(' ').replaceAll('..', '.'),
    ),
    summary: authoritiesSummary(data),
    drill: data.drill,
    rows,
    beyond: beyond > 0 ? `and ${beyond} more` : null,
    beyondY: bottom + 20,
  };
}

const svg = compileHtml<ReturnType<typeof shapesOf>>('authorities.svg.hbs');

/**
 * The authorities of a case as one SVG: code, state with its sign, number, and what is owed by when in its own zone.
 *
 * Long numbers are cut, the description has them whole. It follows the reader's light or dark setting and loads
 * nothing; put `authoritiesTable` beside it. The same data give the same bytes.
 */
export const renderAuthoritiesSvg = (data: AuthoritiesData): string => svg(shapesOf(data));
