import { once } from 'node:events';
import net from 'node:net';

/** What is said to a command: a line or several, or a way to misbehave. */
export type Said = string | { drop: true } | { silence: true } | { trickle: true } | { flood: string };

export interface Turn {
  /** Number of the connection, from 1. */
  connection: number;
  /** Messages announced on it so far, this one included. */
  message: number;
  /** `CONNECT`, `EHLO`, `AUTH`, `MAIL`, `RCPT`, `DATA`, `BODY` (half of it has come) or `.`. */
  verb: string;
  line: string;
  /** Connections open now, this one included. */
  open: number;
}

export interface ScriptedServer {
  url: string;
  port: number;
  /** Message-IDs of messages whose final dot came, in order, whatever was said to it. */
  dots: string[];
  /** Message-IDs of messages the server said 250 to. */
  taken: string[];
  /** Raw messages by Message-ID. */
  raw: Map<string, string>;
  connections: number;
  close: () => void;
}

const POLITE: Record<string, string> = {
  CONNECT: '220 test',
  EHLO: '250-test\r\n250-PIPELINING\r\n250 AUTH PLAIN',
  HELO: '250 test',
  AUTH: '235 2.7.0 in',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go',
  '.': '250 2.0.0 taken',
  RSET: '250 ok',
  QUIT: '221 bye',
};

/**
 * A mail server on loopback that says what it is told to say; null leaves the polite answer.
 *
 * Unlike a real one it can break off at every stage, and it notes each final dot even when it denies it.
 */
export async function scriptedServer(script: (turn: Turn) => Said | null): Promise<ScriptedServer> {
  const sockets = new Set<net.Socket>();
  const listener = net.createServer((socket) => {
    server.connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    converse(socket, server, script, () => sockets.size);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const server: ScriptedServer = {
    url: `smtp://127.0.0.1:${port}`,
    port,
    dots: [],
    taken: [],
    raw: new Map(),
    connections: 0,
    close: () => {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
  return server;
}

function converse(
  socket: net.Socket,
  server: ScriptedServer,
  script: (turn: Turn) => Said | null,
  open: () => number,
): void {
  const connection = server.connections;
  let message = 0;
  let body: string[] | null = null;
  let nobody = false;
  let rest = '';
  let deaf = false;
  const hear = (verb: string, line: string): void => {
    if (verb === 'MAIL') message += 1;
    const polite = verb === 'DATA' && nobody ? '503 5.5.1 nobody' : (POLITE[verb] ?? '500 5.5.2 what');
    const said =
      (verb === 'DATA' && nobody ? null : script({ connection, message, verb, line, open: open() })) ?? polite;
    if (verb === 'RCPT') nobody = typeof said === 'string' && /^[45]/.test(said);
    if (verb === 'DATA' && typeof said === 'string' && said.startsWith('354')) body = [];
    if (verb === '.') note(server, line, said);
    deaf ||= typeof said !== 'string';
    give(socket, said);
  };
  hear('CONNECT', '');
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (deaf) return;
      if (body === null) hear(line.split(/[ :]/)[0]?.toUpperCase() ?? '', line);
      else if (line === '.') {
        const whole = body.join('\r\n');
        body = null;
        hear('.', whole);
      } else {
        body.push(line);
        if (body.length === 1) breakOff(script({ connection, message, verb: 'BODY', line, open: open() }));
      }
    }
  });
  const breakOff = (said: Said | null): void => {
    if (said === null) return;
    deaf = true;
    give(socket, said);
  };
}

function note(server: ScriptedServer, message: string, said: Said): void {
  const id = /^message-id: *(<[^>]+>)/im.exec(message)?.[1] ?? '';
  server.dots.push(id);
  server.raw.set(id, message);
  if (typeof said === 'string' && said.startsWith('250')) server.taken.push(id);
}

function give(socket: net.Socket, said: Said): void {
  if (typeof said === 'string') {
    socket.write(`${said}\r\n`);
    if (said.startsWith('421')) socket.end();
  } else if ('drop' in said) socket.destroy();
  else if ('trickle' in said) {
    const timer = setInterval(() => socket.write('2'), 20);
    socket.on('close', () => clearInterval(timer));
  } else if ('flood' in said) flood(socket, said.flood);
}

/** Writes a piece again and again as fast as it is read. */
function flood(socket: net.Socket, piece: string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}
