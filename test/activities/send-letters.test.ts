import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { type LetterDependencies, sendLetters } from '../../activities/send-letters.ts';
import type { Sender } from '../../activities/sender.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { readDocument } from '../../database/document.ts';
import { entriesOfCase } from '../../database/register.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { letterState } from '../../domain/case/letters.ts';
import { type DeskFixture, deskFixture } from '../cli/desk-fixture.ts';
import { type ScriptedSmtp, scriptedSmtp } from './scripted-smtp.ts';

const AT = '2026-03-10T09:30:00Z';
const OPENING = { learnedAt: '2026-03-10T10:00:00+01:00', precision: 'instant', from: 'confirmation', certain: true };
const SCOPE = {
  role: 'controller',
  establishments: [],
  mainEstablishment: null,
  publicAuthority: null,
  representative: 'ES',
  crossBorder: true,
  affected: { BG: 5 },
};
/** Of the authority table (law data), conf B. */
const BULGARIAN = 'kzld@cpdp.bg';

let desk: DeskFixture;
let server: ScriptedSmtp;
before(async () => {
  desk = await deskFixture();
});
after(() => desk.close());
beforeEach(async (t) => {
  server = await scriptedSmtp();
  const { url, close } = server;
  senders.set(url, createPipeliningSender(url, { connections: 1, deadlineMs: 5_000 }));
  if ('after' in t)
    t.after(() => {
      senders.get(url)?.close();
      close();
    });
});
const senders = new Map<string, Sender>();

/** A process of its own, as far as memory goes. */
const worker = (at = AT, more: Partial<LetterDependencies> = {}): LetterDependencies => ({
  pool: desk.pool,
  vault: desk.vault,
  now: async () => new Date(at),
  sendStaffMail: async () => {},
  senderFor: () => senders.get(server.url) ?? null,
  mailFrom: 'tocsin@acme.example',
  ...more,
});

/** A case whose filing with Bulgaria is approved, and said to be sent. */
async function sending(drill = false): Promise<string> {
  const caseId = await desk.open(AT, { ...OPENING, drill });
  await desk.said('case.setScope', { as: 'carla', at: AT, caseId, body: SCOPE });
  await desk.prepare(caseId, AT);
  const packHash = (await desk.facts(caseId)).authorities['BG']?.packs.at(-1)?.hash;
  const body = { authority: 'BG', packHash };
  await desk.said('filing.approve', { as: 'elena', at: AT, caseId, body: { ...body, dpoAdvice: 'agrees' } });
  await desk.said('filing.send', { as: 'elena', at: AT, caseId, body });
  return caseId;
}

const send = (caseId: string, dependencies = worker()) => sendLetters(dependencies, { caseId, kind: 'filing' });

async function letterOf(caseId: string) {
  const [letter] = (await desk.facts(caseId)).letters;
  assert.ok(letter);
  return { letter, state: letterState(letter), tries: letter.attempts.map(({ outcome }) => outcome?.code ?? null) };
}

const fateOf = async (caseId: string) => {
  const { state, tries } = await letterOf(caseId);
  return [state, tries, server.heard.length];
};

