import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { type Session, withDeskOf } from '../../cli/session.ts';
import { type CaughtMail, listMail } from '../../cli/stack/caught-mail.ts';
import { isAlive } from '../../cli/stack/processes.ts';
import { temporalProgram } from '../../cli/stack/temporal-binary.ts';
import { entriesOfCase } from '../../database/register.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { NewSaying, Said } from '../../desk/say.ts';
import { say } from '../../desk/say.ts';
import type { Entry } from '../../domain/case/entry.ts';
import { Refusal } from '../../domain/refusal.ts';
import { loadConfig } from '../../worker/config.ts';
import { readStackFile } from '../../worker/stack-file.ts';
import { RingNotRun } from '../support/ring.ts';
import { TOCSIN } from '../support/tocsin.ts';

const root = path.resolve(import.meta.dirname, '../..');
const LOOK_MS = 100;
export const ORGANISATION = 'controladora';

export type Part = 'worker' | 'temporal' | 'postgres';

/** How much longer than a quiet machine a busy one may take. */
const PATIENCE = 4;

/** Looks until there is an answer. @throws after `seconds`, as a quiet machine counts them */
export async function until<T>(
  what: string,
  seconds: number,
  look: () => Promise<T | null | undefined | false>,
): Promise<T> {
  const giveUpAt = performance.now() + seconds * PATIENCE * 1000;
  for (;;) {
    const found = await look().catch(() => null);
    if (found) return found;
    if (performance.now() > giveUpAt) assert.fail(`waited ${seconds * PATIENCE} s in vain for ${what}`);
    await pause(LOOK_MS);
  }
}

/** What a command answered. */
export interface Answered {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** `tocsin up` as a process of its own in a folder of its own, with the drill open; what a test does to it. */
export class RunningStack {
  readonly home = openFolder();
  readonly env: NodeJS.ProcessEnv = cleanEnvironment(this.home);
  readonly words: string[] = [];
  drill = '';
  #up: ChildProcess | null = null;
  #hearing: { pattern: RegExp; heard: (line: string) => void }[] = [];

