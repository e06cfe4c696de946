import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { fingerprintOf, testBundle } from './bundle.ts';
import { whereItWas } from './where-it-was.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cache = path.join(root, 'node_modules/.cache/tocsin-tests'); // below the packages it imports
const ROOMS = ['activities', 'cli', 'database', 'desk', 'domain', 'templates', 'worker', 'workflows'];
/** Threads, by the name under which who starts them looks for them. */
const THREADS = {
  'notice-thread-work': 'worker/notice-thread-work.ts',
  'template-thread': 'templates/template-thread.ts',
};
/** These find threads and the workflows' bundle beside the program, as in the package. */
const FIND_WHAT_IS_BUILT = ['worker/notice-thread.ts', 'templates/own-notice.ts', 'worker/bundle.ts'];
const OLD_MS = 24 * 3_600_000;

async function buildInto(folder: string): Promise<void> {
  copyFileSync((await testBundle()).codePath, path.join(folder, 'workflow-bundle.js'));
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  const entries = Object.entries({ main: 'cli/main.ts', ...THREADS });
  await build({
    entryPoints: entries.map(([out, file]) => ({ in: path.join(root, file), out })),
    outdir: path.join(folder, 'program'),
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [whereItWas(root, FIND_WHAT_IS_BUILT)],
    sourcemap: 'linked',
    logLevel: 'error',
  });
}

/** Programs of sources that were changed since; one of today may still be running. */
function removeOld(): void {
  for (const name of readdirSync(cache)) {
    const folder = path.join(cache, name);
    const made = statSync(folder, { throwIfNoEntry: false });
    if (made && Date.now() - made.mtimeMs > OLD_MS) rmSync(folder, { recursive: true, force: true });
  }
}

async function builtTocsin(): Promise<string> {
  const folder = path.join(cache, fingerprintOf([...ROOMS, 'test/support/tocsin.ts', 'test/support/where-it-was.ts']));
  const program = path.join(folder, 'program/main.js');
  if (existsSync(program)) return program;
  mkdirSync(cache, { recursive: true });
  removeOld();
  const unfinished = mkdtempSync(path.join(cache, 'unfinished-'));
  await buildInto(unfinished);
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(program)) throw error; // else another process was first
  }
  return program;
}

/**
 * The program of `tocsin`, to be run by node in a process of its own: built once for all test processes of a version of
 * the sources. It starts in half the time that the sources take, with a third of the work.
 */
export const TOCSIN = await builtTocsin();
