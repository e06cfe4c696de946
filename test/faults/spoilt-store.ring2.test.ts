import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '../../database/pool.ts';
import { type NewSaying, say } from '../../desk/say.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { ORGANISATION } from '../notice/wave-fixture.ts';
import { type Life, type Mailing, mailing, W } from './mailing/mailing.ts';
import { Hole, OwnStore } from './mailing/own-store.ts';
import { LONG, seeded } from './mailing/seeded.ts';

const PEOPLE = LONG ? 80_000 : 12_000;
const CRASHES = LONG ? 60 : 4;
const TERMINATIONS = LONG ? 500 : 40;
const HOLE_MS = LONG ? 60_000 : 12_000;
const BACK_MS = 30_000;
const POOL_SIZE = 8;

describe('a mailing whose PostgreSQL is spoilt', () => {
  const { seed, between } = seeded();
  const store = new OwnStore();
  let mail: Mailing;
  before(async () => {
    const sink = { beforeAnswerMs: 20 };
    mail = await mailing({ people: PEOPLE, sink, life: { leaseSeconds: 20 }, database: await store.database() });
  });
  after(() => mail.close());

  const distinct = (): number => new Set(mail.sink.takings.map(({ messageId }) => messageId)).size;
  const admin = (text: string) => withClient(store.adminUrl, (client) => client.query(text));
  const moreTaken = async (many: number): Promise<void> => {
    for (const enough = distinct() + many; distinct() < enough; ) await pause(10);
  };
  const stop = async (life: Life): Promise<void> => {
    assert.deepEqual(await life.end('SIGTERM'), { code: 0, signal: null });
    assert.equal(await mail.count('sent'), distinct(), 'what was taken is recorded');
  };

  it(`R03 loses nothing that was acknowledged, and doubles no command, in ${CRASHES} crashes`, async (t) => {
    const life = await mail.live();
    const desk = new Desk(mail);
    const talking = desk.talk();
    for (let time = 0; time < CRASHES; time += 1) {
      await moreTaken(50);
      await pause(between(100, 1_500));
      await store.crash();
      await pause(between(0, 2_000));
      await store.start();
    }
    await moreTaken(50);
    desk.stops = true;
    await talking;
    t.diagnostic(`TOCSIN_SEED=${seed}: ${desk.acknowledged.length} commands, ${desk.repeated} said again`);
    const { rows } = await admin(`select statement_id from register_entry where kind = 'processor.describe'`);
    const entered = rows.map((row) => String(row['statement_id'])).sort();
    assert.deepEqual(entered, [...desk.acknowledged].sort());
    await stop(life);
    assert.ok(mail.sink.doubles <= W * CRASHES, `${mail.sink.doubles} doubled`);
  });

  it(`R04 works on through ${TERMINATIONS} ended connections, without holding more of them`, async () => {
    const life = await mail.live();
    await moreTaken(50);
    for (let ended = 0; ended < TERMINATIONS; ) {
      const { rowCount } = await admin(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test mailing'`,
      );
      ended += rowCount ?? 0;
      await pause(between(20, 200));
    }
    await moreTaken(50);
    await stop(life);
  });

  it('R04 is back at work within 30 s of a network that swallowed everything', async (t) => {
    const hole = new Hole(mail.fixture.database.url('worker'));
    const life = await mail.live({ database: await hole.url(), poolSize: POOL_SIZE });
    await moreTaken(50);
    hole.swallow();
    await pause(HOLE_MS);
    hole.relent();
    const opened = performance.now();
    await moreTaken(W + 1);
    const tookMs = Math.round(performance.now() - opened);
    t.diagnostic(`at work again after ${tookMs} ms`);
    assert.ok(tookMs <= BACK_MS, `${tookMs} ms`);
    assert.ok(hole.passing > 0 && hole.passing <= POOL_SIZE, `${hole.passing} connections`);
    await stop(life);
    hole.close();
  });

  it('R05 sends nothing while the database is read-only, says so, and goes on by itself', async () => {
    const life = await mail.live();
    await moreTaken(50);
    await admin(`alter system set default_transaction_read_only = on`);
    await admin('select pg_reload_conf()');
    const before = mail.sink.takings.length;
    await pause(2_000);
    const meanwhile = mail.sink.takings.length - before;
    assert.ok(meanwhile <= W, `${meanwhile} sent that could not be recorded`);
    const refused = await describeProcessor(mail, randomUUID()).then(
      () => assert.fail('it cannot be stored'),
      (error: unknown) => error,
    );
    assert.ok(refused instanceof Refusal);
    assert.deepEqual([refused.details.code, refused.exit], ['STORE_READ_ONLY', EXIT.serviceAway]);
    await withClient(store.adminUrl, async (client) => {
      await client.query('set default_transaction_read_only = off');
      await client.query('alter system reset default_transaction_read_only');
    });
    await admin('select pg_reload_conf()');
    await moreTaken(50);
    await stop(life);
  });

  it('R03 ends with everybody told once the store is left in peace', async () => {
    mail.sink.behaviour = {};
    const life = await mail.live();
    assert.deepEqual(await life.ended, { code: 0, signal: null });
    assert.deepEqual([distinct(), await mail.count('sent')], [PEOPLE, PEOPLE]);
  });
});

const speaker = { organisationId: ORGANISATION, actor: 'dpo', assurance: 'claimed' } as const;

function describeProcessor(mail: Mailing, statementId: string): Promise<unknown> {
  const { fixture } = mail;
  const desk = {
    pool: fixture.pool('desk'),
    vault: fixture.vault,
    now: async () => new Date(),
    temporal: () => Promise.reject(new Error('no case is spoken of')),
  };
  const body = { processorId: `p${statementId.slice(0, 8)}` };
  const saying: NewSaying = {
    kind: 'processor.describe',
    caseId: null,
    body,
    words: { name: 'Processor' },
    statementId,
  };
  return say(desk, speaker, saying);
}

/** Somebody who says one thing after the other, each until it is acknowledged. */
class Desk {
  readonly acknowledged: string[] = [];
  repeated = 0;
  stops = false;
  readonly #mail: Mailing;

  constructor(mail: Mailing) {
    this.#mail = mail;
  }

  async talk(): Promise<void> {
    while (!this.stops) {
      const statementId = randomUUID();
      while (!(await this.#said(statementId))) this.repeated += 1;
      this.acknowledged.push(statementId);
      await pause(50);
    }
  }

  async #said(statementId: string): Promise<boolean> {
    try {
      await describeProcessor(this.#mail, statementId);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal) || error.exit !== EXIT.serviceAway) throw error;
      await pause(100);
      return false;
    }
  }
}
