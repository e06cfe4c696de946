import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sendLetters } from '../../activities/send-letters.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { mailSink } from '../notice/mail-sink.ts';
import { type DeskFixture, deskFixture, type Run } from './desk-fixture.ts';

const AT = '2026-03-10T09:30:00Z';
let desk: DeskFixture;
let caseId: string;
before(async () => {
  desk = await deskFixture();
  const learned = { learnedAt: '2026-03-10T10:00:00+01:00', precision: 'instant', from: 'confirmation', certain: true };
  caseId = await desk.open(AT, { ...learned, role: 'processor' });
  const clients = { uno: 'uno@client.example', dos: 'the head of IT' };
  for (const [controllerId, contact] of Object.entries(clients)) {
    const words = { name: `Client ${controllerId}`, contact };
    await desk.said('controller.add', {
      as: 'carla',
      at: AT,
      caseId,
      body: { controllerId, contractHours: 24 },
      words,
    });
  }
});
after(() => desk.close());

const say = (args: string): Promise<Run> => desk.tocsin([...args.split(' '), '-o', 'json']);

describe('controller tell (R-33-2)', () => {
  it('shows the notice in the language asked, by the codes of Art. 33(3), and sends nothing', async () => {
    const shown = await desk.tocsin(['controller', 'tell', caseId, 'uno', '--locale', 'es', '--as', 'carla']);
    assert.equal(shown.status, 0, shown.stderr);
    assert.match(shown.stdout, /artículos 33, apartado 2, y 28, apartado 3/);
    assert.match(shown.stdout, /\(a1\)\n- todavía no se sabe/);
    assert.match(shown.stdout, /A la atención de: Client uno/);
    assert.match(shown.stdout, /Nothing was sent\./);
    assert.deepEqual((await desk.facts(caseId)).letters, []);
  });

  it('asks for an address where the contact is none, and tells the others all the same', async () => {
    const none = await say(`controller tell ${caseId} dos --as carla`);
    assert.deepEqual([none.code, none.status], ['NO_MAILBOX', 65]);
    const all = await say(`controller tell ${caseId} --all --as carla`);
    const told = all.json as unknown as { controllerId: string; state: string; error: string | null }[];
    assert.deepEqual(
      told.map(({ controllerId, state, error }) => [controllerId, state, error]),
      [
        ['uno', 'shown', null],
        ['dos', 'refused', 'NO_MAILBOX'],
      ],
    );
    assert.equal(all.status, 65);
    assert.equal((await say(`controller tell ${caseId} --as carla`)).code, 'USAGE');
    assert.equal((await say(`controller tell ${caseId} uno --send --as carla`)).code, 'NOT_CONFIRMED');
    assert.equal((await say(`controller tell ${caseId} tres --to a@b.example --as carla`)).code, 'CONTROLLER_UNKNOWN');
  });

  it('asks nothing and offers nothing to send where nobody is to be told', async () => {
    const at = '2026-03-09T10:00:00Z';
    const opened = {
      learnedAt: '2026-03-09T09:00:00+01:00',
      precision: 'instant',
      from: 'confirmation',
      certain: true,
    };
    const nobody = await desk.open(at, opened);
    const told = await desk.tocsin(['controller', 'tell', nobody, '--all', '--send', '--as', 'carla']);
    assert.deepEqual([told.status, told.stdout], [0, 'No controller on file is still to be told.\n']);
    assert.doesNotMatch(told.stderr, /--send/);
  });

  it('is sent as it was seen, and counts as told once a mail server has taken it', async () => {
    const waiting = await say(`controller tell ${caseId} uno --send --yes --as carla`);
    assert.deepEqual([waiting.code, waiting.status], ['SAVED_WAITING', 75]);
    const { rows } = await desk.pool.query<{ body: object }>(
      "select body from statement where kind = 'controller.tell' and case_id = $1",
      [caseId],
    );
    const words = { mailbox: 'uno@client.example' };
    await desk.said('controller.tell', { as: 'carla', at: AT, caseId, body: rows[0]?.body ?? {}, words });
    const sink = await mailSink();
    const sender = createPipeliningSender(sink.url, { connections: 1 });
    const dependencies = {
      pool: desk.pool,
      vault: desk.vault,
      now: async () => new Date(AT),
      sendStaffMail: async () => {},
      senderFor: () => sender,
      mailFrom: 'tocsin@acme.example',
    };
    await sendLetters(dependencies, { caseId, kind: 'controllerNotice' });
    await sendLetters(dependencies, { caseId, kind: 'controllerNotice' });
    sender.close();
    await sink.close();
    assert.deepEqual(
      sink.taken.map(({ to }) => to.join()),
      ['uno@client.example'],
    );
    assert.match(sink.taken[0]?.raw ?? '', /33\(2\)/);
    const [uno, dos] = (await desk.facts(caseId)).controllers;
    assert.deepEqual([uno?.noticedAt, uno?.noticedByLetter, dos?.noticedAt], ['2026-03-10T09:30:00.000Z', 1, null]);
  });

  it('is proven in the list of controllers: when, by which letter, and what its mail server answered', async () => {
    const text = await desk.tocsin(['controller', 'list', caseId]);
    assert.match(text.stdout, /uno .* told Tue 10 Mar 2026 10:30 Madrid.* by letter 1, mail server 250/);
    assert.match(
      text.stderr,
      new RegExp(`tocsin controller tell ${caseId} dos; told in another way: tocsin controller told`),
    );
    const rows = (await say(`controller list ${caseId}`)).json as unknown as {
      letter: Record<string, unknown> | null;
    }[];
    const [proof, none] = rows.map(({ letter }) => letter);
    const { messageId, sha256, ...rest } = proof ?? {};
    const sentAt = '2026-03-10T10:30:00+01:00';
    assert.deepEqual(rest, { number: 1, state: 'sent', sentAt, code: '250', enhancedCode: rest['enhancedCode'] });
    assert.match(String(messageId), /^<[^<>@\s]+@[^<>@\s]+>$/);
    assert.match(String(sha256), /^[0-9a-f]{64}$/);
    assert.equal(none, null);
    const shown = await desk.tocsin(['case', 'show', caseId]);
    assert.ok(shown.stdout.includes(`tocsin controller tell ${caseId} --all`), shown.stdout);
  });
});
