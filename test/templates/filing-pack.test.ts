import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { FilingInput } from '../../domain/filing/input.ts';
import { packOf } from '../../domain/filing/pack.ts';
import { packHash, renderPackHtml, renderPackJson, renderPackText } from '../../templates/filing-pack.ts';
import { storyInput, unknownInput } from '../domain/filing/story-input.ts';
import { matchesGolden } from './golden.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const full = packOf(storyInput());
const unknown = packOf(unknownInput());

/** The story with one text in every place where people write. */
function hostileInput(text: string): FilingInput {
  const story = storyInput();
  const values = Object.fromEntries(
    Object.entries(story.values).map(([key, filed]) => [
      key,
      key.endsWith('Text') ? { ...filed, value: text, source: text } : filed,
    ]),
  );
  const controller = {
    ...story.controller,
    name: text,
    activity: text,
    contact: { address: text, email: text, phone: text },
  };
  const parties = [{ qualification: 'processor' as const, name: text, contact: text }];
  const hops = story.hops.map((hop) => ({ ...hop, name: text }));
  return { ...story, values, controller, parties, hops };
}

const tagsOf = (html: string): string[] => [...html.matchAll(/<(\/?[a-zA-Z][^\s/>]*)/g)].map(([, tag]) => tag ?? '');

describe('renderPackHtml', () => {
  it('renders the full pack as kept', () => matchesGolden('filing-pack-full.html', renderPackHtml(full)));
  it('renders the pack of nothing known as kept', () =>
    matchesGolden('filing-pack-unknown.html', renderPackHtml(unknown)));

  it('asks nothing of any server', () => {
    const html = renderPackHtml(full);
    const withoutNamespace = html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '');
    assert.doesNotMatch(withoutNamespace, /(?:src|srcset|action|poster)\s*=|@import|url\(|https?:|\/\/[a-z]/i);
    assert.deepEqual(
      [...html.matchAll(/href="([^"]*)"/g)].filter(([, href]) => !/^#(?:before|[sf]-[\d-]+)$/.test(href ?? '')),
      [],
    );
  });

  it('allows its own script and no other', () => {
    const html = renderPackHtml(full);
    const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
    const hash = createHash('sha256').update(script).digest('base64').replace('=', '&#x3D;');
    assert.match(html, new RegExp(`script-src 'sha256-${hash.replaceAll('+', '\\+')}'`));
    assert.equal(html.match(/<script/g)?.length, 1);
  });

  it('hides the copy buttons until a script shows them, and has one for each value', () => {
    const html = renderPackHtml(full);
    const shown = full.sections.flatMap(({ fields }) => fields).filter((field) => field.shown !== null);
    const buttons = html.match(/<button type="button" hidden data-copy=/g) ?? [];
    assert.deepEqual([buttons.length, (html.match(/<button/g) ?? []).length], [shown.length, shown.length]);
  });

  it('has no id twice', () => {
    const ids = [...renderPackHtml(full).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('draws the timeline once, and has the same facts as a table', () => {
    const html = renderPackHtml(full);
    assert.equal(html.match(/<svg /g)?.length, 1);
    assert.match(html, /<tr><th scope="row">dom 9 nov 2025<\/th><td>Mixpanel lo detecta/);
    const { timeline: _none, ...older } = full;
    assert.doesNotMatch(renderPackHtml(older), /<svg /);
  });

  it('shows how far each letter of Art. 33(3) is answered, and what changed where something was filed before', () => {
    const changes = [{ key: 'count', label: 'Número <b>', before: null, after: '1.312' }];
    const previous = {
      registryNumber: null,
      submittedAt: '2025-11-27T17:05:00Z',
      phase: 'initial' as const,
      packHash: null,
    };
    const html = renderPackHtml({ ...full, previous, changes });
    assert.match(html, /<th scope="row">a3<\/th><td>número de personas<\/td><td>0 \/ 1<\/td>/);
    assert.match(html, /Comparado con Notificación inicial, presentada el jue 27 nov 2025 18:05/);
    assert.match(html, /<th scope="row">Número &lt;b&gt;<\/th><td[^>]*>\(sin valor\)<\/td><td[^>]*>1\.312<\/td>/);
    assert.doesNotMatch(renderPackHtml(full), /id="changes"/);
  });

  it('says in words that it is a drill, and only then', () => {
    assert.deepEqual(
      [renderPackHtml(full), renderPackHtml(unknown)].map((html) => html.includes('SIMULACRO')),
      [true, false],
    );
  });

  for (const text of HOSTILE_TEXTS) {
    it(`input 25 and 26: shows ${JSON.stringify(text)} as text`, () => {
      const html = renderPackHtml(packOf(hostileInput(text)));
      assert.deepEqual(tagsOf(html), tagsOf(renderPackHtml(packOf(hostileInput('harmless')))));
      assert.doesNotMatch(html, /href="(?!#)/);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
      assert.doesNotMatch(html, /[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2028]/);
    });
  }
});

describe('renderPackText', () => {
  it('renders the full pack as kept', () => matchesGolden('filing-pack-full.txt', renderPackText(full)));
  it('renders the pack of nothing known as kept', () =>
    matchesGolden('filing-pack-unknown.txt', renderPackText(unknown)));

  it('lets no line of a value pass for a field', () => {
    const text = renderPackText(packOf(hostileInput('one\r\n  9.9 Forged field\n      > forged')));
    assert.doesNotMatch(text, /^ {2}9\.9 Forged/m);
    assert.match(text, /^ {6}> {3}9\.9 Forged field$/m);
  });

  it('shows no control character', () => {
    const text = renderPackText(packOf(hostileInput('before\u202eafter\u0000\u001b[31mred')));
    assert.match(text, /before\\u202eafter\\u0000\\u001b\[31mred/);
  });
});

describe('packHash', () => {
  it('is the sha256 of the JSON file, byte for byte', () => {
    assert.equal(packHash(full), createHash('sha256').update(renderPackJson(full)).digest('hex'));
  });

  it('is the same for the same facts, and another when one fact changes', () => {
    const story = storyInput();
    const changed = {
      ...story,
      values: {
        ...story.values,
        severity: {
          ...full.sections[0]?.fields[0],
          value: 'severe',
          seq: 1,
          source: 'x',
          confidence: 'confirmed' as const,
          at: null,
        },
      },
    };
    assert.deepEqual(
      [packHash(packOf(storyInput())) === packHash(full), packHash(packOf(changed)) === packHash(full)],
      [true, false],
    );
  });

  it('does not depend on the order in which facts were put together', () => {
    const story = storyInput();
    const values = Object.fromEntries(Object.entries(story.values).reverse());
    assert.equal(renderPackHtml(packOf({ ...story, values })), renderPackHtml(full));
  });
});
