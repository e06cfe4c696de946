import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { inSnapshot } from '../../database/transaction.ts';
import { onRing } from '../support/ring.ts';
import type { Run } from './desk-fixture.ts';
import { liveDesk } from './live-desk.ts';

const { base: desk, options } = await onRing(liveDesk);
after(() => desk?.close());

let caseId: string;

const say = (args: string, ...more: string[]): Promise<Run> => desk.tocsin([...args.split(' '), ...more, '-o', 'json']);

const documents = (): Promise<number> =>
  inSnapshot(desk.pool, async (tx) => Number((await tx.query('select count(*) as n from document')).rows[0].n));

/** The draft once the worker has kept it. */
async function keptDraft(): Promise<Record<string, unknown>> {
  for (;;) {
    const { json } = await say(`filing draft ${caseId}`);
    if (json['kept'] === true) return json;
  }
}

describe('a case steered from the command line', options, () => {
  it('T-2-7 takes the moment an employee was certain, not when the DPO was told', async () => {
    caseId = await desk.open('2026-03-09T08:30:00Z', {
      learnedAt: '2026-03-09T09:00:00+01:00',
      precision: 'instant',
      from: 'confirmation',
      certain: true,
    });
    const proposed = await say(
      `awareness propose ${caseId} --at 2026-03-06T17:00 --kind confirmation --as diego`,
      '--what',
      'an employee was certain',
    );
    assert.equal(proposed.status, 0);
    const { json } = await say(`awareness show ${caseId}`);
    assert.deepEqual(json['awareness'], {
      at: '2026-03-06T17:00:00+01:00',
      precision: 'instant',
      status: 'proposed',
    });
    const candidates = json['candidates'] as { at: string; proposed: boolean; what: string | null; saidBy: string }[];
    assert.deepEqual(
      candidates.map(({ at, proposed, what, saidBy }) => [at, proposed, what, saidBy]),
      [
        ['2026-03-06T17:00:00+01:00', true, 'an employee was certain', 'diego'],
        ['2026-03-09T09:00:00+01:00', false, null, 'carla'],
      ],
    );
  });

  it('shows in words which moment counts and what another would change, and records nothing', async () => {
    const shown = await desk.tocsin(['awareness', 'show', caseId]);
    assert.match(shown.stdout, /aware Fri 6 Mar 2026 17:00 Madrid \(UTC\+01:00\), proposed/);
    assert.match(shown.stdout, /→ Fri 6 Mar 2026 17:00 .*“an employee was certain”/);
    const before = (await desk.facts(caseId)).version;
    const whatIf = await desk.tocsin(['awareness', 'preview', caseId, '--at', '2026-03-09T09:00', '--as', 'diego']);
    assert.equal(whatIf.status, 0);
    assert.match(
      whatIf.stdout,
      /authority\/ES\/initial +Mon 9 Mar 2026 17:00 Madrid \(UTC\+01:00\) +Thu 12 Mar 2026 09:00 Madrid \(UTC\+01:00\) +64 h 0 min later/,
    );
    assert.match(whatIf.stdout, /once a second person has confirmed/);
    assert.equal((await desk.facts(caseId)).version, before);
  });

  it('T-9-5 moves awareness later only on a second person, who is not the first', async () => {
    const decided = await say(
      `awareness decide ${caseId} --at 2026-03-09T09:00 --as olga`,
      '--reason',
      'the DPO was told',
    );
    assert.deepEqual([decided.status, decided.json['awaitsSecondPerson']], [0, true]);
    const seq = String(decided.json['seq']);
    const dueAt = async (): Promise<unknown> => {
      const { json } = await say(`deadlines ${caseId}`);
      return (json as unknown as { dutyId: string; dueAt: string }[]).find(
        ({ dutyId }) => dutyId === 'authority/ES/initial',
      )?.dueAt;
    };
    assert.equal(await dueAt(), '2026-03-09T17:00:00+01:00');
    const same = await say(`confirm ${caseId} ${seq} --as olga`);
    assert.deepEqual([same.code, same.status], ['SECOND_PERSON_REQUIRED', 77]);
    const stranger = await say(`confirm ${caseId} ${seq} --as gloria`);
    assert.deepEqual([stranger.code, stranger.status], ['ROLE_NOT_ALLOWED', 77]);
    assert.equal(await dueAt(), '2026-03-09T17:00:00+01:00');
    const shown = await desk.tocsin(['awareness', 'show', caseId]);
    assert.match(shown.stdout, new RegExp(`tocsin confirm ${caseId} ${seq} --as ANOTHER`));
    assert.equal((await say(`confirm ${caseId} ${seq} --as elena`)).status, 0);
    assert.equal(await dueAt(), '2026-03-12T09:00:00+01:00');
    const again = await say(`confirm ${caseId} ${seq} --as elena`);
    assert.deepEqual([again.code, again.status], ['NOTHING_TO_CONFIRM', 65]);
  });

  it('demands reasons where an assessment departs from its score, and a second person for "unlikely"', async () => {
    const score = `risk assess ${caseId} --dpc 2 --ei 1 --cb 1 --risk risk --notify --voluntary --as carla`;
    const bare = await say(score);
    assert.deepEqual([bare.code, bare.status], ['REASON_REQUIRED', 65]);
    const reasoned = await say(score, '--reasons', 'a coarse location is hardly telling', '--dpo-advice', 'agrees');
    assert.deepEqual([reasoned.status, reasoned.json['awaitsSecondPerson']], [0, false]);
    assert.deepEqual((reasoned.json['severity'] as { score: string }).score, '3.00');
    const unlikely = await say(
      `risk assess ${caseId} --dpc 1 --ei 0.25 --cb 0 --risk unlikely --document --not-required --as carla`,
      '--reasons',
      'encrypted',
    );
    assert.equal(unlikely.json['awaitsSecondPerson'], true);
    const refused = await say(`confirm ${caseId} ${String(unlikely.json['seq'])} --refuse --as diego`);
    assert.equal(refused.status, 0);
    assert.equal((await desk.facts(caseId)).assessments.at(-1)?.risk, 'risk');
  });

  it('approves only the kept pack, by the decision owner, with the advice of the DPO', async () => {
    const draft = await keptDraft();
    const file = path.join(desk.folder, 'pack.json');
    const written = await say(`filing draft ${caseId} --format json --file ${file}`);
    assert.equal(written.json['hash'], draft['hash']);
    assert.equal(createHash('sha256').update(readFileSync(file)).digest('hex'), draft['hash']);

    const approve = `filing approve ${caseId} --authority ES --dpo-advice objects`;
    const unconfirmed = await say(`${approve} --as elena`);
    assert.deepEqual([unconfirmed.code, unconfirmed.status], ['NOT_CONFIRMED', 64]);
    const advised = await say(`filing approve ${caseId} --yes --as elena`);
    assert.deepEqual([advised.code, advised.status], ['DPO_ADVICE_MISSING', 64]);
    const handler = await say(`${approve} --yes --as carla`);
    assert.deepEqual([handler.code, handler.status], ['ROLE_NOT_ALLOWED', 77]);
    const approved = await say(`${approve} --yes --as elena`, '--dpo-advice-text', 'too early');
    assert.deepEqual([approved.status, approved.json['packHash']], [0, draft['hash']]);
  });

  it('refuses what is no receipt and stores nothing of it', async () => {
    const before = await documents();
    const fake = path.join(desk.folder, 'receipt.pdf');
    writeFileSync(fake, 'not a receipt at all');
    const submitted = `filing submitted ${caseId} --authority ES --at 2026-03-12T12:00 --number O-26-1 --as carla --receipt`;
    const wrong = await say(`${submitted} ${fake}`);
    assert.deepEqual([wrong.code, wrong.status], ['RECEIPT_NOT_A_RECEIPT', 65]);
    writeFileSync(fake, Buffer.alloc(25 * 1024 * 1024 + 1, '%PDF-1.7 '));
    const large = await say(`${submitted} ${fake}`);
    assert.deepEqual([large.code, large.status], ['DOCUMENT_TOO_LARGE', 65]);
    writeFileSync(fake, '%PDF-1.7\nreceipt');
    const ahead = await say(
      `filing submitted ${caseId} --authority ES --at 2099-03-12T12:00 --number O-26-1 --as carla --receipt ${fake}`,
    );
    assert.deepEqual([ahead.code, ahead.status], ['TIME_IN_FUTURE', 65]);
    assert.equal(await documents(), before);
    assert.deepEqual((await desk.facts(caseId)).authorities['ES']?.phases, []);
  });

  it('records a late filing with its receipt, asks for the reasons, and gives the receipt back', async () => {
    const receipt = path.join(desk.folder, 'acuse.pdf');
    const bytes = Buffer.from('%PDF-1.7\nacuse de recibo');
    writeFileSync(receipt, bytes);
    const filed = await say(
      `filing submitted ${caseId} --authority ES --at 2026-03-12T10:00 --number O-26-1 --receipt ${receipt} --as carla`,
    );
    assert.deepEqual([filed.status, filed.json['status'], filed.json['phase']], [0, 'LATE', 'initial']);
    assert.deepEqual(
      (filed.json['findings'] as { code: string }[]).map(({ code }) => code),
      ['DELAY_REASONS_REQUIRED'],
    );
    const twice = await say(
      `filing submitted ${caseId} --at 2026-03-12T10:00 --number O-26-2 --phase initial --as carla`,
    );
    assert.deepEqual([twice.code, twice.status], ['ALREADY_FILED', 65]);

    const back = path.join(desk.folder, 'back.pdf');
    const given = await say(`filing receipt ${caseId} --authority ES --file ${back}`);
    assert.deepEqual([given.status, given.json['sha256']], [0, createHash('sha256').update(bytes).digest('hex')]);
    assert.deepEqual(readFileSync(back), bytes);
    assert.deepEqual((await say(`filing receipt ${caseId} --file ${back}`)).code, 'FILE_EXISTS');

    const delayed = await say(
      `filing delay ${caseId} --authority ES --reason-code internal_delay --as carla`,
      '--reason',
      'the DPO was away',
    );
    assert.equal(delayed.status, 0);
    assert.equal((await desk.facts(caseId)).authorities['ES']?.delay?.code, 'internal_delay');
  });

  it('records a list line by line: one refused does not lose the others', async () => {
    const list = path.join(desk.folder, 'receipts.csv');
    const lines = ['ES,2026-03-12T10:00,O-26-1,initial', 'ES,2026-03-14T10:00,O-26-7,complementary'];
    writeFileSync(list, ['authority,submittedAt,registryNumber,phase', ...lines].join('\n'));
    const answer = await say(`filing submitted ${caseId} --from ${list} --as carla`);
    const said = answer.json as unknown as { recorded: boolean; error?: { code: string } }[];
    assert.deepEqual(
      said.map(({ recorded, error }) => [recorded, error?.code ?? null]),
      [
        [false, 'ALREADY_FILED'],
        [true, null],
      ],
    );
    assert.equal(answer.status, 65);
    const phases = (await desk.facts(caseId)).authorities['ES']?.phases ?? [];
    assert.deepEqual(
      phases.map(({ registryNumber }) => registryNumber),
      ['O-26-1', 'O-26-7'],
    );
  });

  it('keeps orders with a date of their own, and the letter that answers them', async () => {
    const order = `filing order ${caseId} --ordered-at 2026-03-20T10:00 --due-at 2026-04-10 --what communicate --as carla`;
    assert.equal((await say(order)).status, 0);
    assert.equal((await desk.facts(caseId)).orders[0]?.dueAt, '2026-04-10T22:00:00.000Z');
    const answer = await say(
      `filing correspondence ${caseId} --direction out --at 2026-04-02T09:00 --answers-order 1 --as carla`,
    );
    assert.equal(answer.status, 0);
    assert.equal((await desk.facts(caseId)).orders[0]?.answeredAt, '2026-04-02T07:00:00.000Z');
    const unknown = await say(`filing correspondence ${caseId} --direction out --answers-order 7 --as carla`);
    assert.deepEqual([unknown.code, unknown.status], ['ORDER_UNKNOWN', 65]);
  });

  it('acknowledges a deadline, and no duty the case does not have', async () => {
    assert.equal((await say(`deadlines ack ${caseId} authority/ES/completion --as diego`)).status, 0);
    const unknown = await say(`deadlines ack ${caseId} authority/FR/initial --as diego`);
    assert.deepEqual([unknown.code, unknown.status], ['DUTY_UNKNOWN', 65]);
  });

  it('leaves tables that equal the register', async () => {
    assert.equal((await say('register rebuild --check')).status, 0);
  });
});
