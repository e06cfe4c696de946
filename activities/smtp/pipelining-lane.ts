import type { Outcome } from '../../domain/notice/outcome.ts';
import { ConnectionGate, MESSAGES_PER_CONNECTION } from '../connection-gate.ts';
import type { MailServer } from '../mail-server.ts';
import { judgeConnection, type SmtpFault } from '../mailer-outcome.ts';
import { STOPPED } from '../sender.ts';
import type { Attempt, Parcel } from './carriage.ts';
import { connect } from './connect.ts';
import { Errand, type Runner, type SendLimits } from './errand.ts';
import { Link } from './link.ts';

/**
 * A connection to the mail server that is renewed as needed, for two messages at a time: while one is being answered
 * the next is announced.
 */
export class PipeliningLane implements Runner {
  /** Messages it takes at once. */
  static readonly slots = 2;
  readonly #server: MailServer;
  readonly #gate: ConnectionGate;
  readonly #waiting: Errand[] = [];
  readonly #heeded = new WeakSet<AbortSignal>();
  #announcing: Errand | null = null;
  #inAir: Errand | null = null;
  #link: Link | null = null;
  #mostPerConnection = MESSAGES_PER_CONNECTION;
  #closed = false;

  constructor(server: MailServer, gate = new ConnectionGate()) {
    this.#server = server;
    this.#gate = gate;
  }

  get connected(): boolean {
    return this.#link !== null && !this.#link.conversation.ended;
  }

  /** Never rejects. */
  send(parcel: Parcel, limits: SendLimits): Promise<Outcome> {
    return new Promise((tell) => {
      this.#waiting.push(new Errand(this, parcel, limits, tell));
      this.#next();
    });
  }

  close(): void {
    this.#closed = true;
    this.#announcing?.connecting?.abort();
    this.#link?.conversation.end({ code: 'DEADLINE' });
    this.#link = null;
  }

  passed(errand: Errand): void {
    if (this.#announcing !== errand) return;
    this.#announcing = null;
    this.#inAir = errand;
    this.#next();
  }

  ended(errand: Errand, attempt: Attempt): void {
    if (attempt.anew && attempt.outcome.code === '421') this.#learn(errand.link);
    const again = attempt.anew && !errand.again;
    if (again) this.#waiting.push(errand);
    else errand.tell(attempt.outcome);
    errand.again = true;
    if (this.#inAir === errand) this.#inAir = null;
    if (this.#announcing !== errand) return;
    this.#announcing = null;
    this.#next();
  }

  /** Messages are announced one after the other; the turn passes on as soon as a body is on its way. */
  #next(): void {
    const errand = this.#announcing ? undefined : this.#waiting.shift();
    if (!errand) return;
    this.#announcing = errand;
    const { signal } = errand.limits;
    if (signal?.aborted || this.#closed) {
      errand.done({ outcome: STOPPED, anew: false });
      return;
    }
    if (signal) this.#heed(signal);
    errand.begin();
    const known = this.#usable();
    if (known) this.#carry(known, errand);
    else void this.#carryAnew(errand);
  }

  #carry(link: Link, errand: Errand): void {
    errand.link = link;
    link.carry(errand);
  }

  async #carryAnew(errand: Errand): Promise<void> {
    const connecting = new AbortController();
    errand.connecting = connecting;
    const link = await this.#connected(connecting.signal);
    errand.connecting = null;
    if (!(link instanceof Link)) {
      errand.done({ outcome: this.#closed ? STOPPED : judgeConnection(link), anew: false });
      return;
    }
    if (connecting.signal.aborted) link.conversation.end({ code: 'DEADLINE' });
    this.#carry(link, errand);
  }

  /** Who is told to stop ends what is on its way at once; what another has on its way goes on, unless it shares the connection. */
  #heed(signal: AbortSignal): void {
    if (this.#heeded.has(signal)) return;
    this.#heeded.add(signal);
    const stop = (): void => {
      for (const errand of [this.#inAir, this.#announcing]) if (errand?.limits.signal === signal) errand.cut();
    };
    signal.addEventListener('abort', stop, { once: true });
  }

  /** The open connection, unless it has carried enough. */
  #usable(): Link | null {
    const known = this.#link;
    return known && !known.conversation.ended && known.carried < this.#mostPerConnection ? known : null;
  }

  /** A server that closes after so many messages is asked for fewer: the next connection is opened in time. */
  #learn(link: Link | null): void {
    if (link) this.#mostPerConnection = Math.max(1, Math.min(this.#mostPerConnection, link.carried - 1));
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
