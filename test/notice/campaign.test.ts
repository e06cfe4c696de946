import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { completeWave, startWave } from '../../activities/notice-campaign.ts';
import { sendNotices } from '../../activities/send-notices.ts';
import type { Sender } from '../../activities/sender.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { loadFacts } from '../../database/case.ts';
import { countDeliveries } from '../../database/notice-ledger.ts';
import { withClient } from '../../database/pool.ts';
import { recipientScope } from '../../database/recipients.ts';
import { inTransaction } from '../../database/transaction.ts';
import { Refusal } from '../../domain/refusal.ts';
import { duplicatesOf, type MailSink, mailSink, type SinkBehaviour } from './mail-sink.ts';
import { CASE, csvOf, ORGANISATION, type WaveFixture, waveFixture } from './wave-fixture.ts';

let fixture: WaveFixture;
let sink: MailSink;
const senders: Sender[] = [];

const open = async (behaviour: SinkBehaviour = {}): Promise<Sender> => {
  sink = await mailSink(behaviour);
  return smtp();
};
const smtp = (): Sender => {
  const sender = createPipeliningSender(sink.url);
  senders.push(sender);
  return sender;
};
const limits = () => ({ signal: new AbortController().signal, boxMs: 30_000, heartbeat: () => {} });
const counts = async (wave: number) => {
  const rows = await inTransaction(fixture.pool('worker'), (tx) => countDeliveries(tx, { caseId: CASE, wave }));
  return Object.fromEntries(rows.map(({ audience, state, count }) => [`${audience} ${state}`, count]));
};
const facts = () => inTransaction(fixture.pool('worker'), (tx) => loadFacts(tx, ORGANISATION, CASE));

