import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startWave } from '../../activities/notice-campaign.ts';
import type { NoticeDependencies } from '../../activities/notice-dependencies.ts';
import { sendNotices } from '../../activities/send-notices.ts';
import type { Mail, Sender } from '../../activities/sender.ts';
import { withClient } from '../../database/pool.ts';
import { CASE, csvOf, type WaveFixture, waveFixture } from './wave-fixture.ts';

const MINUTE = 60_000;

describe('limits of a wave', () => {
  let fixture: WaveFixture;
  let wave = 0;
  let sent: { to: string; at: number }[] = [];
  before(async () => {
    fixture = await waveFixture();
  });
  after(() => fixture.close());

  /** Notes who is told and when, by the virtual clock; stands for a server that takes everything at once. */
  const sender: Sender = {
    connections: 8,
    slots: 8,
    send: async ({ to }: Mail) => {
      sent.push({ to, at: fixture.clock.now.getTime() });
      return { kind: 'sent', code: '250' };
    },
    close: () => {},
  };
  const begin = async (csv: string, limit: Record<string, unknown> | null): Promise<NoticeDependencies> => {
    wave += 1;
    sent = [];
    const wait = async (ms: number): Promise<void> => {
      fixture.clock.now = new Date(fixture.clock.now.getTime() + ms);
    };
    const dependencies = { ...fixture.dependencies(sender), wait };
    await fixture.import(wave, 'affected', csv);
    await fixture.approve(wave);
    await startWave(dependencies, { caseId: CASE, wave });
    if (limit) await fixture.enter('notice.limit', { wave, perMinute: null, domains: {}, ...limit });
    return dependencies;
  };
  const round = (dependencies: NoticeDependencies) =>
    sendNotices(
      dependencies,
      { caseId: CASE, wave },
      { signal: new AbortController().signal, boxMs: 40_000, heartbeat: () => {} },
    );
  /** Most messages in any minute. */
  const busiest = (times: readonly number[]): number =>
    Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + MINUTE).length));
  const people = (domain: string, count: number): string =>
    csvOf(count, (wave + 1) * 100_000)
      .replaceAll('example.test', domain)
      .replace('email,name\n', '');

  it('keeps a wave to its messages a minute, in one round and one attempt a person', async () => {
    const dependencies = await begin(csvOf(400, 10_000), { perMinute: 120 });
    assert.equal((await round(dependencies)).state, 'finished');
    assert.equal(new Set(sent.map(({ to }) => to)).size, 400);
    const times = sent.map(({ at }) => at);
    assert.ok(busiest(times) <= 122, `${busiest(times)} in a minute`);
    const minutes = (Math.max(...times) - Math.min(...times)) / MINUTE;
    assert.ok(minutes > 3.2 && minutes < 3.6, `${minutes} minutes for 400 at 120`);
  });

  it('keeps two workers to one limit between them', async () => {
    const dependencies = await begin(csvOf(300, 20_000), { perMinute: 150 });
    await Promise.all([round(dependencies), round(dependencies)]);
    assert.equal(sent.length, 300);
    assert.ok(busiest(sent.map(({ at }) => at)) <= 153);
  });

  it('keeps one domain slow, holds up no other, and claims its people twice at most', async () => {
    const csv = `email,name\n${people('slow.test', 200)}${people('quick.test', 300)}`;
    const dependencies = await begin(csv, { domains: { 'slow.test': 60 } });
    const begun = fixture.clock.now.getTime();
    const { rows: before } = await fences();
    assert.equal((await round(dependencies)).state, 'finished');
    const slow = sent.filter(({ to }) => to.endsWith('slow.test')).map(({ at }) => at);
    const quick = sent.filter(({ to }) => to.endsWith('quick.test')).map(({ at }) => at);
    assert.deepEqual([slow.length, quick.length], [200, 300]);
    assert.ok(Math.max(...quick) - begun < 2_000, 'the others are told at once');
    assert.ok(busiest(slow) <= 62, `${busiest(slow)} in a minute`);
    const { rows: after } = await fences();
    assert.ok(Number(after[0]?.last) - Number(before[0]?.last) < 600, 'nobody is claimed again and again');
    const { rows } = await withClient(fixture.database.adminUrl, (db) =>
      db.query('select distinct attempt from notice_delivery where wave = $1', [wave]),
    );
    assert.deepEqual(rows, [{ attempt: 1 }]);
  });

  it('catches up with nothing after a pause: missed places are given anew', async () => {
    const csv = `email,name\n${people('slow.test', 100)}`;
    const dependencies = await begin(csv, { domains: { 'slow.test': 30 } });
    const stop = new AbortController();
    const wait = async (ms: number): Promise<void> => {
      await dependencies.wait?.(ms);
      if (sent.length >= 20) stop.abort();
    };
    const limits = { signal: stop.signal, boxMs: 40_000, heartbeat: () => {} };
    await sendNotices({ ...dependencies, wait }, { caseId: CASE, wave }, limits);
    fixture.clock.now = new Date(fixture.clock.now.getTime() + 60 * MINUTE);
    assert.equal((await round(dependencies)).state, 'finished');
    assert.equal(sent.length, 100);
    assert.ok(busiest(sent.map(({ at }) => at)) <= 34, `${busiest(sent.map(({ at }) => at))} in a minute`);
  });

  it('frees those who wait when the limit is lifted', async () => {
    const csv = `email,name\n${people('slow.test', 200)}`;
    const dependencies = await begin(csv, { domains: { 'slow.test': 1 } });
    const stop = new AbortController();
    const limits = { signal: stop.signal, boxMs: 40_000, heartbeat: () => {} };
    const wait = async (): Promise<void> => stop.abort();
    await sendNotices({ ...dependencies, wait }, { caseId: CASE, wave }, limits);
    assert.ok(sent.length <= 2);
    await fixture.enter('notice.limit', { wave, perMinute: null, domains: {} });
    assert.equal((await round(dependencies)).state, 'finished');
    assert.equal(sent.length, 200);
  });

  const fences = () =>
    withClient(fixture.database.adminUrl, (db) =>
      db.query<{ last: string }>('select last_value as last from notice_claim_fence'),
    );
});
