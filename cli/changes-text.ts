import { showText } from '../desk/show-words.ts';
import type { Pack } from '../domain/filing/pack.ts';
import { wrapped } from './text-table.ts';

const WIDTH = 92;

const side = (sign: string, text: string | null): string[] =>
  text === null ? [] : [`  ${sign} ${wrapped(showText(text), WIDTH).replace(/\n/g, '\n    ')}`];

/** What a later filing says otherwise than the one before, field by field; empty in a first one. */
export function changesText({ previous, changes }: Pack): string {
  if (!previous || !changes) return '';
  const number = previous.registryNumber === null ? '' : ` under ${previous.registryNumber}`;
  const since = `the ${previous.phase} filing of ${previous.submittedAt.slice(0, 10)}${number}`;
  if (changes.length === 0) return `\nNothing has changed since ${since}.\n`;
  const fields = changes.flatMap(({ label, before, after }) => [label, ...side('-', before), ...side('+', after)]);
  return `\nChanged since ${since}\n\n${fields.join('\n')}\n`;
}
