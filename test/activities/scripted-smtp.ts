import { once } from 'node:events';
import net from 'node:net';

/** A command, or the final dot, and what the server does then; `drop` closes the connection. */
export type Script = Record<string, string>;

const POLITE: Script = {
  EHLO: '250 test',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go',
  '.': '250 taken',
  RSET: '250 ok',
};

export interface ScriptedSmtp {
  url: string;
  /** Messages whose final dot was heard, whatever was answered. */
  heard: string[];
  /** What it does from now on. */
  play(script: Script): void;
  close(): void;
}

/** A mail server that answers as it is told to, and remembers every whole message it heard. */
export async function scriptedSmtp(first: Script = {}): Promise<ScriptedSmtp> {
  let script = first;
  const heard: string[] = [];
  const sockets = new Set<net.Socket>();
  const listener = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    const answer = (verb: string): string => {
      const said = script[verb] ?? POLITE[verb] ?? '500 unknown';
      if (said === 'drop') socket.destroy();
      else socket.write(`${said}\r\n`);
      return said;
    };
    if (script['CONNECT'] === 'drop') socket.destroy();
    else socket.write('220 test\r\n');
    let data: string[] | null = null;
    let rest = '';
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (data === null) {
          const verb = (line.split(/[ :]/)[0] ?? '').toUpperCase();
          if (answer(verb).startsWith('354')) data = [];
        } else if (line === '.') {
          heard.push(data.join('\r\n'));
          data = null;
          answer('.');
        } else data.push(line);
      }
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    heard,
    play: (next) => {
      script = next;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      listener.close();
    },
  };
}
