import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { inSnapshot } from '../../database/transaction.ts';
import { onDatabase } from '../support/postgres.ts';
import { onRing } from '../support/ring.ts';
import { deskFixture } from './desk-fixture.ts';

const { base: desk, options } = await onRing(() => deskFixture());
after(() => desk?.close());

const json = (args: string, ...more: string[]) => desk.tocsin([...args.split(' '), ...more, '-o', 'json']);
const claims = (key: string, value: unknown) => ({ claims: [{ key, value, source: 'controller' }] });
const AWARE = { learnedAt: '2026-03-09T09:00:00+01:00', precision: 'instant', from: 'confirmation', certain: true };
const at = '2026-03-09T10:00:00Z';
const filed = (over: object = {}) => ({
  authority: 'ES',
  subtype: 'incomplete',
  submittedAt: '2026-03-09T12:00:00Z',
  registryNumber: 'REGAGE26e00000000001',
  ...over,
});
const scope = (over: object) => ({
  role: 'controller',
  establishments: ['ES'],
  mainEstablishment: null,
  publicAuthority: null,
  representative: null,
  crossBorder: true,
  affected: { ES: 10 },
  ...over,
});

describe('a filing in phases', options, () => {
  let caseId: string;

  before(async () => {
    caseId = await desk.open(at, AWARE);
    await desk.said('case.recordFacts', { as: 'carla', at, caseId, body: claims('categories', ['customers']) });
    await desk.said('case.recordFacts', { as: 'carla', at, caseId, body: claims('countKind', 'tbd') });
    await desk.prepare(caseId, at);
  });

  it('of two who approve at once one does, and the other is told who', async () => {
    const packHash = (await desk.facts(caseId)).authorities['ES']?.packs.at(-1)?.hash;
    const body = { authority: 'ES', packHash, dpoAdvice: 'agrees' };
    const outcomes = await Promise.all(
      ['elena', 'olga'].map((as) => desk.outcomeOf('filing.approve', { as, at, caseId, body })),
    );
    const [refused] = outcomes.flatMap((outcome) => (outcome.accepted ? [] : [outcome.refusal]));
    assert.equal(outcomes.filter(({ accepted }) => accepted).length, 1);
    assert.equal(refused?.code, 'ALREADY_APPROVED');
    const by = (await desk.facts(caseId)).authorities['ES']?.approval?.by ?? '';
    assert.match(refused?.message ?? '', new RegExp(`'${by}' approved this pack`));
  });

  it('freezes what was filed, and the next phase shows what changed since, by field', async () => {
    const approved = (await desk.facts(caseId)).authorities['ES']?.approval?.packHash;
    await desk.said('filing.recordSubmission', { as: 'carla', at: '2026-03-09T13:00:00Z', caseId, body: filed() });
    assert.equal((await desk.facts(caseId)).authorities['ES']?.phases[0]?.packHash, approved);
    const later = '2026-03-20T10:00:00Z';
    await desk.said('case.recordFacts', { as: 'carla', at: later, caseId, body: claims('countKind', 'exact') });
    await desk.said('case.recordFacts', { as: 'carla', at: later, caseId, body: claims('count', 1200) });
    await desk.prepare(caseId, later);
    const { json: draft } = await json(`filing draft ${caseId}`);
    const pack = draft['pack'] as { previous: object; changes: { key: string; before: string; after: string }[] };
    assert.deepEqual([draft['kept'], draft['phase']], [true, 'complementary']);
    assert.deepEqual(pack.previous, {
      registryNumber: 'REGAGE26e00000000001',
      submittedAt: '2026-03-09T12:00:00Z',
      phase: 'initial',
      packHash: approved,
    });
    const changed = pack.changes.filter(({ key }) => ['count', 'countKind'].includes(key));
    assert.deepEqual(
      changed.map(({ key, before, after: now }) => [key, before, now]),
      [
        ['countKind', 'Por determinar', 'Exacto'],
        ['count', null, '1.200'],
      ],
    );
    const shown = await desk.tocsin(['filing', 'draft', caseId]);
    assert.match(shown.stdout, /Changed since the initial filing of 2026-03-09 under REGAGE26e00000000001/);
    assert.match(shown.stdout, / {2}\+ 1\.200/);
  });

  it('compares with nothing when the frozen pack is not what the register refers to, and says so', async () => {
    const document = (await desk.facts(caseId)).authorities['ES']?.phases[0]?.packDocumentId;
    const other = (await desk.facts(caseId)).authorities['ES']?.packs.at(-1)?.documentId;
    const swap =
      'update document set sealed = (select sealed from document where document_id = $1) where document_id = $2';
    await onDatabase(desk.database.adminUrl, async (client) => {
      await client.query('alter table document disable trigger user');
      await client.query(swap, [other, document]);
    });
    const { json: draft } = await json(`filing draft ${caseId} --form edpb`);
    const pack = draft['pack'] as { changes?: unknown; findings: { code: string }[] };
    assert.equal(pack.changes, undefined);
    assert.ok(pack.findings.some(({ code }) => code === 'PREVIOUS_PACK_BROKEN'));
  });
});

