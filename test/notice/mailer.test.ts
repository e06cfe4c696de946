import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { createSmtpSender, type MailerOptions } from '../../activities/mailer.ts';
import type { Mail, Sender } from '../../activities/sender.ts';
import { asPieces, createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';

const message = (to = 'ana@example.test'): Mail => ({
  from: 'avisos@ejemplo.example',
  to,
  mime: Buffer.from('Subject: Aviso\r\n\r\nHola\r\n'),
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
  connected: () => void = () => {},
): Promise<{ url: string; heard: string[]; pieces: string[] }> {
  const heard: string[] = [];
  const pieces: string[] = [];
  const listener = net.createServer((socket) => {
    connected();
    let mails = 0;
    socket.on('error', () => {});
    closers.push(() => socket.destroy());
    give(socket, greeting);
    let inData = false;
    let silent = false;
    let refused = false;
    let rest = '';
    socket.on('data', (chunk) => {
      pieces.push(chunk.toString());
      const lines = (rest + chunk.toString()).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (inData && line !== '.') continue;
        const verb = inData ? '.' : (line.split(/[ :]/)[0] ?? '').toUpperCase();
        heard.push(verb);
        if (verb === 'MAIL') mails += 1;
        if (answers['limit'] && mails > Number(answers['limit'])) {
          socket.end('421 4.7.0 enough on this connection\r\n');
          return;
        }
        const nobody = verb === 'DATA' && refused && !answers['lenient'] ? '503 5.5.1 nobody to send to' : undefined;
        const answer = nobody ?? answers[verb] ?? POLITE[verb] ?? '500 unknown';
        if (verb === 'RCPT' || verb === 'RSET') refused = /^[45]/.test(answer);
        inData = verb === 'DATA' && answer.startsWith('354');
        silent ||= answer === 'silence';
        if (silent) return;
        give(socket, answer);
      }
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  closers.push(() => listener.close());
  const address = listener.address();
  return { url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, heard, pieces };
}

function give(socket: net.Socket, answer: Answer): void {
  if (answer === 'drop') socket.destroy();
  else if (answer === 'trickle') {
    const timer = setInterval(() => socket.write('2'), 20);
    socket.on('close', () => clearInterval(timer));
  } else if (answer !== 'silence') socket.write(`${answer}\r\n`);
}

type Make = (url: string, options?: MailerOptions) => Sender;
const PIPELINING = { EHLO: '250-test\r\n250 PIPELINING' };

const senders: [name: string, make: Make, offers: Record<string, Answer>, twiceRefused: string[]][] = [
  ['the library', createSmtpSender, {}, ['EHLO', 'MAIL', 'RCPT', 'RSET', 'MAIL', 'RCPT', 'RSET']],
  ['our own, one thing at a time', createPipeliningSender, {}, ['EHLO', 'MAIL', 'RCPT', 'RSET', 'MAIL', 'RCPT']],
  [
    'our own, pipelining',
    createPipeliningSender,
    PIPELINING,
    ['EHLO', 'MAIL', 'RCPT', 'DATA', 'RSET', 'MAIL', 'RCPT', 'DATA'],
  ],
];

for (const [name, make, offers, twiceRefused] of senders) {
  const sender: Make = (url, options = {}) => {
    const made = make(url, { connections: 1, ...options });
    closers.push(() => made.close());
    return made;
  };

  describe(`sending with ${name}`, () => {
    const table: [what: string, answers: Record<string, Answer>, greeting: Answer, outcome: object][] = [
      ['taken', {}, GREETING, { kind: 'sent', code: '250' }],
      ['no greeting, dropped', {}, 'drop', { kind: 'unavailable', code: 'ECONNECTION', enhancedCode: null }],
      [
        'greeted with 554',
        {},
        '554 5.3.2 go away',
        { kind: 'unavailable', code: 'EPROTOCOL 554', enhancedCode: '5.3.2' },
      ],
      [
        'dropped at MAIL',
        { MAIL: 'drop' },
        GREETING,
        { kind: 'deferred', code: 'LOST_BEFORE_DATA', enhancedCode: null },
      ],
      [
        'dropped at RCPT',
        { RCPT: 'drop' },
        GREETING,
        { kind: 'deferred', code: 'LOST_BEFORE_DATA', enhancedCode: null },
      ],
      [
        'dropped at DATA',
        { DATA: 'drop' },
        GREETING,
        { kind: 'deferred', code: 'LOST_BEFORE_DATA', enhancedCode: null },
      ],
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
      ['too many', { RCPT: '421 4.7.0 closing' }, GREETING, { kind: 'throttled', code: '421', enhancedCode: '4.7.0' }],
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
        const { url } = await server({ ...offers, ...answers }, greeting);
        assert.deepEqual(await sender(url).send(message()), outcome);
      });
    }

    it('M4 ends within its deadline when a server answers byte by byte, and does not know what came of it', async () => {
      const { url } = await server({ ...offers, '.': 'trickle' });
      assert.deepEqual(await sender(url, { deadlineMs: 300 }).send(message()), {
        kind: 'unknown',
        code: 'DEADLINE_AFTER_DOT',
      });
    });

    it('ends at once when it is told to', async () => {
      const { url } = await server({ ...offers, RCPT: 'silence' });
      const stop = new AbortController();
      const sending = sender(url).send(message(), { signal: stop.signal });
      setTimeout(() => stop.abort(), 50);
      assert.deepEqual(await sending, { kind: 'deferred', code: 'DEADLINE_BEFORE_DATA', enhancedCode: null });
    });

    it('begins a transaction anew on the same connection after a refusal', async () => {
      const { url, heard } = await server({ ...offers, RCPT: '550 5.1.1 who?' });
      const one = sender(url);
      await one.send(message());
      await one.send(message());
      assert.deepEqual(heard, twiceRefused);
    });

    it('B4-12 refuses an address beyond ASCII where the server cannot take it, without asking', async () => {
      const { url, heard } = await server({ ...offers });
      const outcome = await sender(url).send(message('añá@example.test'));
      assert.deepEqual(outcome, { kind: 'refused', code: 'SMTPUTF8_NOT_SUPPORTED', enhancedCode: '5.6.7' });
      assert.deepEqual(heard, ['EHLO']);
    });

    it('says nothing of what the server wrote: servers quote addresses', async () => {
      const { url } = await server({ ...offers, RCPT: '550 5.1.1 <ana@example.test> unknown' });
      assert.doesNotMatch(JSON.stringify(await sender(url).send(message())), /example/);
    });

    it('refuses other addresses than SMTP', () => {
      assert.throws(() => make('http://127.0.0.1'), /SMTP_URL/);
    });
  });
}

describe('createPipeliningSender', () => {
  const pipelining = (url: string, connections = 1): Sender => {
    const made = createPipeliningSender(url, { connections });
    closers.push(() => made.close());
    return made;
  };
  const all = (one: Sender, count: number) =>
    Promise.all(Array.from({ length: count }, (_, number) => one.send(message(`p${number}@example.test`))));

  it('announces the next message with the body of the one before', async () => {
    const { url, pieces } = await server(PIPELINING);
    await all(pipelining(url), 3);
    const together = pieces.filter((piece) => /\r\n\.\r\nMAIL FROM:.*DATA\r\n$/s.test(piece));
    assert.equal(together.length, 2);
  });

  it('ends an empty message where a server takes DATA although it took nobody, and goes on', async () => {
    const { url, heard } = await server({ ...PIPELINING, RCPT: '550 5.1.1 who?', DATA: '354 go', lenient: '250' });
    const outcomes = await all(pipelining(url), 2);
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['refused', 'refused'],
    );
    assert.deepEqual(heard.slice(0, 6), ['EHLO', 'MAIL', 'RCPT', 'DATA', '.', 'RSET']);
  });

  it('R10 opens another connection when a server closes after so many messages, and learns how many', async () => {
    let connections = 0;
    const { url } = await server({ ...PIPELINING, limit: '3' }, GREETING, () => {
      connections += 1;
    });
    const one = pipelining(url);
    for (const { kind } of await all(one, 12)) assert.equal(kind, 'sent');
    const first = connections;
    for (const { kind } of await all(one, 12)) assert.equal(kind, 'sent');
    assert.ok(connections - first <= 4, `${connections - first} connections for 12 messages, 3 on each`);
  });

  it('sends what it had only announced again when the connection breaks, and nothing it had sent', async () => {
    const { url, heard } = await server({ ...PIPELINING, '.': 'drop' });
    const outcomes = await all(pipelining(url), 2);
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['unknown', 'unknown'],
    );
    assert.equal(heard.filter((verb) => verb === '.').length, 2);
  });

  it('doubles dots at the beginning of lines and ends with one of its own', () => {
    assert.equal(Buffer.concat(asPieces(Buffer.from('.a\r\nb.\r\n..c'))).toString(), '..a\r\nb.\r\n...c\r\n.\r\n');
  });
});
