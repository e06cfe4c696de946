import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundleWorkflows } from '../../worker/bundle.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cache = path.join(os.tmpdir(), `tocsin-test-bundles-${process.getuid?.() ?? 0}`);

/** Changes whenever a TypeScript source in one of these places does, or a package. */
export function fingerprintOf(places: readonly string[]): string {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')));
  for (const place of places) hashInto(hash, path.join(root, place));
  return hash.digest('hex').slice(0, 16);
}

function hashInto(hash: ReturnType<typeof createHash>, target: string): void {
  if (target.endsWith('.ts')) {
    hash.update(target).update(readFileSync(target));
    return;
  }
  for (const name of readdirSync(target).sort()) {
    if (name.endsWith('.ts') || !name.includes('.')) hashInto(hash, path.join(target, name));
  }
}

/** The workflows' bundle, made once for all test processes of a version of the sources. */
export async function testBundle(): Promise<{ codePath: string }> {
  const codePath = path.join(cache, `${fingerprintOf(['workflows', 'worker/bundle.ts', 'activities', 'domain'])}.js`);
  if (existsSync(codePath)) return { codePath };
  const { code } = await bundleWorkflows();
  mkdirSync(cache, { recursive: true });
  const unfinished = `${codePath}.${process.pid}`;
  writeFileSync(unfinished, code);
  renameSync(unfinished, codePath);
  return { codePath };
}
