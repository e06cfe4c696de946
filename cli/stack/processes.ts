import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface LaunchOptions {
  /** File that receives what the program prints; it outlives us, so a killed parent never breaks its child's pipe. */
  log: string;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
}

/** A launched program: its pid, and a promise of how it ended ("exit 1", "SIGKILL"). */
export interface Launched {
  pid: number;
  ended: Promise<string>;
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C in our terminal does not reach it before we say so.
 * It does not keep our own process alive.
 *
 * @throws the operating system's error when the program cannot be started
 */
export async function launch(program: string, args: string[], options: LaunchOptions): Promise<Launched> {
  mkdirSync(path.dirname(options.log), { recursive: true });
  const log = openSync(options.log, 'a', 0o600);
  const { uid, gid, env, cwd } = options;
  try {
    const child = spawn(program, args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: env ?? process.env,
      ...(cwd === undefined ? {} : { cwd }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    const ended = endOf(child);
    await started(child);
    child.unref();
    return { pid: child.pid ?? -1, ended };
  } finally {
    closeSync(log);
  }
}

const started = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });

const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit ${code}`));
    child.once('error', (error) => resolve(error.message));
  });

/** Whether a process lives. A zombie, which a slow init may leave for long, counts as dead. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return stateOf(pid) !== 'Z';
}

function stateOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  } catch {
    return '?';
  }
}

/** The command line of a living process, words separated by blanks; empty when it cannot be read. */
export function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return commandLineFromPs(pid);
  }
}

function commandLineFromPs(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return '';
  }
}

/** Whether the pid is alive and still the program we knew: pids are used again, so the command line must carry the mark. */
export const isOurs = (pid: number, mark: string): boolean => isAlive(pid) && commandLineOf(pid).includes(mark);

/** Waits until the process has ended; answers false when it still lives after the given time. */
export async function waitForEnd(pid: number, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await pause(25);
  }
  return true;
}

/**
 * Ends a process: each signal in turn, waiting `graceMs` after it, and SIGKILL last. Safe to repeat, and on a dead pid.
 */
export async function end(pid: number, signals: NodeJS.Signals[], graceMs = 10_000): Promise<void> {
  for (const signal of [...signals, 'SIGKILL' as const]) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    if (await waitForEnd(pid, graceMs)) return;
  }
}
