import { Parser } from 'htmlparser2';
import type { Finding } from '../domain/refusal.ts';
import type { RenderedNotice } from './notice.ts';

/** Text and HTML part together, as they are before the mail's own encoding; above it some mail programs cut a message. */
export const MAX_NOTICE_BYTES = 50_000;

/** Tags a notice's page is made of, each with its attributes; whatever is not here must not be in a mail of ours. */
const TAGS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    html: ['lang'],
    head: [],
    meta: ['charset', 'name', 'content'],
    title: [],
    style: [],
    body: [],
    h1: ['dir'],
    h2: ['dir'],
    p: ['dir'],
    br: [],
    ul: [],
    li: ['dir'],
  }).map(([tag, attributes]) => [tag, new Set(attributes)]),
);
const REMOTE_STYLE = /url\s*\(|@import|expression|\\/i;
const META_NAMES: ReadonlySet<string> = new Set(['viewport', 'color-scheme', 'format-detection']);

const error = (code: string, sentence: string, source: string | null = null): Finding => ({
  code,
  field: null,
  severity: 'error',
  source,
  sentence,
});

/**
 * Reads a rendered notice back and says what a mail to people must not be: too heavy, or made of anything but plain
 * text in known tags. So no link, picture, script, form or remote style can come from a name, a text or a template.
 */
export function checkRendered({ text, html }: Pick<RenderedNotice, 'text' | 'html'>): Finding[] {
  const bytes = Buffer.byteLength(text) + Buffer.byteLength(html);
  const heavy = `The notice has ${bytes} bytes, more than ${MAX_NOTICE_BYTES}: some mail programs would cut it`;
  return [...(bytes > MAX_NOTICE_BYTES ? [error('NOTICE_TOO_HEAVY', heavy)] : []), ...foreignParts(html)];
}

function foreignParts(html: string): Finding[] {
  const found = new Set<string>();
  let styles = 0;
  let inStyle = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      const allowed = TAGS.get(name);
      if (!allowed) found.add(`<${name}>`);
      for (const attribute of Object.keys(attributes)) if (!allowed?.has(attribute)) found.add(`${name} ${attribute}=`);
      if (name === 'meta' && attributes['name'] !== undefined && !META_NAMES.has(attributes['name']))
        found.add('<meta>');
      inStyle = name === 'style';
      if (inStyle) styles += 1;
    },
    onclosetag: () => {
      inStyle = false;
    },
    ontext: (words) => {
      if (inStyle && REMOTE_STYLE.test(words)) found.add('a style that loads something');
    },
    oncomment: () => {
      found.add('a comment');
    },
    onprocessinginstruction: (name) => {
      if (name.toLowerCase() !== '!doctype') found.add(`<${name.slice(0, 20)}>`);
    },
  });
  parser.end(html);
  if (styles > 1) found.add('a second style');
  if (found.size === 0) return [];
  return [
    error(
      'NOTICE_HTML_NOT_ALLOWED',
      `The HTML part holds ${[...found].slice(0, 5).join(', ')}; it may hold plain text only`,
    ),
  ];
}
