import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { TOCSIN } from '../support/tocsin.ts';

const root = path.resolve(import.meta.dirname, '../..');
const LONGEST_MS = 240_000;

interface Line {
  storyAt: string;
  actor: string;
  kind: string;
  sentence: string;
  source?: string;
  ok?: boolean;
  checks?: number;
  failed?: number;
}

let lines: Line[];
let status: number | null;

function rehearse(): { status: number | null; stdout: string; stderr: string } {
  const args = [TOCSIN, 'rehearse', 'mixpanel', '-o', 'jsonl'];
  const options = { cwd: root, encoding: 'utf8', timeout: LONGEST_MS, maxBuffer: 32 * 1024 * 1024 } as const;
  return spawnSync(process.execPath, args, options);
}

before(() => {
  let run = rehearse();
  // The time-skipping server itself was seen to stand still on an overloaded machine; only that is tried once more.
  if (run.stdout.includes('"REHEARSAL_STUCK"')) run = rehearse();
  status = run.status;
  assert.equal(status, 0, `${run.stderr}\n${run.stdout.split('\n').slice(-3).join('\n')}`);
  lines = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
});

const said = (day: string, sentence: RegExp): Line | undefined =>
  lines.find((line) => line.storyAt?.startsWith(day) && sentence.test(line.sentence));

describe('tocsin rehearse mixpanel', () => {
  it('T-8-3 ends as the law tables say, every check of it', () => {
    const summary = lines.at(-1);
    assert.deepEqual([summary?.kind, summary?.failed], ['summary', 0]);
    const checks = lines.filter(({ kind }) => kind === 'check');
    assert.equal(checks.length, summary?.checks);
    assert.deepEqual(
      checks.filter(({ ok }) => ok !== true),
      [],
    );
    for (const source of ['T-3-18', 'T-5-1', 'T-2-6', 'T-8-3', 'T-9-2', 'T-9-4']) {
      assert.ok(
        checks.some((check) => check.source?.includes(source)),
        source,
      );
    }
  });

  it('tells the vendor’s silence, the filing, both waves, and the end of the file in the story’s own days', () => {
    assert.ok(said('2025-11-10T00:00', /^Reminded .*controller\/2\/notice \(0h\)/));
    assert.ok(said('2025-11-27T00:00', /^Reminded .*authority\/ES\/initial \(-24h\)/));
    assert.ok(said('2025-11-27T18:30', /^Filed with ES \(initial, incomplete\)/));
    assert.ok(said('2025-11-28T09:10', /^Finished wave 1: .*10 sent/));
    assert.ok(said('2025-12-19T10:10', /^Finished wave 2: .*3 sent, 1 suppressed/));
    assert.ok(said('2026-04-11', /^Blocked the lists/));
    assert.ok(said('2029-01-12', /^Erased the lists/));
    assert.ok(said('2031-01-12', /^Destroyed the case key/));
  });

  it('reminds each duty of each hour once', () => {
    const reminders = lines.filter(({ kind }) => kind === 'reminder.send').map(({ sentence }) => sentence);
    const initial = reminders.filter((sentence) => sentence.includes('authority/ES/initial'));
    const rungs = initial.map((sentence) => /authority\/ES\/initial \(([^)]+)\)/.exec(sentence)?.[1]);
    assert.deepEqual(rungs, ['-48h', '-24h', '-12h', '-6h']);
  });
});

describe('a rehearsal somebody stops', () => {
  it('says so and leaves no server and no file behind', async () => {
    const temporary = mkdtempSync(path.join(os.tmpdir(), 'tocsin-stopped-'));
    const args = [TOCSIN, 'rehearse', 'mixpanel', '-o', 'jsonl'];
    const run = spawn(process.execPath, args, { cwd: root, env: { ...process.env, TMPDIR: temporary } });
    let told = '';
    run.stdout.on('data', (chunk: Buffer) => {
      if (told === '') run.kill('SIGINT');
      told += chunk.toString();
    });
    const [status] = await once(run, 'close');
    assert.equal(status, 69, told);
    assert.match(told, /"REHEARSAL_STOPPED"/);
    assert.deepEqual(
      readdirSync(temporary).filter((name) => name.startsWith('tocsin-')),
      [],
    );
    rmSync(temporary, { recursive: true, force: true });
  });
});
