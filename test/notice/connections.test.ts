import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { Sender } from '../../activities/sender.ts';
import { SMTP_CLIENTS } from '../../activities/smtp-clients.ts';
import { type Said, type ScriptedServer, scriptedServer, type Turn } from './scripted-server.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

for (const [name, make] of Object.entries(SMTP_CLIENTS)) {
  const open = async (script: (turn: Turn) => Said | null, connections = 8) => {
    const server = await scriptedServer(script);
    const sender = make(server.url.replace('//', '//tocsin:secret@'), { connections });
    closers.push(server.close, () => sender.close());
    return { server, sender };
  };
  const sendMany = async (sender: Sender, server: ScriptedServer, count: number) => {
    const from = server.taken.length;
    const mail = (number: number) => ({
      from: 'avisos@ejemplo.example',
      to: `p${number}@example.test`,
      mime: Buffer.from(`Message-ID: <${from + number}@test>\r\nSubject: Aviso\r\n\r\nHola\r\n`),
    });
    const sent = Array.from({ length: count }, (_, number) => sender.send(mail(number)));
    return (await Promise.all(sent)).map(({ kind, code }) => (kind === 'sent' ? kind : `${kind} ${code}`));
  };

  describe(`connections of ${name}`, () => {
    it('R10 uses fewer where a server takes no more than two at once', async () => {
      const { server, sender } = await open(({ verb, open: now }) =>
        verb === 'CONNECT' && now > 2 ? '421 4.7.0 too many connections' : null,
      );
      assert.deepEqual(new Set(await sendMany(sender, server, 60)), new Set(['sent']));
      const refused = server.connections - 2;
      assert.deepEqual(new Set(await sendMany(sender, server, 60)), new Set(['sent']));
      // Six connections too many, each with a message and the one announced behind it.
      assert.ok(refused <= 12, `${refused} connections were refused`);
      assert.ok(server.connections - 2 - refused <= 2, 'the refused ones are not opened again and again');
      assert.equal(server.taken.length, 120);
    });

    it('R10 asks once with a log-in that is refused, not with every connection', async () => {
      let asked = 0;
      const { server, sender } = await open(({ verb }) => {
        if (verb !== 'AUTH') return null;
        asked += 1;
        return '535 5.7.8 no';
      });
      assert.deepEqual(new Set(await sendMany(sender, server, 16)), new Set(['unavailable EAUTH 535']));
      assert.equal(asked, 1);
    });

    it('R10 opens another connection when a server closes after so many messages, and learns how many', async () => {
      const { server, sender } = await open(
        ({ verb, message }) => (verb === 'MAIL' && message > 5 ? '421 4.7.0 enough on this connection' : null),
        1,
      );
      assert.deepEqual(new Set(await sendMany(sender, server, 30)), new Set(['sent']));
      const before = server.connections;
      assert.deepEqual(new Set(await sendMany(sender, server, 30)), new Set(['sent']));
      assert.ok(server.connections - before <= 8, `${server.connections - before} connections for 30 messages`);
      assert.equal(new Set(server.taken).size, 60);
    });

    for (const [said, kind] of [
      ['450 4.7.1 Error: too many messages', 'throttled 450'],
      ['454 Throttling failure: Maximum sending rate exceeded.', 'throttled 454'],
      ['451 4.7.500 Server busy. Please try again later', 'throttled 451'],
      ['421 4.7.28 Our system has detected an unusual rate of mail', 'throttled 421'],
      ['451 4.7.1 Greylisted, please try again later', 'deferred 451'],
      ['450 4.2.0 Greylisted, see http://postgrey', 'deferred 450'],
      ['450 4.2.1 The user is receiving mail at a rate that prevents delivery', 'deferred 450'],
      ['452 4.2.2 Over quota', 'deferred 452'],
    ] as const) {
      it(`R10 tells our speed from the person: ${said.slice(0, 24)}…`, async () => {
        const { server, sender } = await open(({ verb }) => (verb === 'RCPT' ? said : null), 1);
        assert.deepEqual(await sendMany(sender, server, 1), [kind]);
      });
    }
  });
}
