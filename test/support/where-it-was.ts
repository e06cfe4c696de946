import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

/**
 * For esbuild: a module that reads files beside itself still finds them once it lies elsewhere.
 *
 * @param but  modules that look for what is built beside them instead, by their path from the project
 */
export const whereItWas = (root: string, but: readonly string[] = []): Plugin => ({
  name: 'where-it-was',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      if (but.includes(path.relative(root, file))) return undefined;
      const contents = readFileSync(file, 'utf8')
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)));
      return { loader: 'ts', contents };
    });
  },
});