describe('notices to people', () => {
  before(async () => {
    fixture = await waveFixture();
  });
  afterEach(async () => {
    for (const sender of senders.splice(0)) sender.close();
    await sink?.close();
  });
  after(() => fixture.close());

  it('stores nothing of a list with one bad line, and says which', async () => {
    await assert.rejects(
      fixture.import(1, 'affected', `${csvOf(1200)}bad@,X\n`),
      (error) => error instanceof Refusal && error.details.message.startsWith('Line 1202, column email'),
    );
    const { rows } = await withClient(fixture.database.adminUrl, (client) =>
      client.query(
        'select (select count(*) from recipient) as people, (select count(*) from recipient_import) as lists',
      ),
    );
    assert.deepEqual(rows, [{ people: 0, lists: 0 }]);
  });

  it('T-9-1 keeps no address or name in clear in any column of any table', async () => {
    await fixture.import(1, 'affected', 'email,name\ncanary-7431@example.test,Canaria Xylophon\n');
    const found = await withClient(fixture.database.adminUrl, async (client) => {
      const { rows } = await client.query<{ schema: string; name: string }>(
        `select schemaname as schema, tablename as name from pg_tables where schemaname in ('public', 'keys')`,
      );
      const hits: string[] = [];
      for (const { schema, name } of rows) {
        const { rows: lines } = await client.query<{ line: string }>(
          `select t::text as line from "${schema}"."${name}" t`,
        );
        const hex = ['canary-7431', 'Xylophon'].map((word) => Buffer.from(word).toString('hex'));
        if (lines.some(({ line }) => [...hex, 'canary-7431', 'Xylophon'].some((word) => line.includes(word))))
          hits.push(name);
      }
      return { hits, tables: rows.length };
    });
    assert.ok(found.tables > 10);
    assert.deepEqual(found.hits, []);
  });

  it('tells each person once, with two senders at work at once', async () => {
    const sender = await open();
    await fixture.import(1, 'affected', csvOf(700));
    await fixture.import(1, 'notAffected', csvOf(300, 601));
    await fixture.approve(1);
    await startWave(fixture.dependencies(sender), { caseId: CASE, wave: 1 });
    assert.deepEqual(fixture.started, [`${CASE}/people/1`]);
    assert.deepEqual(await counts(1), { 'affected waiting': 700, 'notAffected waiting': 200 });

    const rounds = await Promise.all(
      [sender, smtp()].map((one) => sendNotices(fixture.dependencies(one), { caseId: CASE, wave: 1 }, limits())),
    );
    assert.ok(rounds.some(({ state }) => state === 'finished'));
    assert.deepEqual(await counts(1), { 'affected sent': 700, 'notAffected sent': 200 });
    assert.equal(sink.taken.length, 900);
    assert.equal(duplicatesOf(sink), 0);
    assert.deepEqual(new Set(sink.taken.map(({ to }) => to.length)), new Set([1]));
    assert.equal(new Set(sink.taken.flatMap(({ to }) => to)).size, 900);
  });

  it('says who sends, to whom answers go, and that a machine sent it; nobody else is named', async () => {
    const { raw, from, to, messageId } = sink.taken[0] ?? { raw: '', from: '', to: [], messageId: '' };
    const mail = await PostalMime.parse(raw);
    assert.equal(from, 'avisos@ejemplo.example');
    assert.deepEqual(mail.from, { name: 'Ejemplo Analítica, S.L.', address: 'avisos@ejemplo.example' });
    assert.deepEqual(
      mail.replyTo?.map(({ address }) => address),
      ['avisos@ejemplo.example'],
    );
    assert.deepEqual(
      mail.to?.map(({ address }) => address),
      to,
    );
    assert.equal(mail.headers.find(({ key }) => key === 'auto-submitted')?.value, 'auto-generated');
    assert.equal(mail.attachments.length, 0);
    assert.match(mail.text ?? '', /^Hola, Person \d+:/);
    assert.match(mail.html ?? '', /<html lang="es">/);
    assert.doesNotMatch(raw, /^(?:Cc|Bcc|List-Unsubscribe):/im);
    assert.match(messageId, /^<[0-9a-f]{40}@ejemplo\.example>$/);
  });

  it('enters the result once: counts that add up, and a hash over the ledger', async () => {
    const dependencies = fixture.dependencies(null);
    await completeWave(dependencies, { caseId: CASE, wave: 1 });
    await completeWave(dependencies, { caseId: CASE, wave: 1 });
    const { waves } = await facts();
    assert.deepEqual(waves[1]?.counts, { sent: 900, refused: 0, expired: 0, suppressed: 0, unknownHeld: 0 });
    const { rows } = await withClient(fixture.database.adminUrl, (client) =>
      client.query<{ body: string }>(`select body from register_entry where kind = 'wave.complete'`),
    );
    assert.equal(rows.length, 1);
    assert.match(JSON.parse(rows[0]?.body ?? '{}').merkleRoot, /^[0-9a-f]{64}$/);
  });

  it('T-9-4 sends nothing when a wave is begun and sent a second time', async () => {
    const sender = await open();
    await startWave(fixture.dependencies(sender), { caseId: CASE, wave: 1 });
    const again = await sendNotices(fixture.dependencies(sender), { caseId: CASE, wave: 1 }, limits());
    assert.equal(again.state, 'finished');
    assert.equal(sink.taken.length, 0);
    assert.equal(fixture.started.length, 1);
  });

  it('does not tell somebody in a later wave what they were told in an earlier one', async () => {
    const sender = await open({
      refuse: (address) =>
        address === 'p1001@example.test'
          ? { code: 550, text: '5.1.1 no such user p1001@example.test' }
          : address === 'p1002@example.test'
            ? { code: 451, text: '4.7.1 greylisted' }
            : null,
    });
    await fixture.import(2, 'affected', csvOf(5, 699));
    await fixture.import(2, 'possiblyAffected', csvOf(3, 1000));
    await fixture.approve(2);
    const dependencies = fixture.dependencies(sender);
    await startWave(dependencies, { caseId: CASE, wave: 2 });
    // 699 and 700 were told so in wave 1; 701 to 703 were told they were not affected, and now must hear that they are.
    assert.deepEqual(await counts(2), {
      'affected suppressed': 2,
      'affected waiting': 3,
      'possiblyAffected waiting': 3,
    });
    const { state, nextAt } = await sendNotices(dependencies, { caseId: CASE, wave: 2 }, limits());
    assert.deepEqual([state, nextAt], ['waiting', '2026-11-02T09:05:00.000Z']);
    assert.deepEqual(await counts(2), {
      'affected suppressed': 2,
      'affected sent': 3,
      'possiblyAffected sent': 1,
      'possiblyAffected refused': 1,
      'possiblyAffected waiting': 1,
    });
    const { rows } = await withClient(fixture.database.adminUrl, (client) =>
      client.query(`select code, enhanced_code from notice_delivery where state = 'refused'`),
    );
    assert.deepEqual(rows, [{ code: '550', enhanced_code: '5.1.1' }]);
  });

  it('tries again only when it is time, and then finishes', async () => {
    const sender = await open();
    const dependencies = fixture.dependencies(sender);
    fixture.clock.now = new Date('2026-11-02T09:04:59Z');
    await sendNotices(dependencies, { caseId: CASE, wave: 2 }, limits());
    assert.equal(sink.taken.length, 0);
    fixture.clock.now = new Date('2026-11-02T09:05:00Z');
    const { state } = await sendNotices(dependencies, { caseId: CASE, wave: 2 }, limits());
    assert.equal(state, 'finished');
    assert.deepEqual(
      sink.taken.map(({ to }) => to),
      [['p1002@example.test']],
    );
  });

  it('stops while paused, ends the rest when cancelled, and the counts still add up', async () => {
    const sender = await open();
    const dependencies = fixture.dependencies(sender);
    await fixture.import(3, 'affected', csvOf(10, 2000));
    await fixture.approve(3);
    await startWave(dependencies, { caseId: CASE, wave: 3 });
    await fixture.enter('notice.pause', { wave: 3 });
    assert.equal((await sendNotices(dependencies, { caseId: CASE, wave: 3 }, limits())).state, 'paused');
    await fixture.enter('notice.cancel', { wave: 3 });
    assert.equal((await sendNotices(dependencies, { caseId: CASE, wave: 3 }, limits())).state, 'finished');
    assert.equal(sink.taken.length, 0);
    await completeWave(dependencies, { caseId: CASE, wave: 3 });
    assert.equal((await facts()).waves[3]?.counts['suppressed'], 10);
  });

  it('stops within seconds when asked to, doubles nobody, and gives back what it had claimed (R29)', async () => {
    const stop = new AbortController();
    const sender = await open({
      onTaken: ({ taken }) => {
        if (taken.length === 60) stop.abort();
      },
    });
    await fixture.import(4, 'affected', csvOf(400, 3000));
    await fixture.approve(4);
    const dependencies = fixture.dependencies(sender);
    await startWave(dependencies, { caseId: CASE, wave: 4 });
    await sendNotices(dependencies, { caseId: CASE, wave: 4 }, { ...limits(), signal: stop.signal });
    const { 'affected sent': sent, 'affected waiting': waiting } = await counts(4);
    assert.equal(sent, sink.taken.length);
    assert.equal((sent ?? 0) + (waiting ?? 0), 400);
    assert.ok((waiting ?? 0) > 0);
    await sendNotices(dependencies, { caseId: CASE, wave: 4 }, limits());
    assert.deepEqual([sink.taken.length, duplicatesOf(sink)], [400, 0]);
  });

  it('refuses to begin when the lists are not those that were approved', async () => {
    await fixture.import(5, 'affected', csvOf(3, 4000));
    await fixture.approve(5);
    await withClient(fixture.database.adminUrl, (client) =>
      client.query(
        `delete from recipient where recipient_id = (select recipient_id from recipient r join recipient_import l using (import_id) where l.wave = 5 limit 1)`,
      ),
    );
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: 5 });
    assert.deepEqual(await counts(5), {});
    const { approval, startedAt, halted } = (await facts()).waves[5] ?? {};
    assert.deepEqual([approval, startedAt, halted?.reason], [null, null, 'RECIPIENTS_CHANGED']);
  });

  it('sends nothing without a mail server, or when it cannot be reached, and nobody loses an attempt', async () => {
    await fixture.import(6, 'affected', csvOf(3, 5000));
    await fixture.approve(6);
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: 6 });
    const none = await sendNotices(fixture.dependencies(null), { caseId: CASE, wave: 6 }, limits());
    assert.deepEqual([none.state, none.reason], ['blocked', 'NO_MAIL_SERVER']);
    const sender = await open();
    await sink.close();
    const away = await sendNotices(fixture.dependencies(sender), { caseId: CASE, wave: 6 }, limits());
    assert.deepEqual([away.state, away.reason], ['blocked', 'MAIL_SERVER_UNAVAILABLE']);
    const { rows } = await withClient(fixture.database.adminUrl, (client) =>
      client.query(`select distinct state, attempt from notice_delivery where wave = 6`),
    );
    assert.deepEqual(rows, [{ state: 'waiting', attempt: 0 }]);
  });

  it('sends nothing when the text is no longer the one that was approved', async () => {
    const sender = await open();
    await fixture.enter('notice.approve', {
      wave: 6,
      textHash: 'f'.repeat(64),
      listHash: 'f'.repeat(64),
      count: 3,
      audiences: ['affected'],
    });
    const { state, reason } = await sendNotices(fixture.dependencies(sender), { caseId: CASE, wave: 6 }, limits());
    assert.deepEqual([state, reason], ['blocked', 'TEXT_CHANGED']);
    assert.equal(sink.taken.length, 0);
  });

  it('R-9-5 leaves nobody behind when the lists are erased and their key destroyed', async () => {
    const { eraseRecipients } = await import('../../database/recipients.ts');
    const erased = await inTransaction(fixture.pool('worker'), async (tx) => {
      await fixture.vault.destroyKey(tx, recipientScope(CASE), fixture.clock.now);
      return eraseRecipients(tx, CASE);
    });
    assert.ok(erased > 1000);
    assert.deepEqual(await counts(1), { 'affected sent': 700, 'notAffected sent': 200 });
  });
});
