import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { completeWave, startWave } from '../../activities/notice-campaign.ts';
import { sendNotices } from '../../activities/send-notices.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { lineOfReference } from '../../database/ledger-lines.ts';
import { saveWords } from '../../database/narrative.ts';
import { bounceCodes, countBounced } from '../../database/notice-reports.ts';
import { savePerson } from '../../database/organisation.ts';
import { withClient } from '../../database/pool.ts';
import { inTransaction } from '../../database/transaction.ts';
import { returnedMessage } from '../../domain/notice/delivery-report.ts';
import { type MailSink, mailSink } from './mail-sink.ts';
import { type Ran, runTocsin } from './run-tocsin.ts';
import { sampleReport } from './sample-report.ts';
import { CASE, csvOf, ORGANISATION, type WaveFixture, waveFixture } from './wave-fixture.ts';

const TOKEN = 'a-token-of-more-than-16-letters';

describe('tocsin notice reports', () => {
  let fixture: WaveFixture;
  let sink: MailSink;
  let folder: string;
  let mailbox: string;
  before(async () => {
    fixture = await waveFixture();
    sink = await mailSink();
    folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-reports-'));
    mailbox = path.join(folder, 'mailbox');
    for (const name of ['new', 'cur', 'tmp']) mkdirSync(path.join(mailbox, name), { recursive: true });
    await inTransaction(fixture.pool('desk'), async (tx) => {
      const told = { name: 'Dana', email: 'dana@ejemplo.example' };
      const words = await saveWords(tx, fixture.vault, { organisationId: ORGANISATION, caseId: null }, told);
      await savePerson(tx, ORGANISATION, { personId: 'dana', roles: ['dpo'], deputy: false, locale: 'es' }, words);
    });
    await fixture.import(1, 'affected', csvOf(8));
    await fixture.approve(1);
    const sender = createPipeliningSender(sink.url);
    const dependencies = fixture.dependencies(sender);
    await startWave(dependencies, { caseId: CASE, wave: 1 });
    const limits = { signal: new AbortController().signal, boxMs: 30_000, heartbeat: () => {} };
    await sendNotices(dependencies, { caseId: CASE, wave: 1 }, limits);
    await completeWave(dependencies, { caseId: CASE, wave: 1 });
    sender.close();
  });
  after(async () => {
    await sink.close();
    rmSync(folder, { recursive: true });
    await fixture.close();
  });

  const tocsin = (...args: string[]): Promise<Ran> => runTocsin(fixture, folder, args);
  const sentTo = (address: string) => sink.taken.find(({ to }) => to.includes(address)) ?? { raw: '' };
  const put = (name: string, text: string): void => writeFileSync(path.join(mailbox, name), text, 'latin1');
  const bounced = () => inTransaction(fixture.pool('worker'), (tx) => bounceCodes(tx, { caseId: CASE, wave: 1 }));
  const ledger = () =>
    withClient(
      fixture.database.adminUrl,
      async (client) => (await client.query('select * from notice_delivery order by recipient_id')).rows,
    );

  it('reads a mailbox, counts who came back, and leaves ledger and mailbox as they were', async () => {
    const before = await ledger();
    put('new/1.failed', sampleReport(sentTo('p1@example.test')));
    put('cur/2.failed:2,S', sampleReport(sentTo('p2@example.test'), { status: '5.2.2' }));
    put('new/3.late', sampleReport(sentTo('p3@example.test'), { action: 'delayed', status: '4.4.7' }));
    put(
      'new/4.away',
      'From: p4@example.test\r\nAuto-Submitted: auto-replied\r\n\r\nAway until Monday, p4@example.test',
    );
    put('new/5.forged', sampleReport({ raw: 'Message-ID: <made.up@ejemplo.example>\r\n\r\nx' }));
    put('tmp/6.unfinished', sampleReport(sentTo('p5@example.test')));
    const { exit, out, words } = await tocsin('notice', 'reports', CASE, '--from', mailbox, '-o', 'json');
    assert.equal(exit, 75, words);
    assert.deepEqual(JSON.parse(out).verdicts, { REPORT: 3, NOT_A_REPORT: 1, NOT_OURS: 1 });
    assert.deepEqual(await bounced(), [
      { code: '5.1.1', count: 1 },
      { code: '5.2.2', count: 1 },
    ]);
    assert.deepEqual(await ledger(), before);
    assert.equal(readdirSync(path.join(mailbox, 'new')).length, 4);
  });

  it('enters counts and a hash, one statement for the wave, and no address anywhere', async () => {
    const found = await withClient(fixture.database.adminUrl, async (client) => {
      const { rows } = await client.query<{ body: unknown }>(
        `select body from statement where kind = 'notice.recordReports'`,
      );
      const tables = await client.query<{ line: string }>(
        'select t::text as line from notice_report t union all select f::text from notice_report_file f',
      );
      return { rows, text: JSON.stringify(tables.rows) };
    });
    assert.equal(found.rows.length, 1);
    const body = typeof found.rows[0]?.body === 'string' ? JSON.parse(found.rows[0].body) : found.rows[0]?.body;
    assert.deepEqual(
      [body.wave, body.files, body.actions, body.statuses],
      [1, 3, { failed: 2, delayed: 1 }, { '5.1.1': 1, '5.2.2': 1, '4.4.7': 1 }],
    );
    assert.match(body.filesHash, /^[0-9a-f]{64}$/);
    assert.doesNotMatch(found.text + JSON.stringify(body), /@|example/);
  });

  it('counts a file once, however often and under whatever name it is read', async () => {
    put('cur/1.again:2,', sampleReport(sentTo('p1@example.test')));
    const { exit, out } = await tocsin('notice', 'reports', CASE, '--from', mailbox, '-o', 'json');
    assert.equal(exit, 0);
    assert.deepEqual(JSON.parse(out).verdicts, { READ_BEFORE: 5, NOT_OURS: 1 });
    assert.equal((await bounced()).length, 2);
  });

  it('does not believe a report whose Message-ID and reference speak of two people', async () => {
    const one = sentTo('p5@example.test').raw.replace(/^Message-ID: .*$/im, '');
    const { messageId } = returnedMessage(sentTo('p6@example.test').raw);
    put('new/7.mixed', sampleReport({ raw: `Message-ID: ${messageId}\r\n${one}` }));
    const { out } = await tocsin('notice', 'reports', '--all', '--from', mailbox, '-o', 'json', '--dry-run');
    const { verdicts } = JSON.parse(out);
    // Where the reference was broken over two encoded words it cannot be read, and the Message-ID alone speaks.
    const readable = returnedMessage(one).reference !== null;
    assert.deepEqual([verdicts.NOT_OURS, verdicts.REPORT], readable ? [2, undefined] : [1, 1]);
    rmSync(path.join(mailbox, 'new/7.mixed'));
  });

  it('counts people, not reports, and knows a line by its reference', async () => {
    const [first] = await ledger();
    const line = await inTransaction(fixture.pool('desk'), (tx) => lineOfReference(tx, first.reference));
    assert.equal(line?.recipientId, first.recipient_id);
    put('new/8.second', sampleReport(sentTo('p1@example.test'), { status: '5.7.1' }));
    await tocsin('notice', 'reports', CASE, '--from', mailbox);
    const people = await inTransaction(fixture.pool('desk'), (tx) => countBounced(tx, { caseId: CASE, wave: 1 }));
    assert.equal(people, 2);
  });

  it('shows in the status of a wave who was sent a notice that came back, in text and as a picture', async () => {
    const picture = path.join(folder, 'wave.svg');
    const json = await tocsin('notice', 'status', CASE, '-o', 'json', '--picture', picture);
    const [wave] = JSON.parse(json.out);
    assert.deepEqual([wave.counts, wave.progress.reached, wave.progress.bounced], [{ sent: 8 }, 6, 2]);
    assert.ok(wave.bounces.some(({ words }: { words: string }) => words === 'the mailbox is full'));
    const svg = readFileSync(picture, 'utf8');
    assert.match(svg, /<desc [^>]*>Wave 1: completed, 8 people: 6 sent; 2 sent, came back\.<\/desc>/);
    const again = await tocsin('notice', 'status', CASE, '--picture', picture);
    assert.equal(again.exit, 65);
    const text = await tocsin('notice', 'status', CASE, '--follow');
    assert.equal(text.exit, 0);
    assert.match(text.out, /^Wave 1: completed, 8 people\n\[█+▚+\]\n█ +sent +6\n▚ +sent, came back +2/);
  });

  it('reads an mbox file: many mails in one, each as it was, a line that begins with From in the text of one too', async () => {
    const mails = ['p3@example.test', 'p4@example.test'].map((to) => sampleReport(sentTo(to), { status: '5.1.2' }));
    const separated = mails.map(
      (mail) =>
        `From MAILER-DAEMON Mon Nov  2 09:00:05 2026\n${mail.replaceAll('\r\n', '\n').replace('Your', '>From Your')}\n`,
    );
    const mbox = path.join(folder, 'mbox');
    writeFileSync(mbox, separated.join(''), 'latin1');
    const { out, words } = await tocsin('notice', 'reports', CASE, '--from', mbox, '-o', 'json', '--dry-run');
    assert.deepEqual(JSON.parse(out).verdicts, { REPORT: 2 }, words);
  });

  it('takes reports by HTTP, answers once they are recorded, and ends when it is told to', async () => {
    const tokenFile = path.join(folder, 'token');
    writeFileSync(tokenFile, `${TOKEN}\n`);
    const answers: number[] = [];
    let asked = false;
    const post = async (url: string, to: string, token: string): Promise<void> => {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'message/rfc822' };
      const body = sampleReport(sentTo(to), { status: '5.4.4' });
      answers.push((await fetch(url, { method: 'POST', headers, body })).status);
    };
    const args = ['notice', 'reports', '--all', '--listen', '127.0.0.1:0', '--token-file', tokenFile, '-o', 'json'];
    const onWords = (words: string, stop: () => void): void => {
      const url = /at (http:\S+);/.exec(words)?.[1];
      if (!url || asked) return;
      asked = true;
      const all = [post(url, 'p7@example.test', TOKEN), post(url, 'p8@example.test', 'wrong')];
      void Promise.all(all).finally(stop);
    };
    const { exit, out, words } = await runTocsin(fixture, folder, args, () => {}, onWords);
    assert.equal(exit, 0, words);
    assert.deepEqual(answers.sort(), [202, 401]);
    assert.deepEqual(JSON.parse(out).verdicts, { REPORT: 1 });
    assert.deepEqual(
      (await bounced()).filter(({ code }) => code === '5.4.4'),
      [{ code: '5.4.4', count: 1 }],
    );
    assert.doesNotMatch(out + words, /@/);
  });

  it('says which case it wants to know, and that a folder is missing', async () => {
    const none = await tocsin('notice', 'reports', '--from', mailbox);
    assert.equal(none.exit, 64);
    const gone = await tocsin('notice', 'reports', CASE, '--from', path.join(folder, 'gone'), '-o', 'json');
    assert.deepEqual([gone.exit, JSON.parse(gone.out).error.code], [64, 'FILE_UNREADABLE']);
  });
});
