import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');

/** What reads files beside itself still finds them once it lies elsewhere. */
const whereItWas: Plugin = {
  name: 'where-it-was',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => ({
      loader: 'ts',
      contents: readFileSync(file, 'utf8')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file))),
    }));
  },
};

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
    plugins: [whereItWas],
    logLevel: 'error',
  });
  return outfile;
}
