import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

// Makes `dist/`: the rooms as JavaScript, what they read beside them, and the workflows' bundle, so that the installed
// package starts without TypeScript and without bundling. It is made beside the old one and takes its place when whole.

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const unfinished = path.join(root, 'dist.unfinished');

/** Files that the rooms read at run time, as they are: templates and migrations. */
const READ_AT_RUN_TIME = /\.(hbs|sql|json)$/;
const ROOMS = ['activities', 'cli', 'database', 'desk', 'domain', 'templates', 'worker', 'workflows'];

/** Data and texts of a room, by their path from the project; the configuration of the compiler is none. */
const filesOf = (room: string): string[] =>
  readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => READ_AT_RUN_TIME.test(file) && path.basename(file) !== 'tsconfig.json')
    .map((file) => path.join(room, file));

function compile(): void {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const args = [compiler, '-p', path.join(root, 'tsconfig.build.json'), '--outDir', unfinished];
  execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
}

/** The bundle is made from the built files by the built code: what is tested is what is shipped. */
async function bundle(): Promise<number> {
  const built = pathToFileURL(path.join(unfinished, 'worker/bundle.js')).href;
  const { bundleWorkflows }: typeof import('../worker/bundle.ts') = await import(built);
  const { code } = await bundleWorkflows();
  writeFileSync(path.join(unfinished, 'workflow-bundle.js'), code);
  return code.length;
}

rmSync(unfinished, { recursive: true, force: true });
compile();
const copied = ROOMS.flatMap(filesOf);
for (const file of copied) cpSync(path.join(root, file), path.join(unfinished, file));
const bytes = await bundle();
chmodSync(path.join(unfinished, 'cli/main.js'), 0o755);
if (existsSync(dist)) rmSync(dist, { recursive: true });
renameSync(unfinished, dist);
console.error(
  `dist/: ${copied.length} texts and tables beside the code, workflow bundle of ${Math.round(bytes / 1024)} KiB`,
);
