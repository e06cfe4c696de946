import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { completeWave, startWave } from '../../activities/notice-campaign.ts';
import { sendNotices } from '../../activities/send-notices.ts';
import type { Sender } from '../../activities/sender.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { loadFacts } from '../../database/case.ts';
import { claimDeliveries, giveBack } from '../../database/notice-claims.ts';
import { readNotice } from '../../database/notice-content.ts';
import { countDeliveries } from '../../database/notice-ledger.ts';
import { countOthers } from '../../database/notice-others.ts';
import { countLeftOut, countPlan } from '../../database/notice-plan.ts';
import { settleDeliveries } from '../../database/notice-results.ts';
import { withClient } from '../../database/pool.ts';
import { hashOfLists } from '../../database/recipients.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { Audience } from '../../domain/notice/audiences.ts';
import { noticeKey, noticeTextHash } from '../../domain/notice/content.ts';
import { noticeTemplateSources } from '../../templates/notice.ts';
import { type MailSink, mailSink } from './mail-sink.ts';
import { ADDRESS, CASE, csvOf, ORGANISATION, type WaveFixture, waveFixture } from './wave-fixture.ts';

let fixture: WaveFixture;
let sink: MailSink;
let sender: Sender;

const limits = () => ({ signal: new AbortController().signal, boxMs: 30_000, heartbeat: () => {} });
const key = (wave: number) => ({ caseId: CASE, wave });
const atWork = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(fixture.pool('worker'), work);
const facts = () => atWork((tx) => loadFacts(tx, ORGANISATION, CASE));
const counts = async (wave: number) => {
  const rows = await atWork((tx) => countDeliveries(tx, key(wave)));
  return Object.fromEntries(rows.map(({ audience, state, count }) => [`${audience} ${state}`, count]));
};
const listsOf = async (wave: number) => ((await facts()).waves[wave]?.imports ?? []).map(({ importId }) => importId);
const planOf = async (wave: number) => {
  const rows = await atWork(async (tx) => countPlan(tx, key(wave), await listsOf(wave)));
  return Object.fromEntries(
    rows.map(({ audience, told, correction, state, code, count }) => [
      `${audience} after ${told}: ${state} ${code ?? correction}`,
      count,
    ]),
  );
};
const begin = (wave: number) => startWave(fixture.dependencies(sender), key(wave));
const send = (wave: number) => sendNotices(fixture.dependencies(sender), key(wave), limits());
const wave = async (number: number, audience: Audience, csv: string) => {
  await fixture.import(number, audience, csv);
  await fixture.approve(number);
};
const texts = async () =>
  Promise.all(
    sink.taken.map(async ({ raw, to }) => ({ to: to[0] ?? '', text: (await PostalMime.parse(raw)).text ?? '' })),
  );
const CORRECTED = /le dijimos que sus datos no estaban afectados/i;
const REASSURED = /le dijimos que sus datos estaban afectados o podían estarlo/i;

/** What a door that shows no preview may say: an approval of the texts as they are. */
async function approveAsItStands(number: number): Promise<void> {
  const body = await atWork(async (tx) => {
    const known = await loadFacts(tx, ORGANISATION, CASE);
    const { content, templates } = await readNotice(tx, fixture.vault, known, null);
    const imports = known.waves[number]?.imports ?? [];
    const listHash = await hashOfLists(
      tx,
      imports.map(({ importId }) => importId),
    );
    return { wave: number, listHash, textHash: noticeTextHash(noticeTemplateSources(templates), content) };
  });
  await fixture.enter('notice.approve', { ...body, count: 2, audiences: ['affected'] });
}

const blankText = (locale: string, field: 'contact'): [Record<string, unknown>, Record<string, string>] => {
  const key = noticeKey(locale, field);
  return [{ claims: [{ key, source: 'dpo', confidence: 'confirmed', chosen: false }] }, { [key]: ' ' }];
};

