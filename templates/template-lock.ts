import { nearestWords } from '../domain/law/nearest-words.ts';
import { type Finding, quoteValue } from '../domain/refusal.ts';
import { parseTemplate } from './environment.ts';
import { NOTICE_NAMES } from './notice-names.ts';
import { MAX_DEPTH, type Place, scanTemplate, templateFinding, tooDeep } from './template-scan.ts';

/** Nobody reads more findings of one template. */
const ENOUGH = 20;
/** Blocks a template may use; a set, since an object would let `constructor` pass. */
const BLOCKS: ReadonlySet<string> = new Set(['if', 'unless']);
/** What the law asks of the communication, by the name that prints it. */
const REQUIRED: ReadonlyMap<string, string> = new Map([
  ['nature', 'the nature of the breach'],
  ['contact', 'the data protection officer or another contact point'],
  ['consequences', 'the likely consequences'],
  ['measures', 'the measures taken or proposed'],
]);
/** What a careful notice distinguishes or shows, and what goes wrong without. */
const EXPECTED: ReadonlyMap<string, string> = new Map([
  ['notAffected', 'people who are not affected read the same as those who are'],
  ['reference', 'people cannot have the message checked by its reference'],
  ['toldNotAffected', 'a correction to people once told "not affected" does not say that it is one'],
  ['toldAffected', 'a correction to people once told "affected" does not say that it is one'],
  ['drill', 'the text of an exercise does not say that it is one'],
]);

/**
 * Everything that keeps a template from being used, without compiling or rendering it.
 *
 * Handlebars' own options are not enough: `strict` and `knownHelpersOnly` accept `{{{name}}}`, `{{@root}}`, inline
 * partials and `{{constructor}}`. So size and depth are scanned before the parser runs, and the tree it makes may hold
 * text, comments, `{{name}}`, `if` and `unless` over known names, and nothing else.
 *
 * @param source  of anybody; not even known to be text
 * @returns errors, and warnings about what is not distinguished; `field` is `line:column`
 * @see GDPR Art. 34(2)
 */
export function lockTemplate(source: unknown): Finding[] {
  const unread = scanTemplate(source);
  if (unread || typeof source !== 'string') return unread ? [unread] : [];
  const tree = parseTemplate(source);
  if ('error' in tree) return [templateFinding('TEMPLATE_SYNTAX', tree.error, { line: tree.line, column: 1 })];
  const walk = new Walk();
  walk.program(tree.program, 0);
  return walk.findings.some(({ severity }) => severity === 'error')
    ? walk.findings
    : [...walk.findings, ...walk.missing()];
}

/** A node of the parser's tree, as far as it is looked at; never trusted to be of the type it should be. */
interface Node {
  type: string;
  loc?: { start: { line: number; column: number } };
  [key: string]: unknown;
}

const placeOf = ({ loc }: Node): Place => ({ line: loc?.start.line ?? 1, column: (loc?.start.column ?? 0) + 1 });

class Walk {
  readonly findings: Finding[] = [];
  readonly #printed = new Set<string>();
  readonly #asked = new Set<string>();

  program(program: unknown, depth: number): void {
    if (!program) return;
    const { body, blockParams } = program as Node;
    if (blockParams) this.#refuse(program as Node, 'A block parameter (as |…|)');
    for (const node of body as Node[]) if (this.findings.length < ENOUGH) this.#statement(node, depth);
  }

