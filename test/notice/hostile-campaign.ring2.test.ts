import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { startWave } from '../../activities/notice-campaign.ts';
import type { NoticeDependencies } from '../../activities/notice-dependencies.ts';
import { sendNotices, type WaveProgress } from '../../activities/send-notices.ts';
import { SMTP_CLIENTS } from '../../activities/smtp-clients.ts';
import { haltOfWave } from '../../database/notice-halt.ts';
import { countDeliveries } from '../../database/notice-ledger.ts';
import { withClient } from '../../database/pool.ts';
import { inTransaction } from '../../database/transaction.ts';
import { type Said, scriptedServer, type Turn } from './scripted-server.ts';
import { CASE, csvOf, type WaveFixture, waveFixture } from './wave-fixture.ts';

const MINUTE = 60_000;
const PEOPLE = 120;
const SEED = Number(process.env['TOCSIN_SEED'] ?? 20_261_102);

/** The same numbers from 0 to 1 for the same seed. */
function numbersOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

for (const [client, make] of Object.entries(SMTP_CLIENTS)) {
  describe(`a wave against hostile servers, by ${client}`, () => {
    let fixture: WaveFixture;
    let wave = 0;
    const closers: (() => void)[] = [];
    before(async () => {
      fixture = await waveFixture();
    });
    afterEach(() => {
      for (const close of closers.splice(0)) close();
    });
    after(() => fixture.close());

    const begin = async (
      script: (turn: Turn) => Said | null,
      more: Partial<NoticeDependencies> & { people?: number; logsIn?: boolean; deadlineMs?: number } = {},
    ) => {
      const { people = PEOPLE, logsIn = false, deadlineMs = 5_000, ...given } = more;
      wave += 1;
      const server = await scriptedServer(script);
      const sender = make(logsIn ? server.url.replace('//', '//tocsin:secret@') : server.url, { deadlineMs });
      closers.push(server.close, () => sender.close());
      const dependencies = { ...fixture.dependencies(sender), ...given };
      await fixture.import(wave, 'affected', csvOf(people, wave * 10_000));
      await fixture.approve(wave);
      const key = { caseId: CASE, wave };
      await startWave(dependencies, key);
      const limits = { signal: new AbortController().signal, boxMs: 30_000, heartbeat: () => {} };
      return { server, key, dependencies, round: () => sendNotices(dependencies, key, limits) };
    };
    const states = async (key: { caseId: string; wave: number }) => {
      const rows = await inTransaction(fixture.pool('worker'), (tx) => countDeliveries(tx, key));
      return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
    };
    const attempts = async (number: number) => {
      const { rows } = await withClient(fixture.database.adminUrl, (db) =>
        db.query<{ least: number; most: number }>(
          'select min(attempt) as least, max(attempt) as most from notice_delivery where wave = $1',
          [number],
        ),
      );
      return rows[0];
    };
    /** Rounds on a virtual clock, which leaps to whatever is due next. */
    const toTheEnd = async (round: () => Promise<WaveProgress>, most = 100): Promise<WaveProgress> => {
      for (let number = 0; number < most; number += 1) {
        const progress = await round();
        if (progress.state === 'finished') return progress;
        const next =
          progress.state === 'waiting' ? Date.parse(progress.nextAt ?? '') : fixture.clock.now.getTime() + MINUTE;
        fixture.clock.now = new Date(Math.max(next, fixture.clock.now.getTime() + 1_000));
      }
      throw new Error('the wave did not end');
    };

    it('R06 tells everybody behind greylisting and random 4xx, and tries nobody before the schedule says', async () => {
      console.log(`TOCSIN_SEED=${SEED}`);
      const random = numbersOf(SEED);
      const tried = new Map<string, number[]>();
      const { server, key, round } = await begin(({ verb, line }) => {
        if (verb !== 'RCPT') return null;
        const times = tried.get(line) ?? [];
        tried.set(line, [...times, fixture.clock.now.getTime()]);
        const waited = fixture.clock.now.getTime() - (times[0] ?? fixture.clock.now.getTime());
        if (waited < 15 * MINUTE) return '451 4.7.1 Greylisted, please try again later';
        return random() < 0.3 ? '450 4.2.0 not now' : null;
      });
      await toTheEnd(round);
      assert.deepEqual(await states(key), { sent: PEOPLE });
      assert.equal(new Set(server.taken).size, PEOPLE);
      assert.equal(server.taken.length, PEOPLE);
      const schedule = [5, 15, 30, 60, 120, 240].map((minutes) => minutes * MINUTE);
      for (const times of tried.values()) {
        times.slice(1).forEach((at, index) => {
          const gap = at - (times[index] ?? 0);
          assert.ok(
            gap >= (schedule[index] ?? 240 * MINUTE),
            `attempt ${index + 2} came after ${gap / MINUTE} minutes`,
          );
        });
      }
      assert.deepEqual((await attempts(key.wave))?.least, 3);
    });

    for (const verb of ['CONNECT', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'BODY'] as const) {
      it(`R08 retries without doubling what was dropped at ${verb}`, async () => {
        let drops = 40;
        const { server, key, round } = await begin((turn) => {
          if (turn.verb !== verb || drops === 0 || turn.connection % 2 === 0) return null;
          drops -= 1;
          return { drop: true };
        });
        await toTheEnd(round);
        assert.deepEqual(await states(key), { sent: PEOPLE });
        assert.equal(server.taken.length, PEOPLE);
        assert.equal(new Set(server.taken).size, PEOPLE);
      });
    }

    it('R08 sends again what was dropped after the dot, or holds it, as the policy says', async () => {
      for (const unknownPolicy of ['resend', 'hold'] as const) {
        const { server, key, round } = await begin(
          ({ verb, message, connection }) => (verb === '.' && message === 3 && connection <= 8 ? { drop: true } : null),
          { unknownPolicy },
        );
        await toTheEnd(round);
        const { sent = 0, 'unknown-held': held = 0 } = await states(key);
        assert.equal(sent + held, PEOPLE);
        assert.ok(unknownPolicy === 'resend' ? held === 0 : held > 0, `${held} are held`);
        assert.equal(server.taken.length, sent);
        assert.equal(new Set(server.dots).size, PEOPLE, 'every final dot was of one of the people');
      }
    });

    const hostile: [what: string, script: (turn: Turn) => Said | null][] = [
      [
        'falls silent after the dot',
        ({ verb, connection }) => (verb === '.' && connection <= 2 ? { silence: true } : null),
      ],
      ['trickles', ({ verb, connection }) => (verb === '.' && connection <= 2 ? { trickle: true } : null)],
      [
        'answers without end',
        ({ verb, connection }) => (verb === 'MAIL' && connection <= 2 ? { flood: '250-more\r\n'.repeat(100) } : null),
      ],
      [
        'answers in one line of ten megabytes',
        ({ verb, connection }) => (verb === 'RCPT' && connection <= 2 ? `250 ${'x'.repeat(10_000_000)}` : null),
      ],
      [
        'does not greet',
        ({ verb, connection }) =>
          verb === 'CONNECT' && (connection === 2 || connection === 3) ? { silence: true } : null,
      ],
    ];
    for (const [what, script] of hostile) {
      it(`R09 goes on with its other connections while one ${what}`, async () => {
        const { server, key, round } = await begin(script, { deadlineMs: 1_500 });
        await round();
        const { sent = 0 } = await states(key);
        assert.ok(sent >= PEOPLE - 32, `${sent} were sent in the first round`);
        await toTheEnd(round);
        assert.deepEqual(await states(key), { sent: PEOPLE });
        assert.equal(new Set(server.taken).size, PEOPLE);
      });
    }

    it('R10 goes more slowly where the server takes ten a second, and counts that against nobody', async () => {
      const taken: number[] = [];
      const { server, key, round } = await begin(
        ({ verb }) => {
          if (verb !== 'RCPT') return null;
          const now = performance.now();
          if (taken.filter((at) => at > now - 1000).length >= 10) return '450 4.7.1 Error: too many messages';
          taken.push(now);
          return null;
        },
        { people: 30 },
      );
      await toTheEnd(round);
      assert.deepEqual(await states(key), { sent: 30 });
      assert.equal(server.taken.length, 30);
      assert.equal((await attempts(key.wave))?.most, 1);
    });

    it('R10 stands still by name when the log-in is refused in mid-run, asks once a minute, says so once, and goes on', async () => {
      const asked: number[] = [];
      let refusing = false;
      let mended = false;
      const alerts: unknown[] = [];
      const { server, key, round } = await begin(
        ({ verb, message }) => {
          if (verb === 'MAIL' && message > 5) {
            refusing = !mended;
            return '421 4.7.0 closing';
          }
          if (verb !== 'AUTH' || !refusing) return null;
          asked.push(fixture.clock.now.getTime());
          return '535 5.7.8 no';
        },
        { logsIn: true, alert: (_message, ids) => alerts.push(ids) },
      );
      const first = await round();
      assert.deepEqual([first.state, first.reason, first.code], ['blocked', 'MAIL_LOGIN_REFUSED', 'EAUTH 535']);
      const before = asked.length;
      assert.deepEqual((await round()).reason, 'MAIL_LOGIN_REFUSED');
      assert.equal(asked.length, before, 'nobody asks within the minute');
      for (let minute = 0; minute < 2; minute += 1) {
        fixture.clock.now = new Date(fixture.clock.now.getTime() + MINUTE);
        await new Promise((resolve) => setTimeout(resolve, 3_000)); // the connections' own patience with a refusal
        await Promise.all([round(), round()]);
        assert.equal(asked.length, before + minute + 1);
      }
      const halt = await inTransaction(fixture.pool('worker'), (tx) => haltOfWave(tx, key));
      assert.equal(halt?.reason, 'MAIL_LOGIN_REFUSED');
      assert.deepEqual(alerts, [{ ...key, code: 'MAIL_LOGIN_REFUSED' }]);
      [refusing, mended] = [false, true];
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      await toTheEnd(round);
      assert.deepEqual(await states(key), { sent: PEOPLE });
      assert.equal(new Set(server.taken).size, PEOPLE);
      assert.equal(await inTransaction(fixture.pool('worker'), (tx) => haltOfWave(tx, key)), null);
      const { rows } = await withClient(fixture.database.adminUrl, (db) =>
        db.query<{ kind: string }>(
          "select kind from register_entry where kind in ('wave.stall', 'wave.goOn') and body like $1 order by seq",
          [`%"wave":${key.wave}}%`],
        ),
      );
      assert.equal(rows.at(-1)?.kind, 'wave.goOn');
    });

    it('R06 counts nobody as refused by a server that refuses everybody for our sake', async () => {
      let refusing = true;
      const { server, key, round } = await begin(({ verb }) =>
        verb === 'RCPT' && refusing ? '550 5.7.1 relaying denied' : null,
      );
      const progress = await round();
      assert.deepEqual(
        [progress.state, progress.reason, progress.code],
        ['blocked', 'MAIL_POLICY_REFUSED', '550 5.7.1'],
      );
      assert.deepEqual(await states(key), { waiting: PEOPLE });
      fixture.clock.now = new Date(fixture.clock.now.getTime() + MINUTE);
      assert.equal((await round()).reason, 'MAIL_POLICY_REFUSED');
      refusing = false;
      await toTheEnd(round);
      assert.deepEqual(await states(key), { sent: PEOPLE });
      assert.equal(server.taken.length, PEOPLE);
    });

    it('R07 records those it cannot reach with both codes, and tries none again', async () => {
      const asked = new Map<string, number>();
      const { key, round } = await begin(({ verb, line }) => {
        if (verb !== 'RCPT') return null;
        asked.set(line, (asked.get(line) ?? 0) + 1);
        if (/[05]@/.test(line)) return '550 5.1.1 no such user';
        return /1@/.test(line) ? '552 5.2.2 full' : null;
      });
      assert.equal((await toTheEnd(round)).state, 'finished');
      const { sent = 0, refused = 0 } = await states(key);
      assert.deepEqual([sent, refused], [PEOPLE * 0.7, PEOPLE * 0.3]);
      assert.ok([...asked.values()].every((times) => times === 1));
    });
  });
}
