import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { startWave } from '../../activities/notice-campaign.ts';
import { CASE } from '../notice/wave-fixture.ts';
import { onDatabase } from '../support/postgres.ts';
import { judge, type LifeRecord } from './mailing/judge.ts';
import { type Life, type Mailing, mailing, W } from './mailing/mailing.ts';

const WAVE = { caseId: CASE, wave: 1 };
const ended = (life: Life): LifeRecord => ({ by: null, lastedMs: life.lastedMs });

describe('several senders on one mailing', () => {
  let mail: Mailing;
  after(() => mail.close());

  const faultsOf = async (lives: LifeRecord[], most = W) =>
    judge({ ledger: await mail.ledger(), takings: mail.sink.takings, lives, most, leaseMs: 0 }).faults;

  it('R12 is begun once by fifty begins at once, and three processes tell each person once', async () => {
    mail = await mailing({ people: 3_000, sink: { beforeAnswerMs: 5 }, notBegun: true, life: { leaseSeconds: 30 } });
    const dependencies = mail.fixture.dependencies(null);
    const begins = await Promise.allSettled(Array.from({ length: 50 }, () => startWave(dependencies, WAVE)));
    const refused = begins.filter(({ status }) => status === 'rejected');
    assert.deepEqual(refused, [], 'who comes second hears that it runs, not an error');
    const entries = await onDatabase(mail.fixture.database.adminUrl, (client) =>
      client.query(`select 1 from register_entry where kind = 'wave.start'`),
    );
    assert.equal(entries.rowCount, 1);
    assert.deepEqual(new Set(mail.fixture.started), new Set([`${CASE}/people/1`]));
    const three = await Promise.all([mail.prepare(), mail.prepare(), mail.prepare()]);
    for (const life of three) mail.begin(life);
    for (const life of three) assert.deepEqual(await life.ended, { code: 0, signal: null });
    assert.deepEqual(await faultsOf(three.map(ended)), []);
    assert.equal(mail.sink.doubles, 0);
    await mail.close();
  });

  it('R12 passes the lines of a frozen sender on, and what it does when it wakes is fenced off', async () => {
    mail = await mailing({ people: 600, sink: { beforeAnswerMs: 40 } });
    const [frozen, other] = await Promise.all([mail.prepare(), mail.prepare()]);
    mail.begin(frozen);
    while (mail.sink.takings.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
    frozen.child.kill('SIGSTOP');
    mail.begin(other);
    assert.deepEqual(await other.ended, { code: 0, signal: null });
    frozen.child.kill('SIGCONT');
    await frozen.ended;
    const doubled = mail.sink.doubles;
    assert.ok(doubled <= W, `${doubled} doubled: at most those in the air and unrecorded`);
    const lost = (await mail.ledger()).filter(({ state }) => state !== 'sent');
    assert.deepEqual(lost, []);
    assert.equal(new Set(mail.sink.takings.map(({ messageId }) => messageId)).size, 600);
  });
});
