import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { saveWords } from '../../database/narrative.ts';
import { savePerson } from '../../database/organisation.ts';
import { withClient } from '../../database/pool.ts';
import { inTransaction } from '../../database/transaction.ts';
import { TOCSIN } from '../support/tocsin.ts';
import { type MailSink, mailSink } from './mail-sink.ts';
import { CASE, csvOf, ORGANISATION, type WaveFixture, waveFixture } from './wave-fixture.ts';

const NOBODY_LISTENS = '127.0.0.1:9';

interface Ran {
  exit: number | null;
  out: string;
  words: string;
}

describe('tocsin recipients, tocsin notice', () => {
  let fixture: WaveFixture;
  let sink: MailSink;
  let folder: string;
  before(async () => {
    fixture = await waveFixture();
    sink = await mailSink();
    folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-notice-'));
    await inTransaction(fixture.pool('desk'), async (tx) => {
      const told = { name: 'Dana', email: 'Dana@ejemplo.example' };
      const words = await saveWords(tx, fixture.vault, { organisationId: ORGANISATION, caseId: null }, told);
      await savePerson(
        tx,
        ORGANISATION,
        { personId: 'dana', roles: ['dpo', 'decisionOwner'], deputy: false, locale: 'es' },
        words,
      );
    });
  });
  after(async () => {
    await sink.close();
    rmSync(folder, { recursive: true });
    await fixture.close();
  });

  const tocsin = (...args: string[]): Promise<Ran> => {
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      TOCSIN_HOME: folder,
      TOCSIN_ACTOR: 'dana',
      TOCSIN_DATABASE_URL: fixture.database.url('desk'),
      TOCSIN_IMPORTER_DATABASE_URL: fixture.database.url('importer'),
      TOCSIN_MASTER_KEY: fixture.masterKey.toString('hex'),
      TEMPORAL_ADDRESS: NOBODY_LISTENS,
      SMTP_URL: sink.url,
      TOCSIN_MAIL_FROM: 'tocsin@ejemplo.example',
    };
    const child = spawn(process.execPath, [TOCSIN, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ran: Ran = { exit: null, out: '', words: '' };
    child.stdout.on('data', (chunk) => {
      ran.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      ran.words += chunk;
    });
    return new Promise((resolve) => child.on('close', (exit) => resolve({ ...ran, exit })));
  };
  const list = (text: string): string => {
    const file = path.join(folder, 'people.csv');
    writeFileSync(file, text);
    return file;
  };
  const lists = async () =>
    withClient(
      fixture.database.adminUrl,
      async (client) => (await client.query('select import_id from recipient_import')).rowCount,
    );

  it('refuses a bad line with exit 65 and keeps nothing', async () => {
    const { exit, out } = await tocsin('recipients', 'import', CASE, list(`${csvOf(3)}evil@\n`), '-o', 'json');
    assert.equal(exit, 65);
    assert.equal(JSON.parse(out).error.code, 'RECIPIENTS_ROW');
    assert.equal(await lists(), 0);
  });

  it('keeps a list whose statement waits for Temporal, and says so with exit 75', async () => {
    const { exit, words } = await tocsin('recipients', 'import', CASE, list(csvOf(3)));
    assert.equal(exit, 75, words);
    assert.match(words, /SAVED_WAITING/);
    assert.equal(await lists(), 1);
  });

  it('previews real people, masked, and says what an approval would approve', async () => {
    await fixture.import(
      1,
      'affected',
      'email,name,locale\nana.secret@hidden.test,Ana Secreta,es\nb@hidden.test,,fr\n',
    );
    const { exit, out } = await tocsin('notice', 'preview', CASE, '-o', 'json');
    assert.equal(exit, 0);
    const seen = JSON.parse(out);
    assert.deepEqual([seen.count, seen.people, seen.locales], [2, 2, { es: 1, fr: 1 }]);
    assert.deepEqual(seen.samples.map(({ locale }: { locale: string }) => locale).sort(), ['es', 'fr']);
    assert.deepEqual(seen.findings, []);
    assert.match(seen.samples.find(({ locale }: { locale: string }) => locale === 'es').text, /^Hola, A•••:/);
    assert.doesNotMatch(out, /hidden|Secreta|secret/);
  });

  it('R-9-14 sends a test to somebody of the organisation only', async () => {
    const stranger = await tocsin('notice', 'test', CASE, '--to', 'ana.secret@hidden.test');
    assert.equal(stranger.exit, 77);
    assert.match(stranger.words, /NOT_OF_THE_ORGANISATION/);
    assert.doesNotMatch(stranger.words, /hidden/);
    assert.equal(sink.taken.length, 0);
    const own = await tocsin('notice', 'test', CASE, '--to', 'dana@ejemplo.example');
    assert.equal(own.exit, 0, own.words);
    assert.deepEqual(
      sink.taken.map(({ to }) => to),
      [['dana@ejemplo.example']],
    );
  });

  it('approves nothing unless the case number was typed or --yes was given', async () => {
    const { exit, words } = await tocsin('notice', 'approve', CASE, '--no-input');
    assert.equal(exit, 64);
    assert.match(words, /Sample 1 of 2/);
    assert.match(words, /2 people: es 1, fr 1; affected/);
    assert.match(words, /NOT_CONFIRMED/);
  });

  it('B4-24 R-34-2 refuses an approval when a language has no text, and names what is missing', async () => {
    const { summary } = await fixture.import(1, 'affected', 'email\na@hidden.test\n');
    await fixture.enter('recipients.import', { ...summary, locales: { nl: 1 } });
    assert.match((await tocsin('notice', 'preview', CASE)).words, /✗ TEMPLATE_LOCALE_MISSING: 1 person reads/);
    const { exit, out } = await tocsin('notice', 'approve', CASE, '--yes', '-o', 'json');
    assert.equal(exit, 65);
    const { error } = JSON.parse(out);
    assert.equal(error.code, 'NOTICE_NOT_READY');
    assert.deepEqual(
      error.findings.map(({ code }: { code: string }) => code),
      ['TEMPLATE_LOCALE_MISSING'],
    );
  });

  it('shows a wave in counts, one line each as JSON lines', async () => {
    const { exit, out } = await tocsin('notice', 'status', CASE, '-o', 'jsonl');
    assert.equal(exit, 0);
    const [wave, ...others] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(others.length, 0);
    assert.deepEqual([wave.wave, wave.state, wave.people, wave.counts], [1, 'imported', 1, {}]);
  });
});
