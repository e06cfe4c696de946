import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { judge, type LifeRecord } from './mailing/judge.ts';
import { type Life, type Mailing, mailing, W } from './mailing/mailing.ts';
import { LONG, seeded } from './mailing/seeded.ts';

const STOPS = LONG ? 50 : 10;
/** The shutdown's own limit is 8 s for what is in the air; a machine under load gets that five times over. */
const LONGEST_STOP_MS = 40_000;

describe('a sender that is asked to stop, again and again', () => {
  const { seed, between } = seeded();
  let mail: Mailing;
  before(async () => {
    mail = await mailing({ people: 400 * STOPS, sink: { beforeAnswerMs: 15 } });
  });
  after(() => mail.close());

  it(`R29 stops by itself, doubles nobody and gives back what it had claimed, ${STOPS} times`, async (t) => {
    const lives: LifeRecord[] = [];
    let next: Promise<Life> = mail.prepare();
    let slowest = 0;
    for (let time = 0; time < STOPS; time += 1) {
      const life = mail.begin(await next);
      next = mail.prepare();
      await pause(between(50, 700));
      const asked = performance.now();
      assert.deepEqual(await life.end('SIGTERM'), { code: 0, signal: null });
      slowest = Math.max(slowest, performance.now() - asked);
      assert.equal(await mail.count('claimed'), 0, 'nothing stays claimed');
      lives.push({ by: 'SIGTERM', lastedMs: life.lastedMs });
    }
    mail.sink.behaviour = {};
    const last = mail.begin(await next);
    await last.ended;
    lives.push({ by: null, lastedMs: last.lastedMs });
    t.diagnostic(`TOCSIN_SEED=${seed}: the slowest stop took ${Math.round(slowest)} ms`);
    const evidence = {
      ledger: await mail.ledger(),
      takings: mail.sink.takings,
      lives,
      most: W,
      leaseMs: Number.POSITIVE_INFINITY,
    };
    assert.deepEqual(judge(evidence).faults, []);
    assert.ok(slowest < LONGEST_STOP_MS, `${slowest} ms`);
  });
});
