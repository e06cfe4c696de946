import type { Outcome } from '../../domain/notice/outcome.ts';
import { ConnectionGate } from '../connection-gate.ts';
import type { MailServer } from '../mail-server.ts';
import { judgeConnection, type SmtpFault } from '../mailer-outcome.ts';
import { STOPPED } from '../sender.ts';
import { connect } from './connect.ts';
import { type Attempt, Link, type Parcel } from './link.ts';

export interface SendLimits {
  /** Longest a message may take, connecting included, in milliseconds. */
  deadlineMs: number;
  signal?: AbortSignal | undefined;
  /** Waited for before a body leaves. */
  room?: (() => Promise<boolean>) | undefined;
}

const MESSAGES_PER_CONNECTION = 100;

/**
 * A connection to the mail server that is renewed as needed, for two messages at a time: while one is being answered
 * the next is announced.
 */
export class PipeliningLane {
  /** Messages it takes at once. */
  static readonly slots = 2;
  readonly #server: MailServer;
  #link: Link | null = null;
  #mostPerConnection = MESSAGES_PER_CONNECTION;
  #turn: Promise<void> = Promise.resolve();
  #closed = false;

  readonly #gate: ConnectionGate;

  constructor(server: MailServer, gate = new ConnectionGate()) {
    this.#server = server;
    this.#gate = gate;
  }

  get connected(): boolean {
    return this.#link !== null && !this.#link.conversation.ended;
  }

  /** Never rejects. */
  async send(parcel: Parcel, limits: SendLimits): Promise<Outcome> {
    const first = await this.#inTurn(parcel, limits);
    return first.anew ? (await this.#inTurn(parcel, limits)).outcome : first.outcome;
  }

  close(): void {
    this.#closed = true;
    this.#link?.conversation.end({ code: 'DEADLINE' });
    this.#link = null;
  }

  /** Announces messages one after the other; the turn passes on as soon as the body is on its way. */
  async #inTurn(parcel: Parcel, limits: SendLimits): Promise<Attempt> {
    const before = this.#turn;
    let pass: () => void = () => {};
    this.#turn = new Promise((resolve) => {
      pass = resolve;
    });
    await before;
    if (limits.signal?.aborted || this.#closed) return { outcome: STOPPED, anew: false };
    try {
      return await this.#carry(parcel, limits, pass);
    } finally {
      pass();
    }
  }

  #carry(parcel: Parcel, limits: SendLimits, pass: () => void): Promise<Attempt> {
    const known = this.#usable();
    if (known)
      return within(
        limits,
        () => known.conversation.end(LATE),
        () => this.#hand(known, parcel, pass, limits.room),
      );
    const ending = new AbortController();
    return within(
      limits,
      () => ending.abort(),
      async () => {
        const link = await this.#connected(ending.signal);
        if (!(link instanceof Link)) return { outcome: judgeConnection(link), anew: false };
        ending.signal.addEventListener('abort', () => link.conversation.end(LATE), { once: true });
        if (ending.signal.aborted) link.conversation.end(LATE);
        return this.#hand(link, parcel, pass, limits.room);
      },
    );
  }

  async #hand(link: Link, parcel: Parcel, pass: () => void, room: SendLimits['room']): Promise<Attempt> {
    const attempt = await link.carry(parcel, pass, room);
    if (attempt.anew && attempt.outcome.code === '421') this.#learn(link);
    return attempt;
  }

  /** The open connection, unless it has carried enough. */
  #usable(): Link | null {
    const known = this.#link;
    return known && !known.conversation.ended && known.carried < this.#mostPerConnection ? known : null;
  }

  /** A server that closes after so many messages is asked for fewer: the next connection is opened in time. */
  #learn({ carried }: Link): void {
    this.#mostPerConnection = Math.max(1, Math.min(this.#mostPerConnection, carried - 1));
  }

  async #connected(signal: AbortSignal): Promise<Link | SmtpFault> {
    if (this.#link) void retire(this.#link);
    this.#link = null;
    try {
      const link = new Link(await this.#gate.pass(() => untilAborted(connect(this.#server), signal)));
      this.#link = link;
      return link;
    } catch (fault) {
      return fault as SmtpFault;
    }
  }
}

const LATE: SmtpFault = { code: 'DEADLINE' };

/** Works with a total deadline, and until told to stop: a server that answers byte by byte never falls silent. */
async function within<T>({ deadlineMs, signal }: SendLimits, stop: () => void, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(stop, deadlineMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** Says goodbye behind whatever is still being answered. */
async function retire({ conversation }: Link): Promise<void> {
  await conversation.say('QUIT', 'QUIT');
  conversation.end({ code: 'ECONNECTION' });
}

async function untilAborted<T extends { conversation: { end: (fault: SmtpFault) => void } }>(
  connecting: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject({ code: 'ETIMEDOUT' } satisfies SmtpFault);
    signal.addEventListener('abort', stop, { once: true });
  });
  connecting.then(
    ({ conversation }) => {
      if (signal.aborted) conversation.end({ code: 'DEADLINE' });
    },
    () => {},
  );
  try {
    return await Promise.race([connecting, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
