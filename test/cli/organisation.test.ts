import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { withClient } from '../../database/pool.ts';
import { migratedDatabase, type TestDatabase } from '../support/postgres.ts';
import { TOCSIN } from '../support/tocsin.ts';

interface Answered {
  status: number | null;
  stdout: string;
  json: Record<string, unknown>;
  code: string | undefined;
}

let database: TestDatabase;
let folder: string;
let key: string;
before(async () => {
  database = await migratedDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-organisation-'));
  key = randomBytes(32).toString('base64');
});
after(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function tocsin(args: string, ...more: string[]): Promise<Answered> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    TOCSIN_DATABASE_URL: database.url('desk'),
    TOCSIN_MASTER_KEY: key,
    TEMPORAL_ADDRESS: '127.0.0.1:1',
  };
  const command = [TOCSIN, ...args.split(' '), ...more];
  const child = spawn(process.execPath, command, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((end) => child.on('close', end)),
  ]);
  const json = /^[[{]/.test(stdout) ? (JSON.parse(stdout) as Record<string, unknown>) : {};
  return { status: child.exitCode, stdout, json, code: (json['error'] as { code?: string } | undefined)?.code };
}

const json = (args: string, ...more: string[]): Promise<Answered> => tocsin(args, ...more, '-o', 'json');
const policy = async (): Promise<unknown> => (await json('organisation show')).json['policy'];

describe('tocsin organisation, person, processor', () => {
  it('takes nothing else before an organisation is described', async () => {
    const first = await json('person add diego --roles dpo --name D --email d@acme.example --as diego');
    assert.deepEqual([first.status, first.code], [64, 'ORGANISATION_UNCLEAR']);
    const empty = await json('organisation set acme --country ES --as diego');
    assert.deepEqual([empty.status, empty.code], [65, 'WORDS_MISSING']);
    assert.equal((await json('organisation set acme --country ZZ --name A --as diego')).code, 'AUTHORITY_UNKNOWN');
    assert.equal((await json('organisation set Acme! --country ES --name A --as diego')).code, 'USAGE');
  });

  it('checks and records nothing with --dry-run', async () => {
    const dry = await json('organisation set acme --country ES --name Acme --dry-run --as diego');
    assert.deepEqual([dry.status, dry.json['dryRun']], [0, true]);
    assert.equal((await json('organisation show')).code, 'ORGANISATION_UNCLEAR');
  });

  it('lets anybody describe the first organisation and add its first person; R-9-7 Spain blocks for 3 years', async () => {
    const set = await json(
      'organisation set acme --country ES --name Acme --address',
      'Calle Mayor 1',
      '--as',
      'diego',
    );
    assert.equal(set.status, 0, set.stdout);
    const { zone, authority, name } = (await json('organisation show')).json;
    assert.deepEqual([zone, authority, name], ['Europe/Madrid', 'ES', 'Acme']);
    assert.equal(((await policy()) as { blockYears: number }).blockYears, 3);
    const person = await json(
      'person add diego --roles dpo,operator --name Diego --email diego@acme.example --as diego',
    );
    assert.equal(person.status, 0, person.stdout);
  });

  it('then only a DPO or operator may', async () => {
    const stranger = await json('person add eve --roles dpo --name Eve --email eve@evil.example --as eve');
    assert.deepEqual([stranger.status, stranger.code], [77, 'ROLE_NOT_ALLOWED']);
    const elena = await json('person add elena --roles decisionOwner --name Elena --email e@acme.example --as diego');
    assert.equal(elena.status, 0);
    assert.equal((await json('organisation set --second-person selfWithReason --as elena')).status, 77);
  });

  it('changes one part and leaves the rest as it is, sealed words included', async () => {
    await json('organisation set --cooling-minutes 0 --second-person selfWithReason --as diego');
    assert.deepEqual(await policy(), {
      secondPerson: 'selfWithReason',
      noticeSecondPersonAbove: 100,
      noticeCoolingMinutes: 0,
      recipientsDays: 90,
      blockYears: 3,
      fileYears: 5,
    });
    const { address, country } = (await json('organisation show')).json;
    assert.deepEqual([address, country], ['Calle Mayor 1', 'ES']);
  });

  it('ends a person once, and lists those who left only when asked', async () => {
    assert.equal((await json('person end elena --reason', 'Left', '--as', 'diego')).status, 0);
    assert.equal((await json('person end elena --as diego')).code, 'PERSON_UNKNOWN');
    const ids = async (args: string) =>
      ((await json(args)).json as unknown as { personId: string }[]).map(({ personId }) => personId);
    assert.deepEqual(await ids('person list'), ['diego']);
    assert.deepEqual(await ids('person list --all'), ['diego', 'elena']);
    assert.match((await tocsin('person list')).stdout, /Nobody is decisionOwner, handler/);
  });

  it('reads a processor from a file, and takes it anew', async () => {
    const file = path.join(folder, 'vendor.json');
    writeFileSync(file, JSON.stringify({ name: 'Vendor Inc.', service: 'Analytics', contractHours: 48 }));
    assert.equal((await json(`processor add vendor --from ${file} --as diego`)).status, 0);
    const listed = async () => (await json('processor list')).json as unknown as Record<string, unknown>[];
    const vendor = { processorId: 'vendor', name: 'Vendor Inc.', service: 'Analytics', sameGroup: false };
    assert.deepEqual(await listed(), [{ ...vendor, contractHours: 48 }]);
    await json(`processor add vendor --from ${file} --contract-hours 24 --as diego`);
    assert.deepEqual(await listed(), [{ ...vendor, contractHours: 24 }]);
    assert.equal((await json('processor add Vendor --name V --as diego')).code, 'FIELD_VALUE');
    assert.equal((await json('processor add vendor --name V --contract-hours soon --as diego')).status, 64);
  });

  it('leaves no name, address or e-mail in clear in the database', async () => {
    const found = await withClient(database.adminUrl, async (client) => {
      const tables = await client.query<{ name: string }>(
        `select table_schema || '.' || table_name as name from information_schema.tables
          where table_schema in ('public', 'keys') and table_type = 'BASE TABLE'`,
      );
      const rows = await Promise.all(
        tables.rows.map(({ name }) => client.query(`select t::text as row from ${name} t`)),
      );
      return rows.flatMap(({ rows: all }) => all.map(({ row }) => String(row))).join('\n');
    });
    assert.match(found, /diego/);
    for (const clear of ['Diego', 'diego@acme.example', 'Calle Mayor', 'Vendor Inc.', 'Analytics', 'Left'])
      assert.ok(!found.includes(clear), clear);
  });
});
