import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

const OLDEST_SAFE = [4, 7, 10] as const;
const HELPERS = ['if', 'each', 'unless'] as const;
const KNOWN_HELPERS = {
  if: true,
  each: true,
  unless: true,
  with: false,
  log: false,
  lookup: false,
  helperMissing: false,
  blockHelperMissing: false,
};

/**
 * Refuses engines with known holes (GHSA-8r5x-fm3f-whwj, GHSA-p8wg-vrv2-v86f and the eight of March 2026).
 *
 * @throws {Error} below 4.7.10
 */
export function requireSafeEngine(version: string): void {
  const parts = version.split('.').map(Number);
  const differing = OLDEST_SAFE.findIndex((part, index) => part !== parts[index]);
  if (differing === -1 || (parts[differing] ?? 0) > (OLDEST_SAFE[differing] ?? 0)) return;
  throw new Error(`Cannot use handlebars '${version}': it has known holes; install ${OLDEST_SAFE.join('.')} or later`);
}

/** An engine of our own with few helpers, so that nothing registered elsewhere can reach these templates. */
function createEngine(helpers: readonly string[]): typeof Handlebars {
  requireSafeEngine(Handlebars.VERSION);
  const engine = Handlebars.create();
  for (const name of Object.keys(engine.helpers)) {
    if (!helpers.includes(name)) engine.unregisterHelper(name);
  }
  return engine;
}

const engine = createEngine(HELPERS);
/** For templates that did not come with us: it knows neither `each` nor any picture. */
const strangers = createEngine(['if', 'unless']);

/** Pictures that a page takes in as they are, escaped like everything else: `{{> timeline shapes}}`. */
const PICTURES = ['timeline'] as const;

const nameForErrors = { [Symbol.toPrimitive]: { value: () => 'the data' } };

/** Data as plain JSON without prototypes: what a template can reach is what was handed to it. */
function bare(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.assign(Object.create(null, nameForErrors), each)
      : each,
  );
}

function compile<T>(source: string, noEscape: boolean, by = engine): (data: T) => string {
  if (typeof source !== 'string') throw new TypeError('Cannot compile template: it is not text');
  const template = by.compile(source, {
    strict: true,
    assumeObjects: false,
    knownHelpersOnly: true,
    knownHelpers: by === engine ? KNOWN_HELPERS : { ...KNOWN_HELPERS, each: false },
    explicitPartialContext: true,
    noEscape,
  });
  return (data) => template(bare(data));
}

/**
 * Makes a template that did not come with us into a function that writes plain text; only ever after `lockTemplate`
 * found nothing, and in a thread of its own.
 */
export const compileStrangersText = <T>(source: string): ((data: T) => string) => compile<T>(source, true, strangers);

/** A template's tree, or where and why it cannot be read. */
export function parseTemplate(source: string): { program: unknown } | { line: number; error: string } {
  try {
    return { program: strangers.parse(source) };
  } catch (error) {
    // A chain of expressions too long for the parser is a RangeError; all others name their line.
    const message = error instanceof Error ? error.message : '';
    const line = Number(/(?:on line |- )(\d+)/.exec(message)?.[1] ?? 1);
    return { line, error: UNREADABLE.find(([sign]) => sign.test(message))?.[1] ?? 'This cannot be read as a template' };
  }
}

const UNREADABLE: readonly (readonly [RegExp, string])[] = [
  [/doesn't match/, 'A block ends with another word than it began with'],
  [/got 'EOF'/, 'The template ends before a block or a {{ is closed'],
  [/got '(?:INVALID|OPEN_SEXPR)'/, 'Between {{ and }} stands a character that has no place there'],
];

/** The text of a file that lies in this room, by its path from here: `filing-pack.html.hbs`. */
export const readTemplate = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

for (const name of PICTURES) engine.registerPartial(name, readTemplate(`${name}.svg.hbs`));

/**
 * Makes a template of a shipped HTML or SVG file into a function; every value is escaped.
 *
 * Strict: a field the data does not have throws. `null` prints as nothing, and a mistyped `{{#if}}` passes. Inside
 * `{{#each}}` fields of the outer level are `../name`.
 *
 * @param file  path from `templates/`
 */
export const compileHtml = <T>(file: string): ((data: T) => string) => compile<T>(readTemplate(file), false);

/** As {@link compileHtml} for plain text: nothing is escaped, so the result must never be shown as HTML. */
export const compileText = <T>(file: string): ((data: T) => string) => compile<T>(readTemplate(file), true);

/** A value as {@link compileHtml} writes it. */
export const escapeHtml = (text: string): string => Handlebars.escapeExpression(text);
