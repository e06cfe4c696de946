import type { Socket } from 'node:net';
import type { SmtpFault } from '../mailer-outcome.ts';
import { ReplyReader, type SmtpReply } from './reply-reader.ts';

/** Who waits for a reply. */
export interface Hearer {
  /** Told the reply, or how the conversation ended before it. */
  heard(answer: SmtpReply | SmtpFault): void;
}

/** `250 2.0.0 ok`: a reply as one line, for its codes; its words are never kept. */
const responseOf = ({ code, lines }: SmtpReply): string => `${code} ${lines.at(-1) ?? ''}`;

/** A reply that says no, as a fault. */
export const faultOf = (command: string, reply: SmtpReply): SmtpFault => ({
  command,
  response: responseOf(reply),
  responseCode: reply.code,
});

export const isFault = (answer: SmtpReply | SmtpFault): answer is SmtpFault => !('lines' in answer);

/** Commands and replies over one socket: several commands may be on their way, replies come in their order. */
export class SmtpConversation {
  readonly #socket: Socket;
  readonly #reader = new ReplyReader();
  readonly #awaited: Hearer[] = [];
  #ended: SmtpFault | null = null;
  #said: Buffer[] = [];
  #onTaken: (() => void)[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => this.end({ code: code ?? 'ECONNECTION' }));
    socket.on('close', () => this.end({ code: 'ECONNECTION' }));
  }

  /** Whether nothing more can be said. */
  get ended(): boolean {
    return this.#ended !== null;
  }

  /** Sends a command and yields its reply, or how the conversation ended before it. Never rejects. */
  say(command: string, line: string): Promise<SmtpReply | SmtpFault> {
    this.write(`${line}\r\n`);
    return this.hear(command);
  }

  /** The next reply nobody waits for yet: the greeting, or what follows a message. */
  hear(command: string): Promise<SmtpReply | SmtpFault> {
    return new Promise((resolve) => {
      this.expect({ heard: (answer) => resolve(isFault(answer) ? { ...answer, command } : answer) });
    });
  }

  /** As `hear`, without a promise. */
  expect(hearer: Hearer): void {
    if (this.#ended) hearer.heard(this.#ended);
    else this.#awaited.push(hearer);
  }

  /** Everything written in one turn of the loop leaves in one piece. `taken` tells that the system has all of it. */
  write(data: string | readonly Buffer[], taken?: () => void): void {
    if (this.ended) return;
    if (this.#said.length === 0) setImmediate(() => this.#flush());
    if (typeof data === 'string') this.#said.push(Buffer.from(data));
    else this.#said.push(...data);
    if (taken) this.#onTaken.push(taken);
  }

  /** All of it in one call of the system; none of it is copied. */
  #flush(): void {
    const [said, onTaken] = [this.#said, this.#onTaken];
    this.#said = [];
    this.#onTaken = [];
    const last = said.pop();
    if (last === undefined || this.ended) return;
    this.#socket.cork();
    for (const piece of said) this.#socket.write(piece);
    this.#socket.write(last, (error) => {
      if (!error) for (const taken of onTaken) taken();
    });
    this.#socket.uncork();
  }

  /** Hands the socket on, for TLS. @throws {SmtpFault} when the server had more to say than was asked */
  detach(): Socket {
    this.#socket.removeAllListeners();
    if (this.#reader.hasRest) throw { code: 'EPROTOCOL' } satisfies SmtpFault;
    return this.#socket;
  }

  /** Ends at once; whoever waits for a reply hears why. */
  end(fault: SmtpFault): void {
    if (this.#ended) return;
    this.#ended = fault;
    this.#socket.destroy();
    for (const hearer of this.#awaited.splice(0)) hearer.heard(fault);
  }

  #read(chunk: Buffer): void {
    try {
      for (const reply of this.#reader.push(chunk)) this.#answer(reply);
    } catch {
      this.end({ code: 'EPROTOCOL' });
    }
  }

  #answer(reply: SmtpReply): void {
    const hearer = this.#awaited.shift();
    if (hearer) hearer.heard(reply);
    // A server that closes says so unasked (421): what was not said yet is said to another connection.
    else this.end({ code: 'ECONNECTION' });
  }
}
