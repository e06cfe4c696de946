import { type ClaimedDelivery, type ClaimedUpTo, giveBack, renewLease } from '../database/notice-claims.ts';
import type { WaveKey } from '../database/notice-ledger.ts';
import { endPages } from '../database/notice-pages.ts';
import type { Pool } from '../database/pool.ts';
import type { MailedPerson } from '../database/recipients.ts';
import { inOneStatement } from '../database/transaction.ts';

/** A claimed line with its person, opened. */
export interface Addressed {
  line: ClaimedDelivery;
  person: MailedPerson;
}

/** Lines claimed together, and what opens them. */
export interface ClaimedPage {
  lines: readonly ClaimedDelivery[];
  /** How far lines have been claimed one by one. */
  upTo: ClaimedUpTo | null;
  open: (line: ClaimedDelivery) => MailedPerson;
}

export interface ClaimWork {
  pool: Pool;
  wave: WaveKey;
  leaseSeconds: number;
  /** Claims what is due next; `ended` are claims of which nothing is open any more. */
  claim: (after: ClaimedUpTo | null, ended: readonly number[]) => Promise<ClaimedPage>;
  /** Claims the next page while one is being sent; else only once every line of the last is settled. */
  ahead: boolean;
  mayGoOn: () => boolean;
}

/** Next page is claimed once so few lines are left of the one before. */
const FEW = 100;

/**
 * What is due of a wave, line after line, until nothing is: claimed page by page, each claim kept alive while a line of
 * it is not settled, and what was not tried given back in the end.
 */
export class ClaimedLines {
  readonly #work: ClaimWork;
  readonly #leases = new Map<number, Lease>();
  readonly #endedClaims: number[] = [];
  #queue: { line: ClaimedDelivery; open: ClaimedPage['open'] }[] = [];
  #next = 0;
  #after: ClaimedUpTo | null = null;
  #ended = false;
  #stopped = false;
  #claiming: Promise<void> | null = null;
  #settledAll: (() => void)[] = [];

  constructor(work: ClaimWork) {
    this.#work = work;
  }

  /** Null: nothing is due any more. */
  next(): Addressed | null | Promise<Addressed | null> {
    const few = this.#queue.length - this.#next <= FEW;
    if (few && this.#work.ahead && this.#mayClaim) void this.#more().catch(() => {}); // who waits for it hears of it
    return this.#next < this.#queue.length ? this.#take() : this.#nextClaimed();
  }

  async #nextClaimed(): Promise<Addressed | null> {
    while (this.#next >= this.#queue.length) {
      if (!this.#mayClaim) return null;
      await this.#more();
    }
    return this.#take();
  }

  #take(): Addressed | null {
    const taken = this.#queue[this.#next];
    this.#next += 1;
    return taken ? { line: taken.line, person: taken.open(taken.line) } : null;
  }

  /** False from the moment another sender might take a line over. */
  get stand(): boolean {
    for (const lease of this.#leases.values()) if (!lease.stands) return false;
    return true;
  }

  /** Nothing more is asked for. */
  stop(): void {
    this.#stopped = true;
    for (const go of this.#settledAll.splice(0)) go();
  }

  /** These lines need no claim any more. */
  settled(lines: readonly { fence: number }[]): void {
    for (const { fence } of lines) {
      if (!this.#leases.get(fence)?.done()) continue;
      this.#leases.delete(fence);
      this.#endedClaims.push(fence);
    }
    if (this.#leases.size === 0) for (const go of this.#settledAll.splice(0)) go();
  }

  /**
   * Ends every claim.
   *
   * @param tried  every line tried is settled, so that the others can be given back; else all wait until the lease is over
   */
  async end({ tried }: { tried: boolean }): Promise<void> {
    await this.#claiming?.catch(() => {});
    const open = [...this.#leases.keys()];
    for (const lease of this.#leases.values()) lease.end();
    this.#leases.clear();
    if (!tried) return;
    const { pool, wave } = this.#work;
    await inOneStatement(pool, (tx) => endPages(tx, wave, this.#endedClaims));
    for (const fence of open) await inOneStatement(pool, (tx) => giveBack(tx, wave, fence));
  }

  get #mayClaim(): boolean {
    return !this.#ended && !this.#stopped && this.#work.mayGoOn();
  }

  #more(): Promise<void> {
    this.#claiming ??= this.#claim().finally(() => {
      this.#claiming = null;
    });
    return this.#claiming;
  }

  async #claim(): Promise<void> {
    if (!this.#work.ahead && this.#leases.size > 0 && !this.#stopped) {
      return new Promise((resolve) => this.#settledAll.push(resolve));
    }
    const asked = performance.now();
    const page = await this.#work.claim(this.#after, this.#endedClaims.splice(0));
    const [first] = page.lines;
    // Behind the last line claimed something may have been given back: only the first look from the start is the last.
    this.#ended = !first && this.#after === null;
    this.#after = page.upTo;
    if (!first) return;
    this.#leases.set(first.fence, new Lease(this.#work, first.fence, page.lines.length, asked));
    this.#queue = [...this.#queue.slice(this.#next), ...page.lines.map((line) => ({ line, open: page.open }))];
    this.#next = 0;
  }
}

/**
 * A claim kept alive while a line of it is open; `stands` is false from the moment another sender might take it over, and
 * stays so: a process that was frozen wakes with lines that may be somebody else's by now.
 */
class Lease {
  readonly #timer: NodeJS.Timeout;
  readonly #lengthMs: number;
  #until: number;
  #open: number;
  #lost = false;

  constructor({ pool, wave, leaseSeconds }: ClaimWork, fence: number, lines: number, asked: number) {
    this.#open = lines;
    this.#lengthMs = leaseSeconds * 1000;
    this.#until = asked + this.#lengthMs;
    this.#timer = setInterval(() => {
      if (!this.stands) return;
      const renewing = performance.now();
      inOneStatement(pool, (tx) => renewLease(tx, wave, fence, leaseSeconds)).then(
        () => {
          this.#until = renewing + this.#lengthMs;
        },
        () => {}, // the database is away: the lease runs out by itself unless it comes back
      );
    }, this.#lengthMs / 3);
  }

  get stands(): boolean {
    this.#lost ||= performance.now() >= this.#until;
    return !this.#lost;
  }

  /** One line less; yields whether that was the last. */
  done(): boolean {
    this.#open -= 1;
    if (this.#open === 0) this.end();
    return this.#open === 0;
  }

  end(): void {
    clearInterval(this.#timer);
  }
}
