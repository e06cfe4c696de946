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

/** An engine of our own with three helpers, so that nothing registered elsewhere can reach these templates. */
function createEngine(): typeof Handlebars {
  requireSafeEngine(Handlebars.VERSION);
  const engine = Handlebars.create();
  for (const name of Object.keys(engine.helpers)) {
    if (!HELPERS.some((helper) => helper === name)) engine.unregisterHelper(name);
  }
  return engine;
}

const engine = createEngine();

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

function compile<T>(source: string, noEscape: boolean): (data: T) => string {
  if (typeof source !== 'string') throw new TypeError('Cannot compile template: it is not text');
  const template = engine.compile(source, {
    strict: true,
    assumeObjects: false,
    knownHelpersOnly: true,
    knownHelpers: KNOWN_HELPERS,
    explicitPartialContext: true,
    noEscape,
  });
  return (data) => template(bare(data));
}

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