describe('a number of another case', options, () => {
  it('is questioned, and recorded only when somebody means it', async () => {
    const caseId = await desk.open(at, AWARE);
    const other = await desk.open(at, AWARE);
    const number = 'REGAGE26e00000000500';
    await desk.said('filing.recordSubmission', {
      as: 'carla',
      at: '2026-03-09T13:00:00Z',
      caseId: other,
      body: filed({ registryNumber: number }),
    });
    const command = `filing submitted ${caseId} --at 2026-03-09T12:00 --number ${number} --as carla`;
    const asked = await json(command);
    assert.deepEqual([asked.code, asked.status], ['NOT_CONFIRMED', 64]);
    assert.match(JSON.stringify(asked.json), new RegExp(other));
    // Temporal is away in this test: what is meant is stored and waits.
    const meant = await json(command, '--yes');
    assert.deepEqual([meant.code, meant.status], ['SAVED_WAITING', 75]);
  });
});

describe('many authorities', options, () => {
  let caseId: string;
  const COUNTRIES = { ES: 1200, PT: 40, FR: null, FI: 3 };

  before(async () => {
    caseId = await desk.open(at, AWARE);
    const everywhere = scope({ establishments: [], affected: COUNTRIES, outside: { UK: 4, CH: 2 } });
    await desk.said('case.setScope', { as: 'carla', at, caseId, body: everywhere });
    await desk.prepare(caseId, at);
  });

  it('stand in one table with what is owed, by when there and here, channel and pack', async () => {
    const { json: listed } = await json(`filing list ${caseId}`);
    const rows = listed['authorities'] as Record<string, unknown>[];
    assert.deepEqual(
      rows.map(({ code, state, dueAt, actByThere }) => [code, state, dueAt, actByThere]),
      [
        ['ES', 'late', '2026-03-12T09:00:00+01:00', '2026-03-12T09:00:00+01:00'],
        ['FI', 'late', '2026-03-12T09:00:00+01:00', '2026-03-12T10:00:00+02:00'],
        ['FR', 'late', '2026-03-12T09:00:00+01:00', '2026-03-12T09:00:00+01:00'],
        ['PT', 'late', '2026-03-12T09:00:00+01:00', '2026-03-12T08:00:00+00:00'],
        ['UK', 'late', '2026-03-12T09:00:00+01:00', '2026-03-12T08:00:00+00:00'],
        ['CH', 'notRequired', null, null],
      ],
    );
    assert.ok(rows.slice(0, 5).every(({ pack }) => pack !== null));
    const { stdout } = await desk.tocsin(['filing', 'list', caseId]);
    assert.match(stdout, /Owed to 5 of 6: \d+ d \d+ h LATE, until Thu 12 Mar 2026 09:00 Madrid/);
    assert.match(
      stdout,
      /FI +competent +LATE +initial, MISSED +Thu 12 Mar 10:00 Helsinki \(UTC\+02:00\) +Thu 12 Mar 09:00/,
    );
  });

  it('each get their pack in one command; nothing there is replaced unasked', async () => {
    const dir = path.join(desk.folder, 'packs');
    const first = await json(`filing packs ${caseId} --dir ${dir} --format json,html,pdf`);
    assert.equal(first.status, 0);
    const names = ['ES', 'FI', 'FR', 'PT', 'UK'].flatMap((code) =>
      ['html', 'json', 'pdf'].map((end) => `${caseId}-${code}-initial.${end}`),
    );
    assert.deepEqual(readdirSync(dir).sort(), names.sort());
    const packs = first.json as unknown as { authority: string; kept: boolean; files: string[] }[];
    assert.ok(packs.every(({ kept }) => kept));
    const again = await json(`filing packs ${caseId} --dir ${dir} --format json`);
    assert.deepEqual([again.code, again.status], ['FILE_EXISTS', 65]);
    assert.equal((await json(`filing packs ${caseId} --dir ${dir} --format json --yes`)).status, 0);
    const dry = path.join(desk.folder, 'dry');
    assert.equal((await json(`filing packs ${caseId} --dir ${dry} --dry-run`)).status, 0);
    assert.equal(existsSync(dry), false);
    const wrong = await json(`filing packs ${caseId} --dir ${dry} --format docx`);
    assert.equal(wrong.status, 64);
  });

  it('are approved in one command, each pack by itself, after one question for all', async () => {
    const command = `filing approve ${caseId} --all --dpo-advice agrees --as elena`;
    const codes = (answer: Record<string, unknown>) =>
      (answer as unknown as { authority: string }[]).map(({ authority }) => authority);
    const dry = await json(`${command} --dry-run`);
    assert.deepEqual([codes(dry.json), dry.status], [['ES', 'FI', 'FR', 'PT', 'UK'], 0]);
    assert.deepEqual((await json(command)).code, 'NOT_CONFIRMED');
    assert.equal((await json(`${command} --authority ES --yes`)).status, 64);
    const said = await json(`${command} --yes`);
    // The case cannot be reached here: each approval is kept and waits.
    assert.equal(said.status, 75);
    const waiting = said.json as unknown as { error: { code: string } }[];
    assert.deepEqual(
      waiting.map(({ error }) => error.code),
      Array.from({ length: 5 }, () => 'SAVED_WAITING'),
    );
  });

  it('a list of filings is looked at whole before anything is said', async () => {
    const folder = path.join(desk.folder, 'lists');
    mkdirSync(folder);
    const write = (name: string, text: string): string => {
      writeFileSync(path.join(folder, name), text);
      return path.join(folder, name);
    };
    const waiting = async (): Promise<number> =>
      inSnapshot(desk.pool, async (tx) => Number((await tx.query('select count(*) as n from statement')).rows[0].n));
    const before = await waiting();
    const faults: [string, string][] = [
      ['columns.csv', 'authority,submittedAt,what\nES,2026-03-09T12:00,x\n'],
      ['missing.csv', 'authority,submittedAt\nES,\n'],
      ['empty.csv', 'authority,submittedAt\n'],
      ['broken.csv', 'authority,submittedAt\n"ES,2026\n'],
      ['list.json', '[1]'],
    ];
    for (const [name, text] of faults) {
      const { code, status } = await json(`filing submitted ${caseId} --from ${write(name, text)} --as carla`);
      assert.deepEqual([name, code, status], [name, 'RECEIPTS_FORM', 65]);
    }
    const good = write('good.csv', 'authority,submittedAt,registryNumber\nES,2026-03-09T12:00,A-1\n');
    const both = await json(`filing submitted ${caseId} --from ${good} --number B-1 --as carla`);
    assert.deepEqual([both.code, both.status], ['USAGE', 64]);
    assert.equal(await waiting(), before);
  });
});

