import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { startWave } from '../../activities/notice-campaign.ts';
import type { SendLimits, WaveCounts } from '../../activities/send-notices.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { loadConfig } from '../../worker/config.ts';
import { NoticeThread } from '../../worker/notice-thread.ts';
import { type MailSink, mailSink } from '../notice/mail-sink.ts';
import { CASE, csvOf, type WaveFixture, waveFixture } from '../notice/wave-fixture.ts';

const PEOPLE = 60;
const BOX_MS = 50_000;

describe('the thread that sends notices', () => {
  let fixture: WaveFixture;
  let sink: MailSink;
  let home: string;
  let thread: NoticeThread | null = null;
  const stops = new AbortController();
  let slow = false;
  let onMail: (() => Promise<unknown>) | null = null;

  const threadWith = (settings: Record<string, string> = {}): NoticeThread => {
    const config = loadConfig({
      ...{ TOCSIN_HOME: home, TOCSIN_MASTER_KEY: fixture.masterKey.toString('hex') },
      ...{ TOCSIN_WORKER_DATABASE_URL: fixture.database.url('worker'), SMTP_URL: sink.url },
      ...{ TOCSIN_DATABASE_URL: fixture.database.url('desk'), TOCSIN_MAIL_FROM: 'tocsin@ejemplo.example', ...settings },
    });
    thread = new NoticeThread(config, async () => {});
    return thread;
  };
  const limits = (more: Partial<SendLimits> = {}): SendLimits => ({
    ...{ signal: new AbortController().signal, boxMs: BOX_MS, heartbeat: () => {} },
    ...more,
  });
  const wave = async (number: number) => {
    await fixture.import(number, 'affected', csvOf(PEOPLE, 1000 * number));
    await fixture.approve(number);
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: number });
    return { caseId: CASE, wave: number };
  };

  before(async () => {
    home = mkdtempSync(path.join(os.tmpdir(), 'tocsin-thread-'));
    fixture = await waveFixture();
    sink = await mailSink({
      onTaken: async () => {
        await onMail?.();
        if (!slow) return;
        stops.abort();
        await new Promise((resolve) => setTimeout(resolve, 20));
      },
    });
  });
  afterEach(() => thread?.close());
  after(async () => {
    await sink.close();
    await fixture.close();
    rmSync(home, { recursive: true });
  });

  it('tells each person once, and how far it is', async () => {
    const told: WaveCounts[] = [];
    const progress = await threadWith().send(await wave(1), limits({ heartbeat: (counts) => told.push(counts) }));
    assert.deepEqual([progress.state, progress.counts], ['finished', { sent: PEOPLE }]);
    assert.equal(new Set(sink.taken.map(({ messageId }) => messageId)).size, PEOPLE);
    assert.equal(sink.taken.length, PEOPLE);
    assert.ok(told.length > 0);
  });

  it('stops when it is told to, finishes what is in the air, and gives the rest back', async () => {
    slow = true;
    const asked = await wave(2);
    const stopped = await threadWith().send(asked, limits({ signal: stops.signal }));
    slow = false;
    const { sent = 0, claimed = 0, waiting = 0 } = stopped.counts;
    assert.deepEqual([stopped.state, claimed, sent + waiting], ['sending', 0, PEOPLE]);
    assert.ok(sent < PEOPLE, `${sent} were sent`);
    const rest = await thread?.send(asked, limits());
    assert.deepEqual([rest?.counts, sink.taken.length], [{ sent: PEOPLE }, 2 * PEOPLE]);
  });

  it('says what it was refused as it was said there', async () => {
    const away = threadWith({ TOCSIN_WORKER_DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:1/none' });
    await assert.rejects(away.send({ caseId: CASE, wave: 1 }, limits()), (error) => {
      assert.ok(error instanceof Refusal, String(error));
      assert.deepEqual([error.details.code, error.exit], ['DATABASE_AWAY', EXIT.serviceAway]);
      return true;
    });
  });

  it('says which setting it lacks, to whoever waits for it and to each round, and tries anew for the next', async () => {
    const refused = (error: unknown): boolean => {
      assert.ok(error instanceof Refusal, String(error));
      const { code, message, next } = error.details;
      assert.deepEqual([code, error.exit], ['SETTING_WRONG', EXIT.usage]);
      assert.match(message, /TOCSIN_UNKNOWN_POLICY 'perhaps'/);
      assert.match(next, /resend .* or hold/);
      return true;
    };
    const broken = threadWith({ TOCSIN_UNKNOWN_POLICY: 'perhaps' });
    await assert.rejects(broken.ready(), refused);
    for (const _ of [1, 2]) await assert.rejects(broken.send({ caseId: CASE, wave: 1 }, limits()), refused);
  });

  it('is ready when it has all it needs', async () => {
    await threadWith().ready();
  });

  it('fails the round it dies in and no more: the next is for another thread', async () => {
    const asked = await wave(3);
    const born = once(process, 'worker') as Promise<[Worker]>;
    const mortal = threadWith();
    const [worker] = await born;
    onMail = () => worker.terminate();
    await assert.rejects(mortal.send(asked, limits()), /the thread for them ended/);
    onMail = null;
    const { state } = await mortal.send({ caseId: CASE, wave: 1 }, limits());
    assert.equal(state, 'finished');
  });
});
