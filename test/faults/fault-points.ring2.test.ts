import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { SMTP_CLIENT_NAMES } from '../../activities/sender.ts';
import { onDatabase } from '../support/postgres.ts';
import { POINTS, type Point } from './mailing/fault-points.ts';
import { judge, type LifeRecord } from './mailing/judge.ts';
import { type Life, type Mailing, mailing, W } from './mailing/mailing.ts';
import type { Stage } from './mailing/recording-sink.ts';
import { LONG, seeded } from './mailing/seeded.ts';

type Place = Point | Extract<Stage, 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'dot' | 'reply'>;

/** How many copies too many a crash at each place may leave, with one connection: the table of docs/testing.md. */
const DOUBLES: Readonly<Record<Place, 0 | 1>> = {
  'before start': 0,
  campaign: 0,
  claimed: 0,
  rendered: 0,
  MAIL: 0,
  RCPT: 0,
  DATA: 0,
  body: 0,
  dot: 1,
  reply: 1,
  'before result': 1,
  'after result': 0,
  'page turn': 0,
  'before complete': 0,
  nudge: 0,
  close: 0,
};

const TIMES = LONG ? 10 : 2;
/** More than one page of the sender. */
const PEOPLE = 600 * TIMES;
const AT_THE_END: readonly Place[] = ['before complete', 'nudge', 'close'];
const AT_THE_START: readonly Place[] = ['before start', 'campaign'];
const isPoint = (place: Place): place is Point => POINTS.some((point) => point === place);

/** Kills a life at a place, once all that was taken before is recorded. */
async function dieAt(mail: Mailing, place: Place, time: number, life: Life): Promise<void> {
  if (isPoint(place)) {
    if (/result/.test(place)) mail.sink.behaviour = { at: oneByOne(mail, life, time) };
    mail.begin(life);
    await reached(mail, life, place);
    await quiet(mail, life, DOUBLES[place]);
    await life.end('SIGKILL');
  } else {
    let passed = 0;
    mail.sink.behaviour = {
      at: async (stage) => {
        if (stage === 'dot' && place === 'reply' && passed === time - 1) {
          await mail.recorded(life, 1);
          life.child.kill('SIGSTOP'); // the answer reaches it; on a busy machine it would have time to record it, too
        }
        if (stage !== place || ++passed !== time) return null;
        if (place !== 'reply') await mail.recorded(life, DOUBLES[place]);
        life.child.kill('SIGKILL');
        return 'silence';
      },
    };
    mail.begin(life);
    const { signal } = await life.ended;
    assert.equal(signal, 'SIGKILL', `the sender ended before '${place}'`);
  }
  mail.sink.behaviour = {};
}

/** Waits for a point, and fails with what is known when it is not reached. */
async function reached(mail: Mailing, life: Life, place: Place): Promise<void> {
  const giveUp = new AbortController();
  const late = setTimeout(120_000, 'late', { signal: giveUp.signal });
  const how = await Promise.race([life.atPoint, life.ended, late]);
  giveUp.abort();
  await late.catch(() => {});
  if (how === undefined) return;
  const open = await onDatabase(mail.fixture.database.adminUrl, (client) =>
    client.query(
      `select state, code, count(*), min(next_attempt_at), min(attempt), max(fence) from notice_delivery group by 1, 2`,
    ),
  );
  assert.fail(`'${place}' not reached: ${life.failures.join(' ')} ${JSON.stringify(open.rows)}`);
}

/** Until what was on its way is taken and recorded: the sender itself stands still. */
async function quiet(mail: Mailing, life: Life, but: number): Promise<void> {
  for (let before = -1; before !== mail.sink.takings.length; ) {
    before = mail.sink.takings.length;
    await mail.recorded(life, but);
    await setTimeout(150);
  }
}

/** Takes so many messages, none before the one ahead of it is recorded. */
function oneByOne(mail: Mailing, life: Life, most: number): (stage: Stage) => Promise<'silence' | null> {
  let asked = 0;
  return async (stage) => {
    if (stage !== 'MAIL') return null;
    asked += 1;
    if (asked > most) return 'silence';
    await mail.recorded(life);
    return null;
  };
}

for (const client of LONG ? SMTP_CLIENT_NAMES : (['pipelining'] as const)) {
  describe(`a mailing whose sender is killed at named places, by ${client}`, () => {
    const { seed, between } = seeded();
    let mail: Mailing;
    after(() => mail.close());

    it(`R02 leaves exactly what the table says, ${TIMES} times at each of ${Object.keys(DOUBLES).length}`, async (t) => {
      mail = await mailing({ people: PEOPLE, notBegun: true, life: { client, connections: 1, starts: true } });
      const between_ = (Object.keys(DOUBLES) as Place[]).filter(
        (place) => !AT_THE_END.includes(place) && !AT_THE_START.includes(place),
      );
      const places = [AT_THE_START, shuffled(again(between_), between), AT_THE_END].flatMap((each, part) =>
        part === 1 ? [...each] : again(each),
      );
      const lives: LifeRecord[] = [];
      const prepare = (place: Place | undefined): { time: number; life: Promise<Life> } => {
        const time =
          place && /MAIL|RCPT|DATA|body|dot|reply|rendered|result/.test(place) ? 1 + Math.floor(between(0, 5)) : 1;
        return { time, life: mail.prepare({ point: place && isPoint(place) ? { name: place, time } : null }) };
      };
      let next = prepare(places[0]);
      for (const [at, place] of places.entries()) {
        const { time, life } = next;
        const ready = await life;
        next = prepare(places[at + 1]);
        await dieAt(mail, place, time, ready);
        lives.push({ by: 'SIGKILL', lastedMs: 0 });
      }
      const last = mail.begin(await next.life);
      assert.deepEqual(await last.ended, { code: 0, signal: null });
      lives.push({ by: null, lastedMs: 0 });

      const { faults, doubled } = judge({
        ledger: await mail.ledger(),
        takings: mail.sink.takings,
        lives,
        most: W,
        leaseMs: 0,
      });
      t.diagnostic(`TOCSIN_SEED=${seed}: ${lives.length} lives`);
      assert.deepEqual(faults, []);
      const told = places.map((place, life) => `${place}: ${doubled[life]}`);
      assert.deepEqual(
        told,
        places.map((place) => `${place}: ${DOUBLES[place]}`),
      );
      assert.deepEqual(await entriesOf(mail), { 'wave.start': 1, 'wave.complete': 1 });
    });
  });
}

const again = (places: readonly Place[]): Place[] => places.flatMap((place) => Array<Place>(TIMES).fill(place));

function shuffled(places: Place[], between: (least: number, most: number) => number): Place[] {
  return places
    .map((place) => ({ place, at: between(0, 1) }))
    .sort((one, other) => one.at - other.at)
    .map(({ place }) => place);
}

function entriesOf(mail: Mailing): Promise<Record<string, number>> {
  return onDatabase(mail.fixture.database.adminUrl, async (client) => {
    const { rows } = await client.query<{ kind: string; count: string }>(
      `select kind, count(*) from register_entry where kind like 'wave.%' group by kind`,
    );
    return Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)]));
  });
}
