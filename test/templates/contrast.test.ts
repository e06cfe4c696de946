import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readTemplate } from '../../templates/environment.ts';

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** The palettes of a template, each the colours of one `{ --name: #hex; … }`. */
const palettesOf = (file: string): Record<string, string>[] =>
  [...readTemplate(file).matchAll(/\{ (--page: [^}]+)\}/g)].map(([, block = '']) =>
    Object.fromEntries([...block.matchAll(/--([a-z]+): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex])),
  );

describe('colours of text', () => {
  for (const [file, count] of [
    ['filing-pack.html.hbs', 3],
    ['timeline.svg.hbs', 2],
    ['countdown.svg.hbs', 2],
    ['authorities.svg.hbs', 2],
  ] as const) {
    it(`${file} has at least 4.5 to 1 on both grounds, light, dark and printed`, () => {
      const palettes = palettesOf(file);
      assert.equal(palettes.length, count);
      for (const { page = '', soft = '', line: _, ...inks } of palettes) {
        for (const [name, ink] of Object.entries(inks)) {
          assert.ok(contrast(ink, page) >= 4.5 && contrast(ink, soft) >= 4.5, `${name} ${ink} on ${page} and ${soft}`);
        }
      }
    });
  }
});
