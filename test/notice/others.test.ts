import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { completeWave, startWave } from '../../activities/notice-campaign.ts';
import { sendNotices } from '../../activities/send-notices.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { loadFacts } from '../../database/case.ts';
import { saveWords } from '../../database/narrative.ts';
import { countOthers } from '../../database/notice-others.ts';
import { savePerson } from '../../database/organisation.ts';
import { withClient } from '../../database/pool.ts';
import { openMailed, recipientAad, recipientScope } from '../../database/recipients.ts';
import { inTransaction } from '../../database/transaction.ts';
import { writeOthersCsv, writeOthersPdf } from '../../desk/notice-others.ts';
import { csvCell } from '../../domain/notice/csv-cell.ts';
import { type PdfElement, readPdf } from '../support/pdf-reader.ts';
import { TOCSIN } from '../support/tocsin.ts';
import { type MailSink, mailSink } from './mail-sink.ts';
import { CASE, csvOf, ORGANISATION, type WaveFixture, waveFixture } from './wave-fixture.ts';

const PEOPLE = 200;
const numberOf = (address: string): number => Number(/^p(\d+)@/.exec(address)?.[1]);
/** Of a hundred people five are unknown, one has a full mailbox, one an unknown domain. */
const answerTo = (address: string): { code: number; text: string } | null => {
  const number = numberOf(address) % 100;
  if (number < 5) return { code: 550, text: '5.1.1 no such user' };
  if (number === 5) return { code: 552, text: '5.2.2 mailbox full' };
  return number === 6 ? { code: 550, text: '5.1.2 no such domain' } : null;
};
const UNREACHED = Array.from({ length: PEOPLE }, (_, at) => `p${at + 1}@example.test`).filter((one) => answerTo(one));

