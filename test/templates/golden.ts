import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Compares a rendering with the file kept of it, byte for byte.
 *
 * `UPDATE_GOLDEN=1` writes the file instead; look at the difference before keeping it.
 */
export function matchesGolden(name: string, rendered: string): void {
  const file = new URL(`../golden/${name}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, rendered);
  assert.equal(existsSync(file), true, `Cannot find golden file '${name}'; write it with UPDATE_GOLDEN=1`);
  assert.equal(rendered, readFileSync(file, 'utf8'));
}