  #statement(node: Node, depth: number): void {
    if (node.type === 'ContentStatement' || node.type === 'CommentStatement') return;
    if (node.type === 'MustacheStatement') this.#mustache(node);
    else if (node.type === 'BlockStatement') this.#block(node, depth + 1);
    else this.#refuse(node, CONSTRUCTS.get(node.type) ?? `A ${node.type}`);
  }

  #mustache(node: Node): void {
    if (node['escaped'] !== true) {
      const sentence = 'Three braces or & would let a value through unescaped; write {{name}}';
      this.findings.push(templateFinding('TEMPLATE_UNESCAPED', sentence, placeOf(node)));
    }
    const name = this.#name(node['path'] as Node, node);
    if (name === null) return;
    if (hasArguments(node)) this.#refuse(node, `Calling ${quoteValue(name)} as a helper`);
    if (NOTICE_NAMES.get(name) === 'condition') this.#refuse(node, `Printing the condition ${quoteValue(name)}`);
    this.#printed.add(name);
  }

  #block(node: Node, depth: number): void {
    const path = node['path'] as Node;
    const params = node['params'] as Node[];
    if (depth > MAX_DEPTH) {
      this.findings.push(tooDeep(placeOf(node)));
      return;
    }
    const known = path.type === 'PathExpression' && isPlain(path) && BLOCKS.has(String(path['original']));
    const [condition, ...others] = params;
    if (!known || !condition || others.length > 0 || node['hash']) this.#refuse(node, `The block ${nameOf(path)}`);
    else this.#asked.add(this.#name(condition, condition) ?? '');
    this.program(node['program'], depth);
    this.program(node['inverse'], depth);
  }

  /** A known name; null, with a finding, where there is none. */
  #name(path: Node, at: Node): string | null {
    if (path.type !== 'PathExpression') return this.#refuse(at, 'A value or expression in the place of a name');
    if (path['data'] || path['depth'] !== 0) return this.#refuse(at, `The name ${nameOf(path)}`);
    const name = String(path['original']);
    if (isPlain(path) && NOTICE_NAMES.has(name)) return name;
    this.findings.push(unknownName(name, placeOf(at)));
    return null;
  }

  #refuse(node: Node, what: string): null {
    const sentence = `${what} is not allowed; write {{name}}, {{#if name}} … {{else}} … {{/if}} or {{#unless name}}`;
    this.findings.push(templateFinding('TEMPLATE_CONSTRUCT_NOT_ALLOWED', sentence, placeOf(node)));
    return null;
  }

  /** What the law asks for and the template prints nowhere; what it does not tell apart. */
  missing(): Finding[] {
    const absent = [...REQUIRED].filter(([name]) => !this.#printed.has(name));
    const unused = [...EXPECTED].filter(([name]) => !this.#printed.has(name) && !this.#asked.has(name));
    return [
      ...absent.map(([name, holds]) => contentMissing(name, holds)),
      ...unused.map(([name, harm]): Finding => {
        const finding = templateFinding('TEMPLATE_NAME_UNUSED', `'${name}' is not used: ${harm}`);
        return { ...finding, severity: 'warning', field: name };
      }),
    ];
  }
}

const CONSTRUCTS: ReadonlyMap<string, string> = new Map([
  ['PartialStatement', 'A partial {{> …}}'],
  ['PartialBlockStatement', 'A partial block {{#> …}}'],
  ['Decorator', 'A decorator {{* …}}'],
  ['DecoratorBlock', 'An inline partial {{#* …}}'],
]);

/** One name and nothing else: no `this.`, no `./`, no path. */
const isPlain = (path: Node): boolean => {
  const parts = path['parts'] as string[];
  return parts.length === 1 && parts[0] === path['original'] && path['depth'] === 0 && !path['data'];
};
const nameOf = (path: Node): string => quoteValue(path['original'] ?? path.type);
const hasArguments = ({ params, hash }: Node): boolean => (params as Node[]).length > 0 || Boolean(hash);

/** The words for what is asked of a communication, by the name that prints it. */
export const requiredContent = (): ReadonlyMap<string, string> => REQUIRED;

/** Art. 34(2) asks for four things; this one is not said. */
export const contentMissing = (name: string, holds: string, whom = ''): Finding => ({
  ...templateFinding('TEMPLATE_CONTENT_MISSING', `The template does not print ${holds}${whom}; write {{${name}}}`),
  field: name,
  source: 'Art. 34(2)',
});

function unknownName(name: string, place: Place): Finding {
  const near = nearestWords(name, [...NOTICE_NAMES.keys()]);
  const guess = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  const sentence = `There is no ${quoteValue(name)}.${guess} Known names: ${[...NOTICE_NAMES.keys()].join(', ')}`;
  return templateFinding('TEMPLATE_UNKNOWN_NAME', sentence, place);
}