describe('waves after waves', () => {
  before(async () => {
    fixture = await waveFixture();
    sink = await mailSink();
    sender = createPipeliningSender(sink.url);
  });
  afterEach(() => {
    sink.taken.length = 0;
  });
  after(async () => {
    sender.close();
    await sink.close();
    await fixture.close();
  });

  it('tells a widened scope: a correction to whom was told "not you", a first notice to whom was added, once each', async () => {
    await wave(1, 'notAffected', csvOf(6));
    await begin(1);
    await send(1);
    assert.equal(sink.taken.length, 6);
    await completeWave(fixture.dependencies(sender), key(1));
    sink.taken.length = 0;

    await wave(2, 'affected', csvOf(6, 4));
    assert.deepEqual(await planOf(2), {
      'affected after notAffected: waiting nowConcerned': 3,
      'affected after null: waiting none': 3,
    });
    const left = await atWork(async (tx) => countLeftOut(tx, key(2), await listsOf(2)));
    assert.deepEqual(left, [{ audience: 'notAffected', count: 3 }]);
    await begin(2);
    await send(2);
    const told = await texts();
    assert.equal(told.length, 6);
    const corrected = told.filter(({ text }) => CORRECTED.test(text)).map(({ to }) => to);
    assert.deepEqual(corrected.sort(), ['p4@example.test', 'p5@example.test', 'p6@example.test']);
  });

  it('tells nobody the same list again, and says so in the plan', async () => {
    await wave(3, 'affected', csvOf(6, 4));
    assert.deepEqual(await planOf(3), { 'affected after affected: suppressed ALREADY_TOLD': 6 });
    await begin(3);
    assert.equal((await send(3)).state, 'finished');
    assert.equal(sink.taken.length, 0);
    assert.deepEqual(await counts(3), { 'affected suppressed': 6 });
  });

  it('reassures once whom a narrowed scope no longer concerns, and warns again if it turns back', async () => {
    await wave(4, 'notAffected', csvOf(2, 4));
    await begin(4);
    await send(4);
    const reassured = await texts();
    assert.equal(reassured.length, 2);
    assert.ok(reassured.every(({ text }) => REASSURED.test(text)));
    sink.taken.length = 0;
    await wave(5, 'notAffected', csvOf(2, 4));
    assert.deepEqual(await planOf(5), { 'notAffected after notAffected: suppressed ALREADY_TOLD': 2 });
    await wave(5, 'affected', csvOf(1, 4));
    assert.deepEqual(await planOf(5), {
      'affected after notAffected: waiting nowConcerned': 1,
      'notAffected after notAffected: suppressed ALREADY_TOLD': 1,
    });
  });

  it('updates from perhaps to affected without a correction, and never from affected back to perhaps', async () => {
    await wave(6, 'possiblyAffected', csvOf(2, 100));
    await begin(6);
    await send(6);
    sink.taken.length = 0;
    await wave(7, 'affected', csvOf(1, 100));
    await begin(7);
    await send(7);
    const [{ text } = { text: '' }] = await texts();
    assert.equal(sink.taken.length, 1);
    assert.doesNotMatch(text, CORRECTED);
    await wave(8, 'possiblyAffected', csvOf(1, 100));
    assert.deepEqual(await planOf(8), { 'possiblyAffected after affected: suppressed ALREADY_TOLD': 1 });
  });

  it('lets the later list speak for whom an earlier wave has not written to yet: one notice, not two', async () => {
    await wave(10, 'notAffected', csvOf(4, 200));
    await begin(10);
    await wave(11, 'affected', csvOf(2, 200));
    const planned = await atWork(async (tx) => countPlan(tx, key(11), await listsOf(11)));
    assert.deepEqual(
      planned.map(({ open, count, told }) => [open, count, told]),
      [[true, 2, null]],
    );
    await begin(11);
    assert.deepEqual(await counts(10), { 'notAffected suppressed': 2, 'notAffected waiting': 2 });
    await Promise.all([send(10), send(11)]);
    const to = sink.taken.map((mail) => mail.to[0]).sort();
    assert.deepEqual(
      to,
      [200, 201, 202, 203].map((number) => `p${number}@example.test`),
    );
    assert.ok((await texts()).every(({ text }) => !CORRECTED.test(text)));
  });

  it('does not begin while somebody of its lists is being written to, and then knows what they were told', async () => {
    await wave(12, 'notAffected', csvOf(3, 300));
    await begin(12);
    const claimed = await atWork((tx) => claimDeliveries(tx, key(12), fixture.clock.now, 2, 30));
    await wave(13, 'affected', csvOf(3, 300));
    await begin(13);
    assert.equal((await facts()).waves[13]?.startedAt, null);
    assert.deepEqual(await counts(12), { 'notAffected claimed': 2, 'notAffected waiting': 1 });
    assert.deepEqual(await counts(13), {});
    const [first, second] = claimed;
    assert.ok(first && second);
    const done = {
      recipientId: first.recipientId,
      state: 'sent',
      triedAt: fixture.clock.now,
      nextAttemptAt: null,
    } as const;
    await atWork((tx) =>
      settleDeliveries(tx, key(12), [{ ...done, fence: first.fence, code: '250', enhancedCode: null }]),
    );
    await atWork((tx) => giveBack(tx, key(12), second.fence));
    await begin(13);
    assert.deepEqual(await counts(12), { 'notAffected sent': 1, 'notAffected suppressed': 2 });
    await send(12);
    await send(13);
    assert.equal(sink.taken.length, 3);
    assert.equal((await texts()).filter(({ text }) => CORRECTED.test(text)).length, 1);
  });

  it('counts what may have arrived as told: it is neither taken over nor sent a second time', async () => {
    await wave(14, 'affected', csvOf(1, 400));
    await begin(14);
    const [line] = await atWork((tx) => claimDeliveries(tx, key(14), fixture.clock.now, 1, 30));
    assert.ok(line);
    const lost = {
      recipientId: line.recipientId,
      state: 'waiting',
      triedAt: fixture.clock.now,
      code: 'LOST_AFTER_DOT',
    } as const;
    await atWork((tx) =>
      settleDeliveries(tx, key(14), [
        { ...lost, fence: line.fence, nextAttemptAt: fixture.clock.now, enhancedCode: null },
      ]),
    );
    await wave(15, 'affected', csvOf(1, 400));
    await begin(15);
    assert.deepEqual(await counts(14), { 'affected unknown-held': 1 });
    assert.deepEqual(await counts(15), { 'affected suppressed': 1 });
  });

  it('a wave of a higher number that began first is an earlier telling like any other', async () => {
    await wave(21, 'affected', csvOf(2, 500));
    await begin(21);
    await send(21);
    await wave(20, 'affected', csvOf(2, 500));
    assert.deepEqual(await planOf(20), { 'affected after affected: suppressed ALREADY_TOLD': 2 });
  });

  it('plans no mail to whom has no e-mail address: counted apart, and on the list for another channel', async () => {
    await fixture.import(25, 'affected', csvOf(3, 700));
    await withClient(fixture.database.adminUrl, (client) =>
      client.query(
        `alter table recipient drop constraint if exists recipient_channel_check;
         update recipient set channel = 'post' where recipient_id = (
           select recipient_id from recipient r join recipient_import l using (import_id) where l.wave = 25 limit 1)`,
      ),
    );
    await fixture.approve(25);
    assert.deepEqual(await planOf(25), {
      'affected after null: refused NO_EMAIL': 1,
      'affected after null: waiting none': 2,
    });
    await begin(25);
    await send(25);
    assert.equal(sink.taken.length, 2);
    await completeWave(fixture.dependencies(sender), key(25));
    assert.deepEqual((await facts()).waves[25]?.notReached, { affected: 1 });
    const others = await atWork((tx) => countOthers(tx, key(25)));
    assert.deepEqual(others, [{ wave: 25, state: 'refused', count: 1 }]);
  });

  for (const [what, number, change] of [
    ['the address it comes from', 30, () => fixture.tellAddress('otra@ejemplo.example')],
    ['a text', 31, () => fixture.enter('case.recordFacts', ...newText())],
  ] as const) {
    it(`R-9-14 does not begin once ${what} is not the one approved: blocked, named, approved anew`, async () => {
      await wave(number, 'affected', csvOf(1, 600 + number));
      await change();
      await begin(number);
      const { startedAt, approval, halted } = (await facts()).waves[number] ?? {};
      assert.deepEqual([startedAt, approval, halted?.reason], [null, null, 'TEXT_CHANGED']);
      assert.deepEqual(await counts(number), {});
      assert.ok(!fixture.started.includes(`${CASE}/people/${number}`));
      await fixture.tellAddress(ADDRESS);
    });
  }

  it('B6 begins with nobody who reads a language without a whole text, by whichever door the approval came', async () => {
    for (const [number, locales, reason] of [
      [33, { es: 1, nl: 1 }, 'TEMPLATE_LOCALE_MISSING'],
      [34, { pt: 2 }, 'NOTICE_CONTENT_MISSING'],
    ] as const) {
      const { summary } = await fixture.import(number, 'affected', csvOf(2, 700 + 10 * number));
      await fixture.enter('recipients.import', { ...summary, locales });
      await fixture.enter('case.recordFacts', ...blankText('pt', 'contact'));
      await approveAsItStands(number);
      await begin(number);
      const { startedAt, approval, halted } = (await facts()).waves[number] ?? {};
      assert.deepEqual([startedAt, approval, halted?.reason], [null, null, reason]);
      assert.deepEqual(await counts(number), {});
      assert.ok(!fixture.started.includes(`${CASE}/people/${number}`));
    }
  });

  it('has sent nobody the same first notice twice, over all these waves', async () => {
    const { rows } = await withClient(fixture.database.adminUrl, (client) =>
      client.query<{ twice: number }>(
        `select count(*) as twice from (
           select person_key, audience from notice_delivery where state = 'sent' and correction = 'none'
            group by 1, 2 having count(*) > 1) again`,
      ),
    );
    assert.deepEqual(rows, [{ twice: 0 }]);
  });
});

const newText = (): [Record<string, unknown>, Record<string, string>] => {
  const field = 'notice.es.nature';
  const claims = [{ key: field, source: 'dpo', confidence: 'confirmed', chosen: false }];
  return [{ claims }, { [field]: 'Alguien ha copiado una parte de sus datos.' }];
};