describe('people e-mail does not reach', () => {
  let fixture: WaveFixture;
  let sink: MailSink;
  let folder: string;
  let tried: string[];
  const facts = () => inTransaction(fixture.pool('worker'), (tx) => loadFacts(tx, ORGANISATION, CASE));
  const desk = () => ({ pool: fixture.pool('desk'), vault: fixture.vault });
  const key = (wave: number | null = null) => ({ caseId: CASE, wave });

  before(async () => {
    fixture = await waveFixture();
    tried = [];
    sink = await mailSink({
      refuse: (address) => {
        tried.push(address);
        return answerTo(address);
      },
    });
    folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-others-'));
    await inTransaction(fixture.pool('desk'), async (tx) => {
      for (const [personId, role] of [
        ['dana', 'dpo'],
        ['gloria', 'auditor'],
      ] as const) {
        const told = { name: personId, email: `${personId}@ejemplo.example` };
        const words = await saveWords(tx, fixture.vault, { organisationId: ORGANISATION, caseId: null }, told);
        await savePerson(tx, ORGANISATION, { personId, roles: [role], deputy: false, locale: 'es' }, words);
      }
    });
  });
  after(async () => {
    await sink.close();
    rmSync(folder, { recursive: true });
    await fixture.close();
  });

  /** Gives the people of whom `postal` knows one a postal address, as a list with one would. */
  const withPostal = async (postal: (address: string) => { name?: string; postal: string } | null): Promise<void> => {
    const changed = await inTransaction(fixture.pool('worker'), async (tx) => {
      const sealed = await fixture.vault.keyOf(tx, recipientScope(CASE));
      const { rows } = await tx.query<{ recipientId: string; sealed: Buffer }>(
        `select recipient_id as "recipientId", sealed from recipient`,
      );
      return rows.flatMap((row) => {
        const person = openMailed(sealed, row);
        const more = postal(person.address);
        const json = Buffer.from(JSON.stringify({ ...person, ...more }));
        return more ? [{ id: row.recipientId, sealed: sealed.seal(recipientAad(row.recipientId), json) }] : [];
      });
    });
    await withClient(fixture.database.adminUrl, async (client) => {
      for (const { id, sealed } of changed)
        await client.query('update recipient set sealed = $2 where recipient_id = $1', [id, sealed]);
    });
  };

  const csv = async (wave: number | null = null) => {
    let text = '';
    const sinkOf = {
      write: async (bytes: Buffer | string): Promise<void> => {
        text += bytes.toString();
      },
    };
    await writeOthersCsv(desk(), await facts(), key(wave), sinkOf);
    return { text, rows: parse(text, { columns: true, bom: true }) as Record<string, string>[] };
  };

  it('R07 R-34-3 records each refusal with both codes, tries none again, and lists exactly these people', async () => {
    await fixture.import(1, 'affected', csvOf(PEOPLE));
    await withPostal((address) => {
      if (numberOf(address) === 1) return { name: '=HYPERLINK("http://x","y")', postal: '@SUM(1)\n-28001 Madrid' };
      return numberOf(address) === 2
        ? { name: 'Łucja Ωmega', postal: 'Calle Mayor 1, 2.º\n28001 Madrid\nEspaña' }
        : null;
    });
    await fixture.approve(1);
    const sender = createPipeliningSender(sink.url);
    const dependencies = fixture.dependencies(sender);
    await startWave(dependencies, { caseId: CASE, wave: 1 });
    const limits = { signal: new AbortController().signal, boxMs: 30_000, heartbeat: () => {} };
    const { state } = await sendNotices(dependencies, { caseId: CASE, wave: 1 }, limits);
    await sendNotices(dependencies, { caseId: CASE, wave: 1 }, limits);
    sender.close();
    assert.equal(state, 'finished');
    assert.equal(UNREACHED.length, 14);
    assert.equal(sink.taken.length, PEOPLE - 14);
    assert.equal(tried.length, PEOPLE);
    await completeWave(dependencies, { caseId: CASE, wave: 1 });
    assert.deepEqual((await facts()).waves[1]?.notReached, { affected: 14 });

    const { rows } = await csv();
    assert.deepEqual(rows.map((row) => row['email']).sort(), [...UNREACHED].sort());
    const codes = Object.fromEntries(rows.map((row) => [row['email'], row['code']]));
    assert.deepEqual(
      [codes['p1@example.test'], codes['p5@example.test'], codes['p106@example.test']],
      ['550 5.1.1', '552 5.2.2', '550 5.1.2'],
    );
  });

  it('B4-28 writes no cell that a spreadsheet would run, in UTF-8 with its mark', async () => {
    const { text, rows } = await csv();
    assert.equal(text.charCodeAt(0), 0xfeff);
    assert.ok(text.includes(`"'=HYPERLINK(""http://x"",""y"")"`));
    const first = rows.find((row) => row['email'] === 'p1@example.test');
    assert.equal(first?.['postal_address'], "'@SUM(1)\n-28001 Madrid");
    assert.equal(rows.find((row) => row['email'] === 'p2@example.test')?.['name'], 'Łucja Ωmega');
    for (const cell of ['=1', '+1', '-2+3', '@SUM', '\tx', '\rx', '＝1'])
      assert.ok(csvCell(cell).startsWith(`"'`), cell);
    assert.equal(csvCell('a=1'), '"a=1"');
  });

  it('writes one tagged letter a person, in their language, with reference, window address and page numbers', async () => {
    const chunks: Buffer[] = [];
    const sinkOf = { write: async (bytes: Buffer | string) => void chunks.push(Buffer.from(bytes)) };
    const written = await writeOthersPdf(desk(), await facts(), key(1), sinkOf, fixture.clock.now);
    assert.deepEqual(written, { count: 2, without: 12 });
    const bytes = Buffer.concat(chunks);
    const pdf = readPdf(bytes);
    const textOf = (element: PdfElement | string): string =>
      typeof element === 'string' ? element : element.children.map(textOf).join(' ');
    const text = textOf(pdf.root).replace(/\s+/g, ' ');
    const tags = pdf.root.children.flatMap((child) => (typeof child === 'string' ? [] : [child.tag]));
    assert.deepEqual([pdf.ua, pdf.marked, pdf.unmarked], ['1', true, []]);
    assert.equal(tags.filter((tag) => tag === 'H1').length, 2);
    assert.match(text, /Łucja Ωmega Calle Mayor 1, 2\.º 28001 Madrid España/);
    assert.match(text, /2 de noviembre de 2026/);
    assert.match(text, /una brecha de seguridad ha afectado a datos personales suyos/);
    const numbers = pdf.artifacts.filter((each) => /^\d+\/\d+$/.test(each));
    assert.equal(numbers.filter((each) => each.startsWith('1/')).length, 2);
    const [line] = (await csv()).rows.filter((row) => row['email'] === 'p2@example.test');
    assert.match(line?.['reference'] ?? '', /^[0-9A-Z]{4}-/);
    assert.ok(text.includes(line?.['reference'] ?? ''));
  });

  it('leaves out whom a later wave reached, and lists a notice another mail server gave back', async () => {
    const [sent] = sink.taken;
    const { rows } = await withClient(fixture.database.adminUrl, (client) =>
      client.query<{ id: string }>(`select recipient_id as id from notice_delivery where message_id = $1`, [
        sent?.messageId,
      ]),
    );
    await withClient(fixture.database.adminUrl, (client) =>
      client.query(
        `insert into notice_report (report_sha256, position, case_id, wave, recipient_id, action, status, received_at)
         values (repeat('a', 64), 0, $1, 1, $2, 'failed', '5.1.1', now())`,
        [CASE, rows[0]?.id],
      ),
    );
    const counted = await inTransaction(fixture.pool('desk'), (tx) => countOthers(tx, key()));
    assert.deepEqual(counted, [
      { wave: 1, state: 'bounced', count: 1 },
      { wave: 1, state: 'refused', count: 14 },
    ]);
    const bounced = (await csv()).rows.find((row) => row['state'] === 'bounced');
    assert.deepEqual([bounced?.['email'], bounced?.['code']], [sent?.to[0], 'BOUNCED 5.1.1']);
    await withClient(fixture.database.adminUrl, (client) =>
      client.query(
        `insert into notice_delivery (case_id, wave, recipient_id, person_key, audience, locale, state, next_attempt_at, message_id, sent_at)
         select case_id, 2, gen_random_uuid(), person_key, audience, locale, 'sent', now(), '<later@x>', now()
           from notice_delivery where recipient_id = $1`,
        [bounced?.['id']],
      ),
    );
    assert.equal(
      (await csv()).rows.some((row) => row['id'] === bounced?.['id']),
      false,
    );
  });

  const tocsin = (...args: string[]) =>
    new Promise<{ exit: number | null; out: string; words: string }>((resolve) => {
      const env = {
        PATH: process.env['PATH'],
        HOME: folder,
        TOCSIN_HOME: folder,
        TOCSIN_DATABASE_URL: fixture.database.url('desk'),
        TOCSIN_MASTER_KEY: fixture.masterKey.toString('hex'),
        TEMPORAL_ADDRESS: '127.0.0.1:9',
      };
      const child = spawn(process.execPath, [TOCSIN, ...args], { env });
      let [out, words] = ['', ''];
      child.stdout.on('data', (chunk) => {
        out += chunk;
      });
      child.stderr.on('data', (chunk) => {
        words += chunk;
      });
      child.on('close', (exit) => resolve({ exit, out, words }));
    });

  it('T18 gives the list to nobody without the role, and leaves no file; else a file only its owner reads', async () => {
    const file = path.join(folder, 'others.csv');
    const refused = await tocsin('notice', 'others', CASE, '--csv', file, '--as', 'gloria', '-o', 'json');
    assert.equal(refused.exit, 77, refused.words);
    assert.equal(JSON.parse(refused.out).error.code, 'ROLE_NOT_ALLOWED');
    assert.equal(existsSync(file), false);
    const taken = await tocsin('notice', 'others', CASE, '--csv', file, '--as', 'dana');
    assert.equal(taken.exit, 75, taken.words);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(parse(readFileSync(file), { columns: true, bom: true }).length, 14);
    const tooMany = await tocsin(
      'notice',
      'posted',
      CASE,
      '--at',
      '2026-11-02T10:00:00Z',
      '--count',
      '15',
      '--as',
      'dana',
      '-o',
      'json',
    );
    assert.equal(JSON.parse(tooMany.out).error.code, 'POSTED_TOO_MANY');
    const listed = await tocsin(
      'notice',
      'posted',
      CASE,
      '--at',
      '2026-11-02T10:00:00Z',
      '--list',
      file,
      '--as',
      'dana',
      '--dry-run',
      '-o',
      'json',
    );
    assert.equal(listed.exit, 0, listed.words);
  });

  it('shows the plan of a wave in counts, as text and as JSON', async () => {
    await fixture.import(3, 'notAffected', csvOf(3, PEOPLE - 1));
    const { exit, out, words } = await tocsin('notice', 'plan', CASE, '--wave', '3', '-o', 'json');
    assert.equal(exit, 0, words);
    const plan = JSON.parse(out);
    assert.deepEqual(plan.totals, {
      firstNotice: 2,
      update: 0,
      correction: 0,
      reassurance: 1,
      alreadyTold: 0,
      otherChannel: 0,
      blocked: 0,
    });
    assert.deepEqual([plan.people, plan.added, plan.toldNotAffected, plan.neverReached], [3, 1, 3, 14]);
    const text = await tocsin('notice', 'plan', CASE, '--wave', '3');
    assert.match(text.out, /reassurance: told "you" or "perhaps" before +1/);
    assert.match(text.out, /would be told that they are NOT affected/);
    const started = await tocsin('notice', 'plan', CASE, '-o', 'json');
    assert.equal(JSON.parse(started.out).error.code, 'WAVE_STARTED');
  });
});
