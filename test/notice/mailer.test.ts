import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { createSmtpSender, type MailerOptions } from '../../activities/mailer.ts';
import type { Message, Sender } from '../../activities/sender.ts';

const message = (to = 'ana@example.test'): Message => ({
  messageId: '<1@example.test>',
  from: { name: 'Ejemplo', address: 'avisos@ejemplo.example' },
  replyTo: 'avisos@ejemplo.example',
  to,
  subject: 'Aviso',
  text: 'Hola',
  locale: 'es',
  date: new Date('2026-11-02T09:00:00Z'),
});

type Answer = string | 'drop' | 'silence' | 'trickle';
const GREETING = '220 test';
const POLITE: Record<string, Answer> = {
  EHLO: '250 test',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go',
  '.': '250 taken',
  RSET: '250 ok',
  AUTH: '235 ok',
};

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that says what it is told to say at each command, or drops, falls silent, or answers byte by byte. */
async function server(
  answers: Record<string, Answer>,
  greeting: Answer = GREETING,
): Promise<{ url: string; heard: string[] }> {
  const heard: string[] = [];
  const listener = net.createServer((socket) => {
    socket.on('error', () => {});
    closers.push(() => socket.destroy());
    give(socket, greeting);
    let inData = false;
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (inData && line !== '.') continue;
        const verb = inData ? '.' : (line.split(/[ :]/)[0] ?? '').toUpperCase();
        heard.push(verb);
        const answer = answers[verb] ?? POLITE[verb] ?? '500 unknown';
        inData = verb === 'DATA' && answer.startsWith('354');
        give(socket, answer);
      }
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  closers.push(() => listener.close());
  const address = listener.address();
  return { url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, heard };
}

function give(socket: net.Socket, answer: Answer): void {
  if (answer === 'drop') socket.destroy();
  else if (answer === 'trickle') {
    const timer = setInterval(() => socket.write('2'), 20);
    socket.on('close', () => clearInterval(timer));
  } else if (answer !== 'silence') socket.write(`${answer}\r\n`);
}

function sender(url: string, options: MailerOptions = {}): Sender {
  const made = createSmtpSender(url, { connections: 1, ...options });
  closers.push(() => made.close());
  return made;
}

describe('createSmtpSender', () => {
  const table: [what: string, answers: Record<string, Answer>, greeting: Answer, outcome: object][] = [
    ['taken', {}, GREETING, { kind: 'sent', code: '250' }],
    ['no greeting, dropped', {}, 'drop', { kind: 'unavailable', code: 'ECONNECTION', enhancedCode: null }],
    [
      'greeted with 554',
      {},
      '554 5.3.2 go away',
      { kind: 'unavailable', code: 'EPROTOCOL 554', enhancedCode: '5.3.2' },
    ],
    ['dropped at MAIL', { MAIL: 'drop' }, GREETING, { kind: 'deferred', code: 'LOST_BEFORE_DATA', enhancedCode: null }],
    ['dropped at RCPT', { RCPT: 'drop' }, GREETING, { kind: 'deferred', code: 'LOST_BEFORE_DATA', enhancedCode: null }],
    ['dropped at DATA', { DATA: 'drop' }, GREETING, { kind: 'deferred', code: 'LOST_BEFORE_DATA', enhancedCode: null }],
    ['dropped after the dot', { '.': 'drop' }, GREETING, { kind: 'unknown', code: 'LOST_AFTER_DOT' }],
    [
      'sender refused',
      { MAIL: '550 5.7.1 not you' },
      GREETING,
      { kind: 'unavailable', code: 'SENDER_REFUSED 550', enhancedCode: '5.7.1' },
    ],
    ['person refused', { RCPT: '550 5.1.1 who?' }, GREETING, { kind: 'refused', code: '550', enhancedCode: '5.1.1' }],
    ['mailbox full', { RCPT: '552 5.2.2 full' }, GREETING, { kind: 'refused', code: '552', enhancedCode: '5.2.2' }],
    ['greylisted', { RCPT: '451 4.7.1 later' }, GREETING, { kind: 'deferred', code: '451', enhancedCode: '4.7.1' }],
    ['too many', { RCPT: '421 4.7.0 closing' }, GREETING, { kind: 'deferred', code: '421', enhancedCode: '4.7.0' }],
    [
      'refused after the dot',
      { '.': '554 5.7.1 spam' },
      GREETING,
      { kind: 'refused', code: '554', enhancedCode: '5.7.1' },
    ],
    [
      'put off after the dot',
      { '.': '451 4.3.0 busy' },
      GREETING,
      { kind: 'deferred', code: '451', enhancedCode: '4.3.0' },
    ],
  ];
  for (const [what, answers, greeting, outcome] of table) {
    it(`judges '${what}' (R08)`, async () => {
      const { url } = await server(answers, greeting);
      assert.deepEqual(await sender(url).send(message()), outcome);
    });
  }

  it('M4 ends within its deadline when a server answers byte by byte, and does not know what came of it', async () => {
    const { url } = await server({ '.': 'trickle' });
    assert.deepEqual(await sender(url, { deadlineMs: 300 }).send(message()), {
      kind: 'unknown',
      code: 'DEADLINE_AFTER_DOT',
    });
  });

  it('ends at once when it is told to', async () => {
    const { url } = await server({ RCPT: 'silence' });
    const stop = new AbortController();
    const sending = sender(url).send(message(), { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    assert.deepEqual(await sending, { kind: 'deferred', code: 'DEADLINE_BEFORE_DATA', enhancedCode: null });
  });

  it('begins a transaction anew on the same connection after a refusal', async () => {
    const { url, heard } = await server({ RCPT: '550 5.1.1 who?' });
    const one = sender(url);
    await one.send(message());
    await one.send(message());
    assert.deepEqual(heard, ['EHLO', 'MAIL', 'RCPT', 'RSET', 'MAIL', 'RCPT', 'RSET']);
  });

  it('B4-12 refuses an address beyond ASCII where the server cannot take it, without asking', async () => {
    const { url, heard } = await server({});
    const outcome = await sender(url).send(message('añá@example.test'));
    assert.deepEqual(outcome, { kind: 'refused', code: 'SMTPUTF8_NOT_SUPPORTED', enhancedCode: '5.6.7' });
    assert.deepEqual(heard, ['EHLO']);
  });

  it('says nothing of what the server wrote: servers quote addresses', async () => {
    const { url } = await server({ RCPT: '550 5.1.1 <ana@example.test> unknown' });
    assert.doesNotMatch(JSON.stringify(await sender(url).send(message())), /example/);
  });

  it('refuses other addresses than SMTP', () => {
    assert.throws(() => createSmtpSender('http://127.0.0.1'), /SMTP_URL/);
  });
});
