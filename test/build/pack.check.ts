import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { packOf } from '../../domain/filing/pack.ts';
import { storyInput } from '../domain/filing/story-input.ts';
import { readPdf } from '../support/pdf-reader.ts';

// Builds, packs and installs the package: a minute or more, and it asks the registry for what npm has not cached. So it
// is no part of `npm test`; run it with `npm run test:pack`.

const root = path.resolve(import.meta.dirname, '../..');
const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'tocsin-pack-')));
const project = path.join(folder, 'somewhere else');
const run = promisify(execFile);
/** No command takes so long, unless what it waits for never comes. */
const LONGEST_MS = 300_000;

interface Ended {
  exit: number;
  stdout: string;
  stderr: string;
}

const command = path.join(project, 'node_modules/.bin/tocsin');
const foreign = /^(TOCSIN_|TEMPORAL_(?!CLI_PATH|TEST_SERVER_PATH)|SMTP_)/; // servers of this machine are none of the test's
const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
const env = { ...own, TOCSIN_HOME: folder, NODE_OPTIONS: '', TZ: 'Asia/Kolkata' };

/** Runs the installed command as a person would: by the link in `node_modules/.bin`. */
async function tocsin(...args: string[]): Promise<Ended> {
  try {
    return { exit: 0, ...(await run(command, args, { cwd: folder, env, maxBuffer: 64 << 20, timeout: LONGEST_MS })) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { exit: code, stdout, stderr };
  }
}

/** The installed `tocsin up`, until it runs. @throws with its words when it ends instead */
async function up(): Promise<ChildProcess> {
  const child = spawn(command, ['up', '-o', 'jsonl'], { cwd: folder, env });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('"running":true')) resolve();
      });
    }
    child.once('close', () => reject(new Error(said)));
  });
  return child;
}

