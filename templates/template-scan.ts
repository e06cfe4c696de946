import { hasHiddenCharacter } from '../domain/notice/address.ts';
import type { Finding } from '../domain/refusal.ts';

export const MAX_TEMPLATE_BYTES = 64 * 1024;
export const MAX_DEPTH = 8;
/** More of them no notice needs; the parser's time grows with their square. */
const MAX_BLOCKS = 200;
const MAX_EXPRESSIONS = 1000;
const MAX_EXPRESSION_LENGTH = 200;
/** An expression whose strings and brackets are closed when it ends, so that `}}` within one cannot hide the rest. */
const WHOLE = /^(?:[^"'[\]\\]|"[^"\\]*"|'[^'\\]*'|\[[^\]\\]*\])*$/;

/** A place in a template, both counted from 1. */
export interface Place {
  line: number;
  column: number;
}

/** What is wrong at a place of a template; the place stands in `field` as `line:column`. */
export const templateFinding = (
  code: string,
  sentence: string,
  place: Place | null = null,
  source: string | null = null,
): Finding => ({ code, field: place ? `${place.line}:${place.column}` : null, severity: 'error', source, sentence });

/** Line and column of a position, both from 1. */
export function placeAt(source: string, at: number): Place {
  const before = source.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

const notAllowed = (source: string, at: number, what: string): Finding =>
  templateFinding(
    'TEMPLATE_CONSTRUCT_NOT_ALLOWED',
    `${what} is not allowed; write {{name}}, {{#if name}} … {{else}} … {{/if}} or {{#unless name}}`,
    placeAt(source, at),
  );

/**
 * Refuses what must never reach the parser: no text, too long, too deep. A few thousand nested blocks keep the parser
 * busy for seconds, as many nested calls for minutes.
 *
 * Looks at every `{{` once, so its time grows with the length alone.
 */
export function scanTemplate(source: unknown): Finding | null {
  if (typeof source !== 'string')
    return templateFinding('TEMPLATE_NOT_TEXT', 'A template is text; this is something else, such as a syntax tree');
  if (source.length > MAX_TEMPLATE_BYTES || Buffer.byteLength(source) > MAX_TEMPLATE_BYTES)
    return templateFinding('TEMPLATE_TOO_LONG', `A template has at most ${MAX_TEMPLATE_BYTES / 1024} KB`);
  const hidden = [...source.matchAll(/[^\r\n\t]/gu)].find(([character]) => hasHiddenCharacter(character));
  if (hidden) return hiddenCharacter(placeAt(source, hidden.index));
  return scanExpressions(source);
}

const hiddenCharacter = (place: Place): Finding =>
  templateFinding(
    'NOTICE_CONTROL_CHARACTER',
    'Here stands a control or direction character that mail programs show differently; remove it',
    place,
  );

const tooMany = (what: string, place: Place): Finding =>
  templateFinding('TEMPLATE_TOO_LONG', `A template has at most ${what}`, place);

function scanExpressions(source: string): Finding | null {
  const levels = new Levels();
  let expressions = 0;
  for (let at = source.indexOf('{{'); at !== -1; ) {
    const token = tokenAt(source, at);
    if ('sentence' in token) return token;
    levels.take(token.kind);
    expressions += 1;
    if (levels.depth > MAX_DEPTH) return tooDeep(placeAt(source, at));
    if (levels.blocks > MAX_BLOCKS) return tooMany(`${MAX_BLOCKS} conditions`, placeAt(source, at));
    if (expressions > MAX_EXPRESSIONS) return tooMany(`${MAX_EXPRESSIONS} names and conditions`, placeAt(source, at));
    at = source.indexOf('{{', token.end);
  }
  return null;
}

/** Counts how deep conditions stand within one another; each `else if` is a level of its own. */
class Levels {
  depth = 0;
  blocks = 0;
  readonly #open: number[] = [];

  take(kind: Token['kind']): void {
    if (kind === 'close') this.depth -= this.#open.pop() ?? 0;
    if (kind !== 'open' && kind !== 'chain') return;
    this.#open.push(kind === 'open' ? 1 : (this.#open.pop() ?? 0) + 1);
    this.depth += 1;
    this.blocks += 1;
  }
}

/** More conditions within one another than a person can read. */
export const tooDeep = (place: Place): Finding =>
  templateFinding('TEMPLATE_TOO_DEEP', `Conditions stand within one another more than ${MAX_DEPTH} deep`, place);

interface Token {
  kind: 'open' | 'chain' | 'close' | 'other';
  /** Behind its closing braces. */
  end: number;
}

/** One expression or comment, or why it must not be parsed. */
function tokenAt(source: string, at: number): Token | Finding {
  if (source[at - 1] === '\\') return notAllowed(source, at - 1, 'A backslash before {{');
  if (source.startsWith('{{{{', at)) return notAllowed(source, at, 'A raw block {{{{ … }}}}');
  const from = source[at + 2] === '~' ? at + 3 : at + 2;
  if (source[from] === '!') return commentAt(source, at, from + 1);
  const close = source.slice(from, from + MAX_EXPRESSION_LENGTH).indexOf('}}');
  if (close === -1) return unclosed(source, at);
  const inside = source.slice(from, from + close);
  if (!WHOLE.test(inside)) return notAllowed(source, at, 'A quote or bracket left open, or a backslash,');
  if (inside.includes('(')) return notAllowed(source, at, 'A call within a call');
  return { kind: kindOf(inside), end: from + close + 2 };
}

function kindOf(inside: string): Token['kind'] {
  if (inside.startsWith('#') || /^\^\s*[^\s~]/.test(inside)) return 'open';
  if (inside.startsWith('/')) return 'close';
  return /^\s*else\s+[^\s~]/.test(inside) ? 'chain' : 'other';
}

function commentAt(source: string, at: number, from: number): Token | Finding {
  const end = source.startsWith('--', from) ? source.slice(from).search(/--~?\}\}/) : source.indexOf('}}', from) - from;
  if (end < 0) return unclosed(source, at);
  return { kind: 'other', end: source.indexOf('}}', from + end) + 2 };
}

const unclosed = (source: string, at: number): Finding =>
  templateFinding(
    'TEMPLATE_SYNTAX',
    `This {{ is not closed by }} within ${MAX_EXPRESSION_LENGTH} characters`,
    placeAt(source, at),
  );
