import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startWave } from '../../activities/notice-campaign.ts';
import { SMTP_CLIENTS } from '../../activities/smtp-clients.ts';
import { countDeliveries } from '../../database/notice-ledger.ts';
import { inTransaction } from '../../database/transaction.ts';
import { duplicatesOf, type MailSink, mailSink } from './mail-sink.ts';
import { CASE, csvOf, type WaveFixture, waveFixture } from './wave-fixture.ts';

const PEOPLE = 1_200;
/** Kill when so many messages were taken; five deaths spread over the wave. */
const KILLS_AT = [37, 210, 415, 700, 990];
/** Connections (8) and results not yet written (16). */
const W = 24;

for (const CLIENT of Object.keys(SMTP_CLIENTS)) {
  describe(`a sender that is killed, by ${CLIENT}`, () => {
    let fixture: WaveFixture;
    let sink: MailSink;
    let child: ChildProcess | null = null;
    const kills = [...KILLS_AT];
    before(async () => {
      fixture = await waveFixture();
      sink = await mailSink({
        onTaken: ({ taken }) => {
          if (taken.length < (kills[0] ?? Number.POSITIVE_INFINITY)) return;
          kills.shift();
          child?.kill('SIGKILL');
        },
      });
      await fixture.import(1, 'affected', csvOf(PEOPLE));
      await fixture.approve(1);
      await startWave(fixture.dependencies(null), { caseId: CASE, wave: 1 });
    });
    after(async () => {
      child?.kill('SIGKILL');
      await sink.close();
      await fixture.close();
    });

    const live = async (): Promise<number | null> => {
      const env = {
        ...process.env,
        DATABASE: fixture.database.url('worker'),
        MAIL: sink.url,
        CLIENT,
        KEY: fixture.masterKey.toString('hex'),
        CASE,
        WAVE: '1',
        NOW: fixture.clock.now.toISOString(),
      };
      const script = fileURLToPath(new URL('sender-process.ts', import.meta.url));
      child = spawn(process.execPath, ['--import', 'tsx', script], { env, stdio: ['ignore', 'ignore', 'inherit'] });
      const [code] = await once(child, 'exit');
      return code;
    };

    it(`loses nobody, and doubles at most ${W} a death, recognisable by their Message-ID (R01)`, async () => {
      let deaths = 0;
      while ((await live()) === null) {
        deaths += 1;
        assert.ok(duplicatesOf(sink) <= W * deaths, `${duplicatesOf(sink)} duplicates after ${deaths} deaths`);
      }
      assert.equal(deaths, KILLS_AT.length);
      assert.equal(new Set(sink.taken.map(({ messageId }) => messageId)).size, PEOPLE);
      assert.equal(new Set(sink.taken.flatMap(({ to }) => to)).size, PEOPLE);
      const counts = await inTransaction(fixture.pool('worker'), (tx) =>
        countDeliveries(tx, { caseId: CASE, wave: 1 }),
      );
      assert.deepEqual(counts, [{ audience: 'affected', locale: 'es', state: 'sent', count: PEOPLE }]);
    });
  });
}
