import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { completeWave, startWave } from '../../activities/notice-campaign.ts';
import { loadFacts } from '../../database/case.ts';
import { type FoundLine, linesOfPeople } from '../../database/ledger-lines.ts';
import { countHeld } from '../../database/notice-held.ts';
import { countOthers } from '../../database/notice-others.ts';
import { checkProof, proveLines } from '../../database/notice-proof.ts';
import { withClient } from '../../database/pool.ts';
import type { Outcome } from '../../database/statement.ts';
import { inTransaction } from '../../database/transaction.ts';
import { actsOf } from '../../domain/case/acts.ts';
import { dutiesOf } from '../../domain/case/duties/index.ts';
import { addPerson, hear, sendHolding, silentAfterDot, tell, unanswered } from './held-wave.ts';
import { runTocsin } from './run-tocsin.ts';
import type { ScriptedServer } from './scripted-server.ts';
import { CASE, csvOf, ORGANISATION, type WaveFixture, waveFixture } from './wave-fixture.ts';

const HELD = 6;
const codeOf = (outcome: Outcome): string | null => (outcome.accepted ? null : outcome.refusal.code);

describe('notices that may or may not have arrived', () => {
  let fixture: WaveFixture;
  let first: ScriptedServer;
  let folder: string;
  before(async () => {
    fixture = await waveFixture();
    folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-held-'));
    await addPerson(fixture, 'dana', 'dpo');
    await addPerson(fixture, 'gloria', 'auditor');
    first = await silentAfterDot(HELD);
    await fixture.enter('risk.assess', { risk: 'high', conclusion33: 'notify', conclusion34: 'communicate' });
    await fixture.import(1, 'affected', csvOf(40));
    await fixture.approve(1);
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: 1 });
    assert.equal(await sendHolding(fixture, first, 1), 'finished');
  });
  after(async () => {
    first.close();
    rmSync(folder, { recursive: true });
    await fixture.close();
  });

  const worker = <T>(work: Parameters<typeof inTransaction<T>>[1]): Promise<T> =>
    inTransaction(fixture.pool('worker'), work);
  const facts = () => worker((tx) => loadFacts(tx, ORGANISATION, CASE));
  const parts = async (wave: number): Promise<Record<string, number>> => {
    const counted = await worker((tx) => countHeld(tx, { caseId: CASE, wave }));
    return Object.fromEntries(counted.map(({ part, count }) => [part, count]));
  };
  const complete = (wave: number) => completeWave(fixture.dependencies(null), { caseId: CASE, wave });
  const resend = (count: number, wave = 1, id?: string) =>
    tell(fixture, 'dana', 'notice.settleHeld', { wave, outcome: 'resend', count }, id);
  const giveUp = (count: number, wave: number) =>
    tell(fixture, 'dana', 'notice.settleHeld', { wave, outcome: 'giveUp', count });
  const reported = (messageId: string | undefined, action: string) =>
    withClient(fixture.database.adminUrl, (client) =>
      client.query(
        `insert into notice_report (report_sha256, position, case_id, wave, recipient_id, action, status, received_at)
         select encode(sha256(convert_to($1 || $2, 'UTF8')), 'hex'), 0, case_id, wave, recipient_id, $2, null, now()
           from notice_delivery where message_id = $1`,
        [messageId, action],
      ),
    );
  const linesOfWave = async (): Promise<FoundLine[]> => {
    const { rows } = await withClient(fixture.database.adminUrl, (client) =>
      client.query<{ key: string }>(`select person_key as key from notice_delivery where wave = 1 limit 1`),
    );
    return worker((tx) => linesOfPeople(tx, CASE, [rows[0]?.key ?? '']));
  };
  const tocsin = (...args: string[]) => runTocsin(fixture, folder, args);

  it('R08 holds exactly those whose final dot had no answer, and names nobody when they are listed', async () => {
    assert.deepEqual([unanswered(first).length, await parts(1)], [HELD, { open: HELD }]);
    const { exit, out, words } = await tocsin('notice', 'held', CASE, '-o', 'json');
    assert.equal(exit, 0, words);
    const { open, counts, references } = JSON.parse(out);
    assert.deepEqual([open, counts.length, references.length], [HELD, 1, HELD]);
    assert.match(counts[0].words, /may have arrived/);
    assert.match(references[0].reference, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$/);
    const text = await tocsin('notice', 'held', CASE);
    assert.match(text.words, /notice held breach-2026-0042 --wave 1 --resend/);
    assert.doesNotMatch(out + text.out + text.words, /example\.test|Person/);
    assert.match((await tocsin('notice', 'status', CASE)).out, /6 notices may or may not have arrived/);
  });

  it('gives nothing up while the wave is being sent, and hears nobody without the role or the right count', async () => {
    assert.equal(codeOf(await giveUp(HELD, 1)), 'HELD_NOT_FINAL');
    await complete(1);
    assert.deepEqual((await facts()).waves[1]?.notReached, { affected: HELD });
    const body = { wave: 1, outcome: 'resend', count: HELD };
    assert.equal(codeOf(await tell(fixture, 'gloria', 'notice.settleHeld', body)), 'ROLE_NOT_ALLOWED');
    assert.equal(codeOf(await resend(HELD + 1)), 'HELD_CHANGED');
    assert.equal(codeOf(await resend(1, 9)), 'WAVE_UNKNOWN');
    assert.deepEqual(await parts(1), { open: HELD });
    const both = await tocsin('notice', 'held', CASE, '--resend', '--give-up');
    assert.equal(both.exit, 64, both.words);
    const silent = await tocsin('notice', 'held', CASE, '--resend', '-o', 'json');
    assert.notEqual(silent.exit, 0);
    assert.match(JSON.parse(silent.out).error.message, /reason/);
  });

  it('shows how many would go out again before anything does', async () => {
    const dry = await tocsin('notice', 'held', CASE, '--resend', '--reason', 'x', '--dry-run', '-o', 'json');
    assert.equal(dry.exit, 0, dry.words);
    const { dryRun, outcome, count } = JSON.parse(dry.out);
    assert.deepEqual([dryRun, outcome, count], [true, 'resend', HELD]);
    assert.deepEqual(await parts(1), { open: HELD });
  });

  it('believes a delivery report: what arrived, is on its way or came back is not sent again', async () => {
    const [arrived, late, back] = unanswered(first);
    await reported(arrived, 'delivered');
    await reported(late, 'delayed');
    await reported(back, 'failed');
    const counted = { wave: 1, files: 3, filesHash: 'f'.repeat(64), statuses: {} };
    const actions = { delivered: 1, delayed: 1, failed: 1 };
    assert.equal(codeOf(await tell(fixture, 'dana', 'notice.recordReports', { ...counted, actions })), null);
    assert.deepEqual(await parts(1), { arrived: 1, cameBack: 1, onItsWay: 1, open: HELD - 3 });
    assert.deepEqual((await facts()).waves[1]?.notReached, { affected: HELD - 1 });
    assert.deepEqual(await worker((tx) => countOthers(tx, { caseId: CASE, wave: 1 })), [
      { wave: 1, state: 'bounced', count: 1 },
      { wave: 1, state: 'unknown-held', count: HELD - 2 },
    ]);
    assert.equal(codeOf(await resend(HELD)), 'HELD_CHANGED');
  });

  it('sends each again once, under its own Message-ID, however often and by whomever it is decided', async () => {
    const completedAt = (await facts()).waves[1]?.completedAt;
    fixture.clock.now = new Date('2026-11-09T09:00:00Z');
    const id = randomUUID();
    const decided = await Promise.all([resend(HELD - 3, 1, id), resend(HELD - 3)]);
    assert.deepEqual(decided.map(codeOf).sort(), [null, 'NOTHING_HELD'].sort());
    assert.deepEqual(await hear(fixture, 'notice.settleHeld', id), decided[0]);
    const { waves } = await facts();
    assert.equal(waves[1]?.completedAt, completedAt);
    assert.deepEqual(await parts(1), { arrived: 1, cameBack: 1, onItsWay: 1 });

    const dependencies = fixture.dependencies(null);
    const away = {
      ...dependencies,
      startCampaign: async () => {
        throw new Error('Temporal is away');
      },
    };
    await assert.rejects(startWave(away, { caseId: CASE, wave: 1 }), /away/);
    assert.ok(actsOf(await facts()).every(({ actId }) => actId !== 'start/people/1'));
    await startWave(dependencies, { caseId: CASE, wave: 1 });
    assert.equal(fixture.started.length, 2);

    const again = await silentAfterDot(0);
    assert.equal(await sendHolding(fixture, again, 1), 'finished');
    again.close();
    assert.deepEqual(again.taken.toSorted(), unanswered(first).slice(3).toSorted());
    assert.deepEqual(await parts(1), { arrived: 1, cameBack: 1, onItsWay: 1 });
  });

  it('proves no line while held notices go out again, and every line once that is complete, by a new root', async () => {
    const lines = await linesOfWave();
    assert.deepEqual(await worker((tx) => proveLines(tx, CASE, lines)), { proof: null, openWaves: [1] });
    const told = dutiesOf(await facts()).find(({ dutyId }) => dutyId === 'people/1')?.metAt;
    await complete(1);
    await complete(1);
    const { proof } = await worker((tx) => proveLines(tx, CASE, lines));
    assert.equal(checkProof(JSON.stringify(proof)).wrong, null);
    const wave = (await facts()).waves[1];
    assert.deepEqual(wave?.counts, { sent: 37, refused: 0, expired: 0, suppressed: 0, unknownHeld: 3 });
    assert.deepEqual([wave?.notReached, wave?.resend], [{ affected: 2 }, null]);
    assert.equal(dutiesOf(await facts()).find(({ dutyId }) => dutyId === 'people/1')?.metAt, told);
    const { rows } = await withClient(fixture.database.adminUrl, (client) =>
      client.query(`select kind, count(*)::int as count from register_entry
                     where kind in ('wave.complete', 'wave.sendAgain') group by kind order by kind`),
    );
    assert.deepEqual(rows, [
      { kind: 'wave.complete', count: 2 },
      { kind: 'wave.sendAgain', count: 1 },
    ]);
  });

  it('leaves to another wave whom it tells, and sends again nobody who was given up', async () => {
    const silent = await silentAfterDot(3);
    await fixture.import(2, 'affected', csvOf(5, 200));
    await fixture.approve(2);
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: 2 });
    await sendHolding(fixture, silent, 2);
    silent.close();
    await complete(2);
    await withClient(fixture.database.adminUrl, (client) =>
      client.query(
        `insert into notice_delivery (case_id, wave, recipient_id, person_key, audience, locale, state, next_attempt_at, message_id)
         select case_id, 3, gen_random_uuid(), person_key, audience, locale, 'waiting', now(), '<later@x>'
           from notice_delivery where message_id = $1`,
        [unanswered(silent)[0]],
      ),
    );
    assert.deepEqual(await parts(2), { open: 2, toldSince: 1 });
    assert.equal(codeOf(await giveUp(2, 2)), null);
    assert.equal(codeOf(await resend(2, 2)), 'HELD_GIVEN_UP');
    assert.deepEqual(await worker((tx) => countOthers(tx, { caseId: CASE, wave: 2 })), [
      { wave: 2, state: 'unknown-held', count: 3 },
    ]);
    assert.doesNotMatch((await tocsin('notice', 'status', CASE, '--wave', '2')).out, /may or may not have arrived/);
    assert.match((await tocsin('notice', 'held', CASE, '--wave', '2')).out, /2 +given up/);
  });

  it('keeps as held, when its wave is cancelled, what may have arrived and waits to go out again', async () => {
    const silent = await silentAfterDot(2);
    await fixture.import(4, 'affected', csvOf(4, 300));
    await fixture.approve(4);
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: 4 });
    await sendHolding(fixture, silent, 4);
    assert.equal(codeOf(await resend(2, 4)), null);
    await fixture.enter('notice.cancel', { wave: 4 });
    assert.equal(await sendHolding(fixture, silent, 4), 'finished');
    silent.close();
    assert.deepEqual([silent.taken.length, await parts(4)], [2, { open: 2 }]);
    await complete(4);
    assert.equal((await facts()).waves[4]?.counts['unknownHeld'], 2);
    assert.equal(codeOf(await resend(2, 4)), 'WAVE_CANCELLED');
    assert.equal(codeOf(await giveUp(2, 4)), null);
  });
});
