import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import { startWave } from '../../activities/notice-campaign.ts';
import { FINAL_STATES } from '../../domain/notice/outcome.ts';
import { startersOf } from '../../worker/starters.ts';
import { noticeCampaignId } from '../../workflows/notice-campaign.messages.ts';
import { CASE } from '../notice/wave-fixture.ts';
import { onRing } from '../support/ring.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { devServer } from '../support/temporal.ts';
import { judge, type LifeRecord } from './mailing/judge.ts';
import { type Mailing, mailing, W } from './mailing/mailing.ts';
import { LONG } from './mailing/seeded.ts';
import { WholeWorker } from './mailing/whole-worker.ts';
import { until } from './running-stack.ts';

const { base: server, options } = await onRing(() => devServer());

const PEOPLE = LONG ? Number(process.env['TOCSIN_LONG_PEOPLE'] ?? 100_000) : 12_000;
const STOPS = LONG ? 10 : 2;
/** The worker's own limit is 10 s; a machine under load gets as much again. */
const LONGEST_STOP_MS = 20_000;
/** Of a round: its activity is scheduled, begun and done, and the same of the workflow's step that asked for it. */
const EVENTS_A_ROUND = 6;
/** What a stopped worker leaves: a step offered to it in vain, and offered again. */
const EVENTS_A_STOP = 6;
const LARGEST_PAYLOAD = 64 * 1024;
const MOST_ABOVE_IDLE_MB = 150;
const STATES: readonly string[] = [...FINAL_STATES, 'waiting', 'claimed'];
const LOOK_MS = LONG ? 1_000 : 300;
const wave = { caseId: CASE, wave: 1 };

describe('a mailing by whole workers, stopped one after the other', options, () => {
  let mail: Mailing;
  let client: Client;
  const home = tempFolder('worker');
  const lives: LifeRecord[] = [];
  const children: ChildProcess[] = [];
  const heartbeats: unknown[] = [];
  const campaign = () => client.workflow.getHandle(noticeCampaignId(wave));
  const told = () => mail.sink.takings.filter(({ to }) => to.endsWith('@example.test'));
  const live = async (): Promise<WholeWorker> => {
    const worker = new WholeWorker(mail, server.address, home);
    children.push(worker.child);
    await worker.started();
    mail.sink.life = lives.length;
    return worker;
  };
  const listen = async (): Promise<void> => {
    const { raw } = await campaign().describe();
    for (const { heartbeatDetails } of raw.pendingActivities ?? [])
      heartbeats.push(...(heartbeatDetails?.payloads ?? []).map(contentOf));
  };

  before(async () => {
    client = new Client({ connection: server.connection });
    mail = await mailing({ people: PEOPLE, notBegun: true, sink: { beforeAnswerMs: 2 } });
    mail.fixture.clock.now = new Date();
    const { startCampaign } = startersOf(client);
    await startWave({ ...mail.fixture.dependencies(null), startCampaign }, wave);
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await mail.close();
    await server.teardown();
  });

  it(`R29 stops by itself, doubles nobody and leaves nothing claimed, ${STOPS} times`, async (t) => {
    let slowest = 0;
    for (let time = 0; time < STOPS; time += 1) {
      const worker = await live();
      const enough = told().length + 500;
      await until('500 more', 60, async () => told().length >= enough);
      await listen();
      const { tookMs, ...how } = await worker.end('SIGTERM');
      assert.deepEqual(how, { code: 0, signal: null });
      slowest = Math.max(slowest, tookMs);
      assert.deepEqual([await mail.count('claimed'), await mail.count('sent')], [0, told().length]);
      lives.push({ by: 'SIGTERM', lastedMs: 0 });
    }
    t.diagnostic(`the slowest stop took ${Math.round(slowest)} ms`);
    assert.ok(slowest < LONGEST_STOP_MS, `${slowest} ms`);
  });

  it('R29 is finished by the next worker, each person told once', async (t) => {
    mail.sink.behaviour = {};
    const worker = await live();
    const rss: number[] = [worker.rssMb];
    await until('the end', LONG ? 3_600 : 120, async () => {
      await pause(LOOK_MS);
      rss.push(worker.rssMb);
      await listen();
      return (await campaign().describe()).status.name === 'COMPLETED';
    });
    await worker.end('SIGTERM');
    lives.push({ by: null, lastedMs: 0 });
    const ledger = await mail.ledger();
    const evidence = { ledger, takings: told(), lives, most: W, leaseMs: Number.POSITIVE_INFINITY };
    assert.deepEqual(judge(evidence).faults, []);
    assert.equal(told().length, PEOPLE);
    const [idle = 0] = rss;
    const middle = rss.slice(Math.ceil(rss.length * 0.1), Math.floor(rss.length * 0.9));
    const [least, most] = [Math.min(...middle) - idle, Math.max(...middle) - idle].map(Math.round);
    t.diagnostic(
      `memory above idle (${Math.round(idle)} MB): ${least} to ${most} MB over the middle 80 % of the mailing`,
    );
    if (LONG) assert.ok((most ?? 0) <= MOST_ABOVE_IDLE_MB, `${most} MB above idle`);
  });

  it('R17 leaves as many events a round, however many people, and small payloads of counts', async (t) => {
    const { events } = await campaign().fetchHistory();
    const all = events ?? [];
    const rounds = all.filter(({ activityTaskCompletedEventAttributes: done }) => done).length;
    t.diagnostic(`${PEOPLE} people: ${all.length} events in ${rounds} rounds`);
    assert.ok(rounds > STOPS, 'each stop ends a round');
    assert.ok(all.length <= EVENTS_A_ROUND * (rounds + 1) + EVENTS_A_STOP * STOPS, `${all.length} events`);
    const sizes = all.flatMap(payloadsOf).map(({ data }) => data?.length ?? 0);
    assert.ok(sizes.length > rounds);
    assert.ok(Math.max(...sizes) <= LARGEST_PAYLOAD, `${Math.max(...sizes)} bytes`);
  });

  it('R17 puts counts into its heartbeats, and nothing else', () => {
    assert.ok(heartbeats.length > 0);
    for (const beat of heartbeats) {
      const counts = Object.entries(beat as Record<string, unknown>);
      assert.deepEqual(
        counts.filter(([state]) => !STATES.includes(state)),
        [],
      );
      assert.ok(counts.every(([, count]) => typeof count === 'number'));
    }
  });
});

type Payload = { data?: Uint8Array | null };
const contentOf = ({ data }: Payload): unknown => JSON.parse(Buffer.from(data ?? []).toString('utf8'));

/** Every payload of an event, wherever it lies in it. */
function payloadsOf(part: unknown): Payload[] {
  if (typeof part !== 'object' || part === null || part instanceof Uint8Array) return [];
  if ('data' in part && part.data instanceof Uint8Array) return [part as Payload];
  return Object.values(part).flatMap(payloadsOf);
}
