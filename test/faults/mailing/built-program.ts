import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { whereItWas } from '../../support/where-it-was.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** Made once a test process: one file of JavaScript starts in a third of the time that the sources need. */
export async function builtProgram(source: string): Promise<string> {
  const cache = path.join(root, 'node_modules/.cache'); // below the packages it imports
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, 'mailing-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = path.join(folder, 'program.mjs');
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [whereItWas(root)],
    logLevel: 'error',
  });
  return outfile;
}
