import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Pack } from '../domain/filing/pack.ts';
import { compileHtml, compileText, readTemplate } from './environment.ts';
import { type PackView, packView } from './filing-pack-view.ts';

interface PackPage extends PackView {
  /** Hash of the page's only script, so that no other can run. */
  scriptHash: string;
}

const HTML_FILE = 'filing-pack.html.hbs';
const html = compileHtml<PackPage>(HTML_FILE);
const text = compileText<PackView>('filing-pack.text.hbs');

function hashOfScript(): string {
  const [, script] = /<script>([\s\S]*?)<\/script>/.exec(readTemplate(HTML_FILE)) ?? [];
  if (script === undefined) throw new Error(`Cannot allow the script of '${HTML_FILE}': it has none`);
  return createHash('sha256').update(script).digest('base64');
}

const scriptHash = hashOfScript();

/** The pack as canonical JSON (RFC 8785): one line, the same bytes for the same facts. */
export function renderPackJson(pack: Pack): string {
  const json = canonicalize(pack);
  if (json === undefined) throw new TypeError(`Cannot write pack of case '${pack.caseId}': it is no JSON`);
  return json;
}

/** sha256 of {@link renderPackJson}, in hex: what an approval refers to. */
export const packHash = (pack: Pack): string => createHash('sha256').update(renderPackJson(pack)).digest('hex');

/** The pack for a terminal or a plain file; lines of a value are indented, so that none can pass for a field. */
export const renderPackText = (pack: Pack): string => text(packView(pack, packHash(pack)));

/**
 * The pack as one HTML page to type across from: no request leaves it, it works offline and on paper.
 *
 * Everything people wrote is shown as text, never as a link. A button copies a field where scripts run; the page's
 * policy allows no script but its own.
 */
export const renderPackHtml = (pack: Pack): string => html({ ...packView(pack, packHash(pack)), scriptHash });
