import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');
const ROOMS = ['activities', 'cli', 'database', 'desk', 'domain', 'templates', 'test', 'worker', 'workflows'];
const pagesIn = (folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.join(folder, name));
const PAGES = ['README.md', ...pagesIn('docs')];
const RULE = /\bR-\d+-\d+(?:-[a-z]|b)?\b/g;

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

function rulesOfSource(): Set<string> {
  const files = ROOMS.flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|sql|hbs)$/.test(file))
      .map((file) => path.join(room, file)),
  );
  return new Set(files.flatMap((file) => read(file).match(RULE) ?? []));
}

describe('the documents', () => {
  it('name in docs/law/ every rule that the source cites', () => {
    const law = pagesIn('docs/law').map(read).join('\n');
    assert.deepEqual([...rulesOfSource()].filter((rule) => !law.includes(rule)).sort(), []);
  });

  for (const page of PAGES) {
    it(`${page} names only files that exist`, () => {
      const named = [...read(page).matchAll(/`((?:[a-z-]+\/)+[a-z0-9.-]+\.(?:ts|json|sql|hbs|svg))`/g)];
      const gone = named.map(([, file]) => file ?? '').filter((file) => !existsSync(path.join(root, file)));
      assert.deepEqual(gone, []);
    });

    it(`${page} links only to pages that exist`, () => {
      const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, to]) => to ?? '');
      const gone = links.filter((to) => !existsSync(path.join(root, path.dirname(page), to)));
      assert.deepEqual(gone, []);
    });
  }
});
