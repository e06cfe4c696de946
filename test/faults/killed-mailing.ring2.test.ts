import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTP_CLIENT_NAMES } from '../../activities/sender.ts';
import { judge, type LifeRecord } from './mailing/judge.ts';
import { type Life, type Mailing, mailing, W } from './mailing/mailing.ts';
import { LONG, seeded } from './mailing/seeded.ts';
import type { WrongSender } from './mailing/wrong-senders.ts';

const RUNS = LONG
  ? SMTP_CLIENT_NAMES.map((client) => ({ client, people: 10_000, kills: 200 }))
  : ([
      { client: 'pipelining', people: 10_000, kills: 20 },
      { client: 'library', people: 2_000, kills: 4 },
    ] as const);
/** Every fifth life is asked to end instead, and doubles nobody. */
const ASKED = 5;

/** So slow a server that the mailing spans all lives; then it hurries. */
const PACE_MS = LONG ? 250 : 30;

/** Every sixth life outlasts the claims of the one before it by more than a second. */
const LONGER = 6;
const LEASE_MS = 1_000;

/** Ends a mailing's lives one after the other, the next one always ready, then lets the last one finish. */
async function endAgainAndAgain(
  mail: Mailing,
  times: number,
  itsTime: (time: number) => Promise<unknown>,
): Promise<LifeRecord[]> {
  const records: LifeRecord[] = [];
  let next: Promise<Life> = mail.prepare();
  for (let time = 1; time <= times; time += 1) {
    const life = mail.begin(await next);
    next = mail.prepare();
    await Promise.race([itsTime(time), life.ended]);
    const by = time % ASKED === 0 ? 'SIGTERM' : 'SIGKILL';
    const { code } = await life.end(by);
    records.push({ by: code === null ? 'SIGKILL' : by === 'SIGTERM' ? by : null, lastedMs: life.lastedMs });
  }
  mail.sink.behaviour = {};
  const last = mail.begin(await next);
  const { code } = await last.ended;
  assert.equal(code, 0);
  return [...records, { by: null, lastedMs: last.lastedMs }];
}

for (const { client, people, kills } of RUNS) {
  describe(`a mailing whose sender is killed again and again, by ${client}`, () => {
    const { seed, between } = seeded();
    let mail: Mailing;
    after(() => mail.close());

    it(`R01 loses nobody and doubles at most ${W} a kill, ${W / 2} on average, in ${kills} kills`, async (t) => {
      const sink = { beforeBodyMs: PACE_MS / 2, beforeAnswerMs: PACE_MS / 2 };
      mail = await mailing({ people, sink, life: { client } });
      const times = Math.ceil((kills * ASKED) / (ASKED - 1));
      const lives = await endAgainAndAgain(mail, times, (time) =>
        pause(time % LONGER === 0 ? between(2_100, 2_600) : between(50, 1_500)),
      );
      const { faults, doubled, mean } = judge({
        ledger: await mail.ledger(),
        takings: mail.sink.takings,
        lives,
        most: W,
        leaseMs: LEASE_MS,
      });
      t.diagnostic(`TOCSIN_SEED=${seed}: ${lives.length} lives, doubled ${doubled.join(' ')}, mean ${mean.toFixed(1)}`);
      assert.deepEqual(faults, []);
      assert.ok(lives.filter(({ by }) => by === 'SIGKILL').length >= kills, 'the mailing must span all kills');
      assert.equal(await mail.count('sent'), people);
    });
  });
}

describe('a sender with a mistake', () => {
  const PACE = { beforeAnswerMs: 10 };
  let mail: Mailing;

  const moreTaken = async (): Promise<void> => {
    const enough = mail.sink.takings.length + 150;
    while (mail.sink.takings.length < enough) await pause(10);
  };

  const verdictOn = async (wrong: WrongSender, lives: () => Promise<LifeRecord[]>): Promise<string[]> => {
    const records = await lives();
    const { faults } = judge({
      ledger: await mail.ledger(),
      takings: mail.sink.takings,
      lives: records,
      most: W,
      leaseMs: LEASE_MS,
    });
    await mail.close();
    assert.notDeepEqual(faults, [], `${wrong} is not caught`);
    return faults.map(({ code }) => code);
  };

  it('R01 is caught as losing people when it records them at the claim', async () => {
    mail = await mailing({ people: 2_000, sink: PACE, life: { wrong: 'recordsAtClaim' } });
    const codes = await verdictOn('recordsAtClaim', () => endAgainAndAgain(mail, 3, moreTaken));
    assert.ok(codes.includes('LOST'), codes.join(' '));
  });

  it('R01 is caught as doubling without bound when nothing is claimed and two of it run', async () => {
    mail = await mailing({ people: 500, sink: PACE, life: { wrong: 'noFence' } });
    const codes = await verdictOn('noFence', async () => {
      const two = await Promise.all([mail.prepare(), mail.prepare()]);
      for (const life of two) mail.begin(life);
      await Promise.all(two.map(({ ended }) => ended));
      return two.map(({ lastedMs }) => ({ by: 'SIGKILL', lastedMs }));
    });
    assert.ok(codes.includes('DOUBLED'), codes.join(' '));
  });

  it('R01 is caught as doubling beyond the bound when it saves up its results', async () => {
    mail = await mailing({ people: 2_000, sink: PACE, life: { wrong: 'savesResults' } });
    const codes = await verdictOn('savesResults', () => endAgainAndAgain(mail, 3, moreTaken));
    assert.ok(codes.includes('DOUBLED') && codes.includes('DOUBLED_MEAN'), codes.join(' '));
  });
});
