import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { isAlive } from '../../cli/stack/processes.ts';
import { temporalProgram } from '../../cli/stack/temporal-binary.ts';
import { Refusal } from '../../domain/refusal.ts';
import { readStackFile } from '../../worker/stack-file.ts';
import { onRing, RingNotRun } from '../support/ring.ts';
import { tempFolder } from '../support/temp-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');
const home = tempFolder('up');
const env = { ...process.env, TOCSIN_HOME: home };
for (const name of ['TOCSIN_DATABASE_URL', 'TEMPORAL_ADDRESS', 'SMTP_URL']) Reflect.deleteProperty(env, name);

const { options } = await onRing(async () => {
  try {
    return await temporalProgram('temporal');
  } catch (error) {
    throw error instanceof Refusal ? new RingNotRun(3, error.details.message) : error;
  }
});

const tocsin = (...args: string[]): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', path.join(root, 'cli/main.ts'), ...args], { cwd: root, env });

/** Runs a command to its end. */
async function answer(...args: string[]): Promise<{ exit: number; data: unknown }> {
  const child = tocsin(...args, '-o', 'json');
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  const [exit] = await once(child, 'close');
  return { exit, data: JSON.parse(text) };
}

/** A running `tocsin up`: its words, and what to wait for in them. */
class Up {
  readonly child = tocsin('up', '-o', 'jsonl');
  readonly words: string[] = [];
  readonly #waiting: { pattern: RegExp; heard: (line: string) => void }[] = [];

  constructor() {
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#hear(line));
    }
    this.child.once('close', () => this.#hear(`ended after: ${this.words.join(' | ')}`));
  }

  /** The first line from now on that matches. */
  says(pattern: RegExp): Promise<string> {
    return new Promise((resolve, reject) => {
      const heard = (line: string) => (pattern.test(line) ? resolve(line) : reject(new Error(line)));
      this.#waiting.push({ pattern, heard });
    });
  }

  #hear(line: string): void {
    this.words.push(line);
    for (const [index, { pattern, heard }] of [...this.#waiting.entries()].reverse()) {
      if (!pattern.test(line) && !line.startsWith('ended after')) continue;
      this.#waiting.splice(index, 1);
      heard(line);
    }
  }
}

const processes = () => readStackFile(path.join(home, '.tocsin'))?.processes ?? {};
const pidOf = (name: string): number => processes()[name]?.pid ?? assert.fail(`no ${name} is noted`);

describe('tocsin up (ring 3)', options, () => {
  let up: Up;
  let ready: { pid: number; ui: string; nextDue: { caseId: string } | null };

  before(async () => {
    up = new Up();
    ready = JSON.parse(await up.says(/^\{"running":true/));
  });
  after(async () => {
    if (up.child.exitCode !== null || up.child.signalCode !== null) return;
    up.child.kill('SIGINT');
    await once(up.child, 'close');
  });

  it('says where everything is and opens a drill on the empty register', async () => {
    assert.match(ready.nextDue?.caseId ?? '', /^breach-\d{4}-9\d{3,5}$/);
    assert.equal((await fetch(ready.ui)).status, 200);
  });

  it('satisfies the doctor', async () => {
    const { exit, data } = await answer('doctor');
    assert.deepEqual(
      (data as { state: string }[]).filter(({ state }) => state === 'fault' || state === 'away'),
      [],
    );
    assert.equal(exit, 0);
  });

  it('is found by a second call, which starts nothing', async () => {
    const before = processes();
    const { exit, data } = await answer('up');
    assert.deepEqual([exit, (data as { pid: number }).pid], [0, ready.pid]);
    assert.deepEqual(processes(), before);
  });

  for (const [part, name] of [
    ['worker', 'Worker'],
    ['temporal', 'Temporal'],
    ['postgres', 'PostgreSQL'],
  ] as const) {
    it(`starts the ${part} again after kill -9`, async () => {
      const killed = pidOf(part);
      const back = up.says(new RegExp(`${name} is back`));
      process.kill(killed, 'SIGKILL');
      await back;
      assert.notEqual(pidOf(part), killed);
      assert.ok(isAlive(pidOf(part)));
    });
  }

  it('heals after kill -9 of itself: ends the orphans, starts all anew, opens no second drill', async () => {
    const orphans = ['worker', 'temporal', 'postgres'].map(pidOf);
    const closed = once(up.child, 'close');
    up.child.kill('SIGKILL');
    await closed;
    assert.deepEqual(orphans.filter(isAlive), orphans, 'they outlive the kill');
    up = new Up();
    const again = JSON.parse(await up.says(/^\{"running":true/));
    assert.deepEqual(orphans.filter(isAlive), []);
    assert.equal(again.nextDue.caseId, ready.nextDue?.caseId);
  });

  it('stops everything, worker first and PostgreSQL last, on Ctrl-C', async () => {
    const pids = ['worker', 'temporal', 'postgres'].map(pidOf);
    const closed = once(up.child, 'close');
    up.child.kill('SIGINT');
    assert.deepEqual(await closed, [0, null]);
    assert.deepEqual(pids.filter(isAlive), []);
    const stopped = up.words.filter((line) => /^✓ .* stopped$/.test(line));
    assert.deepEqual(stopped, [
      '✓ Worker stopped',
      '✓ Mail catcher stopped',
      '✓ Temporal stopped',
      '✓ PostgreSQL stopped',
    ]);
    assert.deepEqual(processes(), {});
  });

  it('refuses to make a new master key beside a sealed register', async () => {
    rmSync(path.join(home, '.tocsin/master.key'));
    const { exit, data } = await answer('up');
    assert.deepEqual([exit, (data as { error: { code: string } }).error.code], [69, 'MASTER_KEY_LOST']);
  });
});
