import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { saveWords } from '../../database/narrative.ts';
import { withClient } from '../../database/pool.ts';
import { inTransaction } from '../../database/transaction.ts';
import { TOCSIN } from '../support/tocsin.ts';
import { CASE, type RegisterFixture, registerFixture } from './register-fixture.ts';

let fixture: RegisterFixture;
let folder: string;
before(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-register-'));
  fixture = await registerFixture();
  const words = await inTransaction(fixture.pool('worker'), (tx) =>
    saveWords(tx, fixture.vault, { organisationId: 'acme', caseId: CASE }, { cause: 'canary-word' }),
  );
  await fixture.append({ body: { words } });
  await fixture.append({ caseId: 'breach-2026-0043' });
  await fixture.append({ actor: 'engine', assurance: 'engine', kind: 'reminder.send' });
});
after(async () => {
  await fixture.close();
  rmSync(folder, { recursive: true });
});

interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
  json: Record<string, unknown>;
}

function tocsin(args: string, env: Record<string, string> = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [TOCSIN, 'register', ...args.split(' ')], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], TOCSIN_DATABASE_URL: fixture.database.url('desk'), ...env },
  });
  const json = stdout.startsWith('{') ? (JSON.parse(stdout) as Record<string, unknown>) : {};
  return { status, stdout, stderr, json };
}

const errorCode = ({ json }: Run): unknown => (json['error'] as { code?: string } | undefined)?.code;

describe('tocsin register', () => {
  it('verifies the database, its words too, and says what that proves', () => {
    const found = tocsin('verify --words -o json', { TOCSIN_MASTER_KEY: fixture.masterKey.toString('base64') });
    const { entries, ok, brokenAt, assurance, words, actors } = found.json;
    assert.deepEqual(
      { status: found.status, entries, ok, brokenAt, assurance, words, actors },
      {
        status: 0,
        entries: 3,
        ok: true,
        brokenAt: null,
        assurance: 'chain only',
        words: { checked: 1, erased: 0 },
        actors: { claimed: 2, engine: 1 },
      },
    );
    const text = tocsin('verify');
    assert.match(text.stdout, /✓ 3 entries/);
    assert.match(text.stdout, /'claimed' is a name somebody typed/);
    assert.ok(text.stdout.includes(`Head: 3:${String(found.json['head'])}`));
  });

  it('exports a case to a file that verifies with no database, and never replaces one unasked', () => {
    const exported = tocsin(`export ${CASE} -o json`);
    const file = path.join(folder, `${CASE}-register.json`);
    assert.deepEqual([exported.status, exported.json['entries'], exported.json['written']], [0, 2, true]);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(errorCode(tocsin(`export ${CASE} -o json`)), 'FILE_EXISTS');
    assert.equal(tocsin(`export ${CASE} --yes`).status, 0);
    assert.equal(tocsin(`export ${CASE} --dry-run --file other.json -o json`).json['written'], false);

    const offline = { TOCSIN_DATABASE_URL: '' };
    const verified = tocsin(`verify ${file} -o json --head ${String(exported.json['head'])}`, offline);
    assert.deepEqual(
      [verified.status, verified.json['ok'], verified.json['assurance']],
      [0, true, 'witnessed until 3'],
    );
    writeFileSync(file, readFileSync(file, 'utf8').replace('reminder.send', 'reminder.sent'));
    const broken = tocsin(`verify ${file} -o json`, offline);
    assert.deepEqual(
      [broken.status, broken.json['ok'], (broken.json['brokenAt'] as { seq: number }).seq],
      [65, false, 3],
    );
  });

  it('refuses with a code, a sentence and what to do', () => {
    const cases: [string, Record<string, string>, string, number][] = [
      ['verify', { TOCSIN_DATABASE_URL: '' }, 'SETTING_MISSING', 69],
      ['verify', { TOCSIN_DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' }, 'DATABASE_AWAY', 69],
      ['verify no-such-file.json', {}, 'FILE_NOT_READABLE', 65],
      ['verify --head abc', {}, 'HEAD_NOT_READABLE', 64],
      ['verify --words', {}, 'SETTING_MISSING', 69],
      ['verify --words', { TOCSIN_MASTER_KEY: Buffer.alloc(32, 'ab').toString('hex') }, 'KEY_UNKNOWN', 69],
      ['export breach-2026-9999', {}, 'CASE_UNKNOWN', 65],
      ['export', {}, 'USAGE', 64],
    ];
    for (const [args, env, code, status] of cases) {
      const refused = tocsin(`${args} -o json`, env);
      assert.deepEqual([errorCode(refused), refused.status], [code, status], args);
      assert.ok(!refused.stdout.includes('secret') && !refused.stderr.includes('    at '), args);
    }
  });

  it('names the entry of which the owner changed one byte, and exits 65', async () => {
    await fixture.asOwner();
    await withClient(fixture.database.adminUrl, (client) =>
      client.query(`update register_entry set actor = 'anb' where seq = 2`),
    );
    const found = tocsin('verify -o json');
    assert.equal(found.status, 65);
    assert.deepEqual([found.json['ok'], (found.json['brokenAt'] as { seq: number }).seq], [false, 2]);
    assert.match(tocsin('verify').stdout, /BROKEN at entry 2: its content was changed/);
  });

  it('verifies every organisation, names the broken one, and wants --org for a known head', async () => {
    await fixture.append({ organisationId: 'zeta' });
    const { json, status } = tocsin('verify -o json');
    assert.deepEqual([status, json['entries'], json['ok'], json['head']], [65, 4, false, null]);
    assert.deepEqual((json['brokenAt'] as { organisationId: string }).organisationId, 'acme');
    assert.equal(tocsin('verify --org zeta').status, 0);
    assert.equal(errorCode(tocsin(`verify -o json --head ${'a'.repeat(64)}`)), 'USAGE');
    assert.equal(tocsin(`verify --org zeta --head ${'a'.repeat(64)}`).status, 65);
  });
});