describe('an authority that is only concerned', options, () => {
  it('T-8-1 R-1-15 gets a courtesy copy: nothing is owed, kept or approved', async () => {
    const caseId = await desk.open(at, AWARE);
    const body = scope({
      establishments: ['IE', 'ES'],
      mainEstablishment: { country: 'IE', evidenced: true },
      affected: { ES: 10, IE: 5 },
    });
    await desk.said('case.setScope', { as: 'carla', at, caseId, body });
    await desk.prepare(caseId, at);
    const { json: draft, status } = await json(`filing draft ${caseId} --authority ES`);
    const pack = draft['pack'] as { courtesy: boolean; form: { id: string } };
    assert.deepEqual([status, draft['kept'], pack.courtesy, pack.form.id], [0, false, true, 'aepd']);
    const approve = await json(`filing approve ${caseId} --authority ES --dpo-advice agrees --yes --as elena`);
    assert.equal(approve.code, 'PACK_NOT_READY');
    const { json: listed } = await json(`filing list ${caseId}`);
    const rows = listed['authorities'] as { code: string; role: string; state: string; owed: unknown }[];
    assert.deepEqual(
      rows.map(({ code, role, state, owed }) => [code, role, state, owed === null]),
      [
        ['IE', 'lead', 'late', false],
        ['ES', 'listed', 'courtesy', true],
      ],
    );
    await desk.said('filing.recordCorrespondence', {
      as: 'carla',
      at: '2026-03-11T10:00:00Z',
      caseId,
      body: { authority: 'ES', direction: 'out', receivedAt: '2026-03-11T09:00:00Z' },
    });
    assert.deepEqual(
      (await desk.facts(caseId)).courtesyNotices.map(({ authority }) => authority),
      ['ES'],
    );
    const { json: packs } = await json(`filing packs ${caseId} --dir ${path.join(desk.folder, 'lead')} --format text`);
    const files = (packs as unknown as { files: string[] }[]).flatMap((each) => each.files);
    assert.deepEqual(
      files.map((file) => path.basename(file)),
      [`${caseId}-IE-initial.txt`],
    );
    assert.match(readFileSync(files[0] ?? '', 'utf8'), /IE/);
  });
});
