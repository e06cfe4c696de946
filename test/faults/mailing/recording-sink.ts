import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Where a conversation stands when the server is about to answer; `body` is its first bytes, `reply` the answer to the dot given. */
export const STAGES = ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'body', 'dot', 'reply'] as const;
export type Stage = (typeof STAGES)[number];

/** A message the server took upon itself: its final dot had come. */
export interface Taking {
  messageId: string;
  from: string;
  to: string;
  /** Which life of the sender it came from. */
  life: number;
  /** Whether the sender was still there to hear so. */
  answered: boolean;
}

/** What the server does instead of answering: close the connection, or fall silent for ever. */
export type Instead = 'drop' | 'silence' | null;

export interface SinkBehaviour {
  /** Waits before the body is asked for, in milliseconds. */
  beforeBodyMs?: number;
  /** Waits between the final dot and its answer, in milliseconds. */
  beforeAnswerMs?: number;
  at?: (stage: Stage, sink: RecordingSink) => Promise<Instead> | Instead;
}

/** A mail server on loopback that writes down each message, in order, and may be told to misbehave. */
export class RecordingSink {
  readonly takings: Taking[] = [];
  behaviour: SinkBehaviour;
  life = 0;
  url = '';
  readonly #server = createServer((socket) => void converse(socket, this).catch(() => socket.destroy()));
  readonly #sockets = new Set<Socket>();

  constructor(behaviour: SinkBehaviour) {
    this.behaviour = behaviour;
    this.#server.on('connection', (socket) => {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    });
  }

  async open(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    const address = this.#server.address();
    this.url = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    return this;
  }

  /** Everything beyond the first taking of each Message-ID. */
  get doubles(): number {
    return this.takings.length - new Set(this.takings.map(({ messageId }) => messageId)).size;
  }

  async instead(stage: Stage): Promise<Instead> {
    return (await this.behaviour.at?.(stage, this)) ?? null;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }
}

export const recordingSink = (behaviour: SinkBehaviour = {}): Promise<RecordingSink> =>
  new RecordingSink(behaviour).open();

const END_OF_MESSAGE = '\r\n.\r\n';
const mailboxOf = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? '';
const messageIdOf = (message: string): string => /^message-id: *(<[^>]+>)/im.exec(message)?.[1] ?? '';

/** Raised to end a conversation the way the sink was told to. */
class Ended extends Error {}

async function converse(socket: Socket, sink: RecordingSink): Promise<void> {
  const conversation = new Conversation(socket, sink);
  try {
    await conversation.greet();
    for await (const chunk of socket) await conversation.hear((chunk as Buffer).toString('latin1'));
  } catch (error) {
    if (!(error instanceof Ended)) socket.destroy();
  }
}

class Conversation {
  readonly #socket: Socket;
  readonly #sink: RecordingSink;
  readonly #life: number;
  #rest = '';
  #from = '';
  #to = '';
  #inMessage = false;

  constructor(socket: Socket, sink: RecordingSink) {
    this.#socket = socket;
    this.#sink = sink;
    this.#life = sink.life;
  }

  async greet(): Promise<void> {
    await this.#answer('connect', '220 sink ESMTP');
  }

  async hear(text: string): Promise<void> {
    if (this.#inMessage && this.#rest === '') await this.#stage('body');
    this.#rest += text;
    for (;;) {
      const end = this.#inMessage ? END_OF_MESSAGE : '\r\n';
      const at = this.#rest.indexOf(end);
      if (at < 0) return;
      const piece = this.#rest.slice(0, at);
      this.#rest = this.#rest.slice(at + end.length);
      await (this.#inMessage ? this.#take(piece) : this.#obey(piece));
    }
  }

  async #obey(line: string): Promise<void> {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') return this.#answer('EHLO', '250-sink\r\n250-PIPELINING\r\n250 8BITMIME');
    if (verb === 'MAIL') {
      this.#from = mailboxOf(line);
      return this.#answer('MAIL', '250 2.1.0 ok');
    }
    if (verb === 'RCPT') {
      this.#to = mailboxOf(line);
      return this.#answer('RCPT', '250 2.1.5 ok');
    }
    if (verb === 'DATA') {
      await pause(this.#sink.behaviour.beforeBodyMs ?? 0);
      await this.#answer('DATA', '354 go on');
      this.#inMessage = true;
      if (this.#rest !== '') await this.#stage('body');
      return;
    }
    if (verb === 'QUIT') {
      this.#socket.end('221 2.0.0 bye\r\n');
      throw new Ended();
    }
    this.#say('250 2.0.0 ok');
  }

  async #take(message: string): Promise<void> {
    this.#inMessage = false;
    const taking: Taking = {
      messageId: messageIdOf(message),
      from: this.#from,
      to: this.#to,
      life: this.#life,
      answered: false,
    };
    this.#sink.takings.push(taking);
    await this.#stage('dot');
    await pause(this.#sink.behaviour.beforeAnswerMs ?? 0);
    taking.answered = this.#socket.writable && !this.#socket.readableEnded;
    this.#say('250 2.0.0 taken');
    await this.#stage('reply');
  }

  async #answer(stage: Stage, reply: string): Promise<void> {
    await this.#stage(stage);
    this.#say(reply);
  }

  async #stage(stage: Stage): Promise<void> {
    const instead = await this.#sink.instead(stage);
    if (instead === null) return;
    if (instead === 'silence') await new Promise(() => {});
    this.#socket.destroy();
    throw new Ended();
  }

  #say(reply: string): void {
    if (this.#socket.writable) this.#socket.write(`${reply}\r\n`);
  }
}
