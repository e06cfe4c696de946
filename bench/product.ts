import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Note } from './progress.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');

/**
 * Builds the product as it is installed, and yields the program of its command line: code that a loader translates as it
 * goes is slower than what anybody runs.
 */
export async function buildProduct(note: Note): Promise<string> {
  note('building the product');
  await run(process.execPath, [...process.execArgv, path.join(root, 'scripts/build.ts')], { cwd: root });
  return path.join(root, 'dist/cli/main.js');
}
