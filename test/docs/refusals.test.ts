import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');
const ROOMS = ['activities', 'cli', 'database', 'desk', 'domain', 'templates', 'worker', 'workflows'];

/** Words in capitals that are no codes of ours: settings, the servers' own words, outcomes of a clock. */
const NOT_CODES = new Set([
  'ALLOW_DUPLICATE',
  'CSV_QUOTE_NOT_CLOSED',
  'DELAY_REASONS',
  'EAI_AGAIN',
  'KEYWORD_LIST',
  'NO_COLOR',
  'ON_TIME',
  'USE_EXISTING',
  'WITHIN_1182_HOUR',
]);
const SETTING = /^(TOCSIN_|XDG_|SMTP_URL$|TEMPORAL_(ADDRESS|NAMESPACE|PROFILE|CONFIG_FILE|CLI_PATH|TEST_SERVER_PATH)$)/;

const codesIn = (text: string, quote: string): string[] =>
  [...text.matchAll(new RegExp(`${quote}([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)${quote}`, 'g'))].map(([, code]) => code ?? '');

function sourceCodes(): Set<string> {
  const files = ROOMS.flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => path.join(root, room, file)),
  );
  const found = files.flatMap((file) => codesIn(readFileSync(file, 'utf8'), "'"));
  return new Set(found.filter((code) => !NOT_CODES.has(code) && !SETTING.test(code)));
}

const documented = (): Set<string> =>
  new Set(
    codesIn(readFileSync(path.join(root, 'docs/refusals.md'), 'utf8'), '`').filter((code) => !SETTING.test(code)),
  );

describe('docs/refusals.md', () => {
  it('tells the meaning of every code of the source', () => {
    const told = documented();
    assert.deepEqual([...sourceCodes()].filter((code) => !told.has(code)).sort(), []);
  });

  it('tells of no code that is gone', () => {
    const known = sourceCodes();
    assert.deepEqual([...documented()].filter((code) => !known.has(code)).sort(), []);
  });
});