  /** Brings the stack up, or up again. */
  async up(): Promise<void> {
    const up = this.#spawn('up', '-o', 'jsonl');
    this.#up = up;
    const ended = new Promise<never>((_, reject) => {
      up.once('close', () => reject(new Error(`the stack ended: ${this.words.slice(-8).join(' | ')}`)));
    });
    ended.catch(() => {});
    const ready = this.says(/^\{"running":true/);
    for (const stream of [up.stdout, up.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#hear(line));
    }
    const { nextDue } = JSON.parse(await Promise.race([ready, ended]));
    this.drill = nextDue?.caseId ?? assert.fail(`no drill: ${this.words.join(' | ')}`);
  }

  /** The first line from now on that matches. */
  says(pattern: RegExp): Promise<string> {
    return new Promise((resolve) => {
      this.#hearing.push({ pattern, heard: resolve });
    });
  }

  pidOf(part: Part): number {
    return readStackFile(path.join(this.home, '.tocsin'))?.processes[part]?.pid ?? assert.fail(`no ${part} is noted`);
  }

  /** Kills a part; yields, once `up` has brought it back, when that was. */
  async kill(part: Part, signal: NodeJS.Signals = 'SIGKILL'): Promise<() => Promise<Date>> {
    const name = { worker: 'Worker', temporal: 'Temporal', postgres: 'PostgreSQL' }[part];
    const back = this.says(new RegExp(`${name} is back`)).then(() => new Date());
    process.kill(this.pidOf(part), signal);
    return () => back;
  }

  /** Ends everything at once, as a power cut does. */
  async powerCut(): Promise<void> {
    const pids = (['worker', 'temporal', 'postgres'] as const).map((part) => this.pidOf(part));
    this.#up?.kill('SIGKILL');
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await until('everything to be dead', 10, async () => !pids.some(isAlive));
  }

  file(name: string): string {
    return path.join(this.home, '.tocsin', name);
  }

  /** Writes a file of the person's own. */
  keep(name: string, text: string): string {
    const file = path.join(this.home, name);
    writeFileSync(file, text);
    return file;
  }

  log(part: Part): string {
    return readFileSync(this.file(`logs/${part}.log`), 'utf8');
  }

  mails(): Promise<CaughtMail[]> {
    return listMail(this.file('mail'));
  }

  /** Works at a desk of this process; `settings` overrule what the stack wrote down. */
  atDesk<T>(work: (session: Session) => Promise<T>, settings: Record<string, string> = {}): Promise<T> {
    return withDeskOf(loadConfig({ ...this.env, ...settings }), work);
  }

  /** Says something as one of the drill's people. */
  say(actor: string, saying: NewSaying, settings: Record<string, string> = {}): Promise<Said> {
    const speaker = { organisationId: ORGANISATION, actor, assurance: 'claimed' } as const;
    return this.atDesk(({ desk }) => say(desk, speaker, saying), settings);
  }

  /** Works while nothing can be entered in an organisation's register: whatever was begun hangs just before its entry. */
  holdingRegister<T>(organisationId: string, work: () => Promise<T>): Promise<T> {
    return this.atDesk(({ desk }) =>
      inTransaction(desk.pool, async (tx) => {
        await tx.query('set local idle_in_transaction_session_timeout = 0');
        await tx.query(`select pg_advisory_xact_lock(hashtextextended('tocsin.register:' || $1, 0))`, [organisationId]);
        return work();
      }),
    );
  }

  entries(caseId: string): Promise<Entry[]> {
    return this.atDesk(({ read }) => read((tx) => entriesOfCase(tx, caseId)));
  }

  /** Runs a command to its end. */
  async tocsin(args: string[], settings: Record<string, string> = {}): Promise<Answered> {
    const child = this.#spawn(...args, settings);
    const answered = { status: null as number | null, stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      answered.stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      answered.stderr += text;
    });
    [answered.status] = await once(child, 'close');
    return answered;
  }

  async down(): Promise<void> {
    const up = this.#up;
    if (up && up.exitCode === null && up.signalCode === null) {
      const closed = once(up, 'close');
      up.kill('SIGINT');
      await closed;
    }
    rmSync(this.home, { recursive: true, force: true });
  }

  #spawn(...words: (string | Record<string, string>)[]): ChildProcess {
    const args = words.filter((word) => typeof word === 'string');
    const settings = words.find((word) => typeof word === 'object') ?? {};
    return spawn(process.execPath, [TOCSIN, ...args], { cwd: root, env: { ...this.env, ...settings } });
  }

  #hear(line: string): void {
    this.words.push(line);
    const heard = this.#hearing.filter(({ pattern }) => pattern.test(line));
    this.#hearing = this.#hearing.filter((each) => !heard.includes(each));
    for (const each of heard) each.heard(line);
  }
}

/** Open to PostgreSQL's account when root runs the tests, so that the data lie in it, too. */
function openFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-fault-'));
  chmodSync(folder, 0o755);
  return folder;
}

/** Settings of the machine's own must not lead a test to servers that are not its. */
function cleanEnvironment(home: string): NodeJS.ProcessEnv {
  const foreign = /^(TOCSIN_|TEMPORAL_(?!CLI_PATH)|SMTP_)/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(own), TOCSIN_HOME: home };
}

/**
 * A stack with its drill open, in a temporary folder.
 *
 * @throws {RingNotRun} without a Temporal server
 */
export async function runningStack(): Promise<RunningStack> {
  try {
    await temporalProgram('temporal');
  } catch (error) {
    throw error instanceof Refusal ? new RingNotRun(3, error.details.message) : error;
  }
  const stack = new RunningStack();
  try {
    await stack.up();
  } catch (error) {
    await stack.down();
    throw error;
  }
  return stack;
}
