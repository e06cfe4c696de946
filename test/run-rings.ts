import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// Ring 1 needs no service, ring 2 PostgreSQL or SMTP, ring 3 Temporal. A file's ring is in its name
// (`waves.ring3.test.ts`) or follows from the test support it imports.

type Ring = 1 | 2 | 3;

const root = path.resolve(import.meta.dirname, '..');
const SUPPORT: readonly (readonly [string, Ring])[] = [
  ['test/support/temporal.ts', 3],
  ['test/support/case-story.ts', 3],
  ['test/support/live-case.ts', 3],
  ['test/support/postgres.ts', 2],
  ['test/notice/mail-sink.ts', 2],
];
/** A ring is for nobody's zone: what depends on the machine's shows. */
const ZONE = 'Asia/Kolkata';

function importsOf(file: string): string[] {
  const specifiers = readFileSync(path.join(root, file), 'utf8').matchAll(/from '(\.[^']+)'/g);
  return [...specifiers]
    .map(([, specifier]) => path.join(path.dirname(file), specifier ?? ''))
    .filter((imported) => imported.startsWith('test/') && existsSync(path.join(root, imported)));
}

function ringOf(file: string, seen = new Set<string>()): Ring {
  const named = /\.ring([123])\.test\.ts$/.exec(file)?.[1];
  if (named) return Number(named) as Ring;
  const known = SUPPORT.find(([support]) => support === file);
  if (known) return known[1];
  seen.add(file);
  const rings = importsOf(file)
    .filter((imported) => !seen.has(imported))
    .map((imported) => ringOf(imported, seen));
  return Math.max(1, ...rings) as Ring;
}

const testFiles = (): string[] =>
  readdirSync(path.join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `test/${file}`)
    .sort();

function check(script: string): void {
  const { status } = spawnSync('npm', ['run', '--silent', script], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

/** Runs the files, two at a time, and yields what was not run and why. */
async function run(files: readonly string[]): Promise<{ status: number; notRun: Set<string> }> {
  const notRun = new Set<string>();
  const flags = ['--import', 'tsx', '--test', '--test-concurrency=2', '--test-reporter=spec'];
  const env = { ...process.env, TZ: process.env['TZ'] ?? ZONE };
  const child = spawn(process.execPath, [...flags, ...files], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    process.stdout.write(text);
    for (const [line] of text.matchAll(/RING \d NOT RUN: [^\n]*/g)) notRun.add(line);
  });
  const status = await new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  return { status, notRun };
}

async function main(): Promise<number> {
  const asked = process.argv.slice(2).map(Number);
  const rings: number[] = asked.length > 0 ? asked : [1, 2, 3];
  if (asked.length === 0) for (const script of ['typecheck', 'lint']) check(script);
  const files = testFiles().filter((file) => rings.includes(ringOf(file)));
  const counts = rings.map((ring) => `ring ${ring}: ${files.filter((file) => ringOf(file) === ring).length} files`);
  console.log(`Node ${process.version}, ${os.availableParallelism()} processors, ${counts.join(', ')}`);
  const { status, notRun } = await run(files);
  for (const line of notRun) console.log(line);
  return status;
}

process.exitCode = await main();