/** Says something with the installed command, and yields its answer. */
async function answer<T>(...args: string[]): Promise<T> {
  const { exit, stdout, stderr } = await tocsin(...args, '-o', 'json');
  assert.equal(exit, 0, `tocsin ${args.join(' ')}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

const TEXTS = ['nature', 'when', 'data', 'notAffected', 'consequences', 'measures', 'advice', 'contact', 'verify'];
const PEOPLE = ['ana', 'berta', 'carla'];

/** A drill whose people may be told at once, and its first wave, approved. Yields the case. */
async function approvedWave(): Promise<string> {
  await answer('organisation', 'set', '--cooling-minutes', '0', '--as', 'diego');
  const today = new Date().toISOString().slice(0, 10);
  const opening = [
    '--drill',
    '--certain',
    '--learned-at',
    today,
    '--learned-from',
    'confirmation',
    '--what',
    'A drill',
  ];
  const { caseId } = await answer<{ caseId: string }>('case', 'open', ...opening, '--as', 'carla');
  const texts = TEXTS.flatMap((field) => [
    '--words',
    `notice.es.${field}=Lo que hay que decir, en el teléfono 900 000 000`,
  ]);
  await answer('case', 'facts', caseId, ...texts, '--confidence', 'confirmed', '--as', 'carla');
  const risk = [
    '--dpc',
    '3',
    '--ei',
    '1',
    '--cb',
    '1',
    '--risk',
    'high',
    '--notify',
    '--communicate',
    '--reasons',
    'A drill',
  ];
  await answer('risk', 'assess', caseId, ...risk, '--as', 'diego');
  const list = path.join(folder, 'people.csv');
  writeFileSync(list, `email,name\n${PEOPLE.map((name) => `${name}@example.test,${name}`).join('\n')}\n`);
  await answer('recipients', 'import', caseId, list, '--as', 'carla');
  await answer('notice', 'approve', caseId, '--yes', '--as', 'elena');
  return caseId;
}

describe('the packed tarball', () => {
  before(async () => {
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
    const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }];
    await run('mkdir', ['-p', project]);
    writeFileSync(path.join(project, 'package.json'), '{ "name": "somewhere-else", "private": true }');
    const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', path.join(folder, filename)];
    await run('npm', install, { cwd: project });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('brings the built files, the workflow bundle, and neither sources nor the loader of them', () => {
    const installed = path.join(project, 'node_modules/tocsin');
    assert.ok(existsSync(path.join(installed, 'dist/workflow-bundle.js')));
    assert.ok(existsSync(path.join(installed, 'dist/database/migrations/0001-register.sql')));
    assert.equal(existsSync(path.join(installed, 'cli/main.ts')), false);
    assert.equal(existsSync(path.join(project, 'node_modules/tsx')), false);
    assert.equal(existsSync(path.join(project, 'node_modules/typescript')), false);
  });

  it('says what it can do', async () => {
    const { exit, stdout } = await tocsin('--help');
    assert.equal(exit, 0);
    assert.match(stdout, /Usage: tocsin/);
  });

  it('T-3-12 computes the 72 hours across the end of summer time', async () => {
    const asked = ['--aware', '2026-10-23T18:00:00+02:00', '--authority', 'ES', '-o', 'json'];
    const { exit, stdout } = await tocsin('law', 'clocks', ...asked);
    assert.equal(exit, 0);
    const { operational, reg1182 } = JSON.parse(stdout);
    assert.deepEqual([operational, reg1182], ['2026-10-26T17:00:00+01:00', '2026-10-26T18:00:00+01:00']);
  });

  it('writes a filing as a PDF, with the typeface it brings', async () => {
    const files = { pack: path.join(folder, 'pack.json'), pdf: path.join(folder, 'pack.pdf') };
    writeFileSync(files.pack, JSON.stringify(packOf(storyInput())));
    const script = `import { readFileSync, writeFileSync } from 'node:fs';
      import { renderPackPdf } from './node_modules/tocsin/dist/templates/filing-pack-pdf.js';
      const [pack, pdf] = process.argv.slice(1);
      writeFileSync(pdf, await renderPackPdf(JSON.parse(readFileSync(pack, 'utf8'))));`;
    await run(process.execPath, ['--input-type=module', '-e', script, files.pack, files.pdf], { cwd: project });
    const { ua, fonts, unmarked } = readPdf(readFileSync(files.pdf));
    assert.deepEqual([ua, fonts.map(({ embedded }) => embedded), unmarked], ['1', [true, true], []]);
  });

  it('plays the rehearsal as the law tables say, on servers of its own', async () => {
    const { exit, stdout, stderr } = await tocsin('rehearse', 'mixpanel', '-o', 'jsonl');
    assert.equal(exit, 0, stderr);
    const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    assert.equal(summary.kind, 'summary');
    assert.equal(summary.failed, 0);
    assert.ok(summary.checks > 0);
  });

  it('tells the people of a drill, each once, by the thread that it brings', async () => {
    const stack = await up();
    try {
      const caseId = await approvedWave();
      const followed = await tocsin('notice', 'status', caseId, '--follow', '-o', 'jsonl');
      const { state, counts } = JSON.parse(followed.stdout.trim().split('\n').at(-1) ?? '');
      assert.deepEqual([state, counts], ['completed', { sent: PEOPLE.length }]);
      const mails = await answer<{ to: string[]; subject: string }[]>('mail', 'list');
      const notices = mails.filter(({ to: [to] }) => to?.endsWith('@example.test'));
      assert.deepEqual(
        notices.map(({ to: [to] }) => to).sort(),
        PEOPLE.map((name) => `${name}@example.test`),
      );
      for (const { subject } of notices) assert.match(subject, /^\[SIMULACRO\]/);
      const log = readFileSync(path.join(folder, '.tocsin/logs/worker.log'), 'utf8');
      assert.doesNotMatch(log, /"level":50/);
    } finally {
      const closed = once(stack, 'close');
      stack.kill('SIGINT');
      await closed;
    }
  });
});
