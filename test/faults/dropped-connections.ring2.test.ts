import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SMTP_CLIENT_NAMES } from '../../activities/sender.ts';
import type { UnknownPolicy } from '../../domain/notice/outcome.ts';
import { type Mailing, mailing } from './mailing/mailing.ts';
import { type RecordingSink, STAGES, type Stage } from './mailing/recording-sink.ts';
import { LONG } from './mailing/seeded.ts';

const PEOPLE = LONG ? 1_000 : 120;
const EVERY = 7;
/** The engine's clock runs so fast that a retry in five minutes is due at once. */
const CLOCK_RATE = 3_000;

/** Drops the connection at every seventh time a stage is reached, as long as people are left to be told for the first time. */
function dropsAt(stage: Stage): (at: Stage, sink: RecordingSink) => 'drop' | null {
  let times = 0;
  return (at, sink) => {
    if (at !== stage || sink.takings.length >= PEOPLE) return null;
    times += 1;
    return times % EVERY === 0 ? 'drop' : null;
  };
}

const mailed = async (
  stage: Stage,
  settings: { client: (typeof SMTP_CLIENT_NAMES)[number]; unknownPolicy?: UnknownPolicy },
) => {
  const life = { clockRate: CLOCK_RATE, leaseSeconds: 30, ...settings };
  const mail = await mailing({ people: PEOPLE, sink: { at: dropsAt(stage) }, life });
  const { code } = await (await mail.live()).ended;
  assert.equal(code, 0);
  return mail;
};

const distinct = (mail: Mailing): number => new Set(mail.sink.takings.map(({ messageId }) => messageId)).size;

for (const client of SMTP_CLIENT_NAMES) {
  describe(`a mail server that drops connections, by ${client}`, () => {
    for (const stage of STAGES.filter((each) => each !== 'dot')) {
      it(`R08 gets every message once when it drops them at ${stage}`, async () => {
        const mail = await mailed(stage, { client });
        try {
          assert.deepEqual([distinct(mail), mail.sink.doubles, await mail.count('sent')], [PEOPLE, 0, PEOPLE]);
        } finally {
          await mail.close();
        }
      });
    }

    it('R08 gets a message again after a lost answer, under the same Message-ID', async () => {
      const mail = await mailed('dot', { client });
      try {
        assert.deepEqual([distinct(mail), await mail.count('sent')], [PEOPLE, PEOPLE]);
        const lost = mail.sink.takings.length - PEOPLE;
        assert.ok(lost > 0 && lost <= Math.ceil(PEOPLE / (EVERY - 1)), `${lost} again`);
      } finally {
        await mail.close();
      }
    });

    it('R08 gets no message again where a lost answer is held for a person to decide', async () => {
      const mail = await mailed('dot', { client, unknownPolicy: 'hold' });
      try {
        assert.equal(mail.sink.doubles, 0);
        const [sent, held] = [await mail.count('sent'), await mail.count('unknown-held')];
        assert.equal(sent + held, PEOPLE);
        assert.ok(held > 0);
      } finally {
        await mail.close();
      }
    });
  });
}
