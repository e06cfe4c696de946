import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

const root = path.resolve(import.meta.dirname, '../histories');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));

/** What the scenarios put into words, lists and contacts; none of it may travel through Temporal (R-9-3). */
const SECRETS = [/For the record/, /@(ejemplo|example)\b/, /Person \d/, /Ejemplo, S\.L\./, /Marta Ruiz/, /A client/];

/** Every text of a history, payloads decoded. */
function textsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return key === 'data' ? [Buffer.from(value, 'base64').toString('utf8')] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, name));
}

describe('what Temporal keeps of a case', () => {
  it('is looked at decoded (guards the guard)', () => {
    const texts = files.flatMap((file) => textsIn(JSON.parse(readFileSync(path.join(root, file), 'utf8'))));
    assert.ok(texts.some((text) => text.includes('authority/ES/initial')));
  });

  for (const file of files) {
    it(`T-9-1 holds no words, names or addresses: ${file}`, () => {
      const texts = textsIn(JSON.parse(readFileSync(path.join(root, file), 'utf8')));
      for (const secret of SECRETS)
        assert.deepEqual(
          texts.filter((text) => secret.test(text)),
          [],
        );
    });
  }
});