describe('a filing sent by mail', () => {
  it('A2.3 is one mail to the authority’s address, recorded before it is sent, sealed as it went', async () => {
    const caseId = await sending();
    const snapshot = await send(caseId);
    assert.deepEqual(await fateOf(caseId), ['sent', ['250'], 1]);
    assert.deepEqual(
      snapshot.acts.filter(({ actId }) => actId.startsWith('send/')),
      [],
    );
    await send(caseId);
    assert.equal(server.heard.length, 1);

    const { letter } = await letterOf(caseId);
    const [attempt] = letter.attempts;
    assert.ok(attempt);
    const kept = await inSnapshot(desk.pool, (tx) => readDocument(tx, desk.vault, attempt.documentId));
    assert.equal(kept.mediaType, 'message/rfc822');
    assert.equal(createHash('sha256').update(kept.bytes).digest('hex'), attempt.sha256);
    assert.equal(server.heard[0]?.trimEnd(), kept.bytes.toString('utf8').trimEnd());

    const mail = await PostalMime.parse(kept.bytes);
    assert.deepEqual(
      mail.to?.map(({ address }) => address),
      [BULGARIAN],
    );
    assert.deepEqual([mail.from?.address, mail.replyTo?.[0]?.address], ['tocsin@acme.example', 'tocsin@acme.example']);
    assert.equal(mail.messageId, attempt.messageId);
    assert.equal(mail.attachments.length, 1);
    assert.ok(
      !mail.headers.some(({ key }) => key === 'auto-submitted'),
      'an acknowledgement by machine must come back',
    );
    assert.match(mail.text ?? '', /Article 33\(1\) of Regulation \(EU\) 2016\/679/);
  });

  it('leaves no address in the register, nor in what the workflow hears', async () => {
    const caseId = await sending();
    const snapshot = await send(caseId);
    const entries = await inSnapshot(desk.pool, (tx) => entriesOfCase(tx, caseId));
    assert.doesNotMatch(JSON.stringify(entries), /cpdp|acme\.example/);
    assert.doesNotMatch(JSON.stringify(snapshot), /cpdp|@/);
    assert.deepEqual(
      entries.map(({ kind }) => kind).filter((kind) => kind.startsWith('letter.')),
      ['letter.start', 'letter.outcome'],
    );
  });

  it('is sent again, the same bytes, only when it surely did not arrive', async () => {
    const rows: [string, Record<string, string>, string][] = [
      ['the server is away', { CONNECT: 'drop' }, 'deferred'],
      ['dead before MAIL', { MAIL: 'drop' }, 'deferred'],
      ['greylisted', { RCPT: '451 4.7.1 later' }, 'deferred'],
      ['dead before the message', { DATA: 'drop' }, 'deferred'],
    ];
    for (const [what, script, state] of rows) {
      server.play(script);
      const caseId = await sending();
      await send(caseId);
      const first = await letterOf(caseId);
      assert.deepEqual([first.state, server.heard.length], [state, 0], what);
      server.play({});
      await send(caseId, worker('2026-03-10T09:30:59Z'));
      assert.equal(server.heard.length, 0, `${what}: not before its minute is over`);
      await send(caseId, worker('2026-03-10T09:31:01Z'));
      const { state: then, letter } = await letterOf(caseId);
      assert.deepEqual([then, letter.attempts.length, server.heard.length], ['sent', 2, 1], what);
      assert.equal(letter.attempts[0]?.sha256, letter.attempts[1]?.sha256, what);
      server.heard.length = 0;
    }
  });

  it('of which the server dies after the final dot is of unknown fate, and is not sent again by itself', async () => {
    server.play({ '.': 'drop' });
    const caseId = await sending();
    const snapshot = await send(caseId);
    assert.deepEqual(await fateOf(caseId), ['unknown', ['LOST_AFTER_DOT'], 1]);
    assert.deepEqual(
      snapshot.acts.filter(({ actId }) => actId.startsWith('send/')),
      [],
    );
    server.play({});
    await send(caseId, worker('2026-03-12T09:30:00Z'));
    assert.equal(server.heard.length, 1);
  });

  it('refused for good is not tried again', async () => {
    server.play({ RCPT: '550 5.1.1 no such mailbox kzld@cpdp.bg' });
    const caseId = await sending();
    await send(caseId);
    const { letter } = await letterOf(caseId);
    assert.deepEqual([letterState(letter), letter.attempts[0]?.outcome?.enhancedCode], ['refused', '5.1.1']);
    await send(caseId, worker('2026-03-11T09:30:00Z'));
    assert.equal((await letterOf(caseId)).letter.attempts.length, 1);
  });

  it('is given up after four days of a server that takes nothing', async () => {
    server.play({ CONNECT: 'drop' });
    const caseId = await sending();
    await send(caseId);
    await send(caseId, worker('2026-03-14T09:31:00Z'));
    const { state, tries } = await letterOf(caseId);
    assert.equal(state, 'refused');
    assert.match(tries.at(-1) ?? '', /^EXPIRED /);
  });

  it('whose end could not be recorded is known to its own process, and sent once', async () => {
    const caseId = await sending();
    let looks = 0;
    const now = async (): Promise<Date> => {
      looks += 1;
      if (looks === 2) throw new Error('no clock');
      return new Date(AT);
    };
    const same = worker(AT, { now });
    await assert.rejects(send(caseId, same));
    assert.equal((await letterOf(caseId)).state, 'beingSent');
    await send(caseId, same);
    assert.deepEqual(await fateOf(caseId), ['sent', ['250'], 1]);
  });

  it('two workers at once send once', async () => {
    const caseId = await sending();
    await Promise.allSettled([send(caseId), send(caseId)]);
    await send(caseId);
    assert.equal(server.heard.length, 1);
    assert.ok(['sent', 'unknown'].includes((await letterOf(caseId)).state));
  });

  it('whose process is killed between start and outcome is of unknown fate, never a second letter', async () => {
    server.play({ '.': '' });
    const caseId = await sending();
    const env = {
      ...process.env,
      DATABASE: desk.database.url('worker'),
      MAIL: server.url,
      KEY: desk.env['TOCSIN_MASTER_KEY'] ?? '',
      CASE: caseId,
      NOW: AT,
    };
    const script = fileURLToPath(new URL('letter-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    while (server.heard.length === 0) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal((await letterOf(caseId)).state, 'beingSent');
    server.play({});
    await send(caseId);
    assert.deepEqual(await fateOf(caseId), ['unknown', ['SENDER_LOST'], 1]);
    await send(caseId, worker('2026-03-12T09:30:00Z'));
    assert.equal(server.heard.length, 1);
  });

  it('of a drill goes to the catcher alone, and nowhere when there is none', async () => {
    const asked: boolean[] = [];
    const senderFor = (drill: boolean): Sender | null => {
      asked.push(drill);
      return null;
    };
    const caseId = await sending(true);
    await send(caseId, worker(AT, { senderFor }));
    assert.deepEqual(asked, [true]);
    assert.deepEqual(await fateOf(caseId), ['deferred', ['NO_MAIL_SERVER'], 0]);
    await send(caseId, worker('2026-03-10T09:32:00Z'));
    assert.match(server.heard[0] ?? '', /\[DRILL\]/);
  });
});
