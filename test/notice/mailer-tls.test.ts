import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createSmtpSender } from '../../activities/mailer.ts';
import type { Mail } from '../../activities/sender.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';

const message: Mail = {
  from: 'avisos@ejemplo.example',
  to: 'ana@example.test',
  mime: Buffer.from('Subject: Aviso\r\n\r\nHola\r\n'),
};

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const silent = { level() {}, trace() {}, debug() {}, info() {}, warn() {}, error() {}, fatal() {} };

/** A real server with a certificate nobody has signed; yields its port and who logged in over what. */
async function server(options: SMTPServerOptions): Promise<{ port: number; logIns: string[] }> {
  const logIns: string[] = [];
  const smtp = new SMTPServer({
    logger: silent,
    closeTimeout: 100,
    onAuth: ({ username, password, method }, { secure }, done) => {
      logIns.push(`${method} ${secure ? 'over TLS' : 'in clear'}`);
      if (username === 'tocsin' && password === 'right') done(null, { user: username });
      else done(Object.assign(new Error('no'), { responseCode: 535 }));
    },
    onData: (stream, _session, done) => {
      stream.on('end', () => done());
      stream.resume();
    },
    ...options,
  });
  smtp.on('error', () => {});
  const listener = smtp.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  closers.push(() => void smtp.close(() => {}));
  const address = listener.address();
  return { port: typeof address === 'object' && address ? address.port : 0, logIns };
}

const trusting = { tls: { rejectUnauthorized: false }, connections: 1 };

for (const [name, make] of [
  ['the library', createSmtpSender],
  ['our own connection', createPipeliningSender],
] as const) {
  const send = async (url: string, options = {}) => {
    const sender = make(url, options);
    closers.push(() => sender.close());
    return sender.send(message);
  };

  describe(`TLS and log-in with ${name}`, () => {
    it('turns to TLS where the server offers it, and logs in over it', async () => {
      const { port, logIns } = await server({});
      const outcome = await send(`smtp://tocsin:right@127.0.0.1:${port}`, trusting);
      assert.equal(outcome.kind, 'sent');
      assert.deepEqual(logIns, ['PLAIN over TLS']);
    });

    it('speaks TLS from the first byte to smtps://', async () => {
      const { port } = await server({ secure: true });
      assert.equal((await send(`smtps://tocsin:right@127.0.0.1:${port}`, trusting)).kind, 'sent');
    });

    it('logs in by LOGIN where the server knows nothing else', async () => {
      const { port, logIns } = await server({ authMethods: ['LOGIN'] });
      assert.equal((await send(`smtp://tocsin:right@127.0.0.1:${port}`, trusting)).kind, 'sent');
      assert.deepEqual(logIns, ['LOGIN over TLS']);
    });

    it('R10 names a refused log-in, which stops the wave instead of refusing its people', async () => {
      const { port } = await server({});
      const outcome = await send(`smtp://tocsin:wrong@127.0.0.1:${port}`, trusting);
      assert.deepEqual([outcome.kind, outcome.code], ['unavailable', 'EAUTH 535']);
    });

    it('R10 sends nothing to a server whose certificate nobody signed', async () => {
      const { port } = await server({ authOptional: true });
      const outcome = await send(`smtp://127.0.0.1:${port}`, { connections: 1 });
      assert.deepEqual([outcome.kind, outcome.code], ['unavailable', 'ETLS']);
    });

    it('never gives a password to another machine in clear', async () => {
      const heard: string[] = [];
      const plain = net.createServer((socket) => {
        socket.on('error', () => {});
        closers.push(() => socket.destroy());
        socket.write('220 test\r\n');
        socket.on('data', (chunk) => {
          heard.push(chunk.toString());
          socket.write('250 test\r\n');
        });
      });
      plain.listen(0, '127.0.0.1');
      await once(plain, 'listening');
      closers.push(() => plain.close());
      const address = plain.address();
      const port = typeof address === 'object' ? address?.port : 0;
      const outcome = await send(`smtp://tocsin:right@0.0.0.0:${port}`, { connections: 1 });
      assert.equal(outcome.kind, 'unavailable');
      assert.match(heard.join(''), /^EHLO/);
      assert.doesNotMatch(heard.join(''), /AUTH/);
    });
  });
}

describe('STARTTLS of our own connection', () => {
  it('takes nothing said in clear for said under TLS', async () => {
    const plain = net.createServer((socket) => {
      socket.on('error', () => {});
      closers.push(() => socket.destroy());
      socket.write('220 test\r\n');
      socket.on('data', (chunk) => {
        const said = chunk.toString();
        if (said.startsWith('EHLO')) socket.write('250-test\r\n250 STARTTLS\r\n');
        else if (said.startsWith('STARTTLS')) socket.write('220 go\r\n250-injected\r\n250 AUTH PLAIN\r\n');
      });
    });
    plain.listen(0, '127.0.0.1');
    await once(plain, 'listening');
    closers.push(() => plain.close());
    const address = plain.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const sender = createPipeliningSender(`smtp://127.0.0.1:${port}`, trusting);
    closers.push(() => sender.close());
    assert.equal((await sender.send(message)).kind, 'unavailable');
  });
});
