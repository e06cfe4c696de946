import { type ClaimedDelivery, giveBack, renewLease, type WaveKey } from '../database/notice-ledger.ts';
import type { RecipientPerson } from '../database/recipients.ts';
import { inTransaction } from '../database/transaction.ts';
import { type Outcome, settle } from '../domain/notice/outcome.ts';
import { DeliveryRecorder } from './delivery-recorder.ts';
import type { NoticeDependencies } from './notice-dependencies.ts';
import type { Mail, Sender } from './sender.ts';

/** A claimed line with its person, opened. */
export interface Addressed extends ClaimedDelivery {
  person: RecipientPerson;
}

export interface PageWork {
  dependencies: NoticeDependencies;
  wave: WaveKey;
  sender: Sender;
  leaseSeconds: number;
  compose: (line: Addressed, date: Date) => Promise<Mail>;
  /** Asked before each message; false: finish what is in the air and give the rest back. */
  mayGoOn: () => boolean;
}

export interface PageResult {
  /** Why the mail server cannot be used; null when it can. */
  unavailable: Extract<Outcome, { kind: 'unavailable' }> | null;
}

/** Longest that messages in the air may still take once sending is to stop. */
const FINISH_MS = 8_000;

/**
 * Sends one claimed page, several messages side by side, and settles each line.
 *
 * Safe to repeat after a crash: the claim runs out and its unsettled lines are claimed again; at most those in the air
 * or unwritten (connections + 16) go out twice, under their old Message-ID.
 */
export async function sendPage(work: PageWork, page: readonly Addressed[]): Promise<PageResult> {
  const [first] = page;
  if (!first) return { unavailable: null };
  const lease = new Lease(work, first.fence);
  const recorder = new DeliveryRecorder(work.dependencies.pool, work.wave, first.fence, () => lease.stands);
  const sending = new PageSending(work, page, lease, recorder);
  try {
    await sending.run();
  } finally {
    // Whatever stopped the lanes, what was sent is written before anything else.
    await recorder.end().finally(() => lease.end());
  }
  if (sending.leftOver) await inTransaction(work.dependencies.pool, (tx) => giveBack(tx, work.wave, first.fence));
  return { unavailable: sending.unavailable };
}

class PageSending {
  unavailable: PageResult['unavailable'] = null;
  readonly #work: PageWork;
  readonly #queue: Iterator<Addressed>;
  readonly #lease: Lease;
  readonly #recorder: DeliveryRecorder;
  readonly #cut = new AbortController();
  #leftOver = false;
  #stopTimer: NodeJS.Timeout | null = null;

  constructor(work: PageWork, page: readonly Addressed[], lease: Lease, recorder: DeliveryRecorder) {
    this.#work = work;
    this.#queue = page[Symbol.iterator]();
    this.#lease = lease;
    this.#recorder = recorder;
  }

  /** Some lines of the page were claimed and not tried. */
  get leftOver(): boolean {
    return this.#leftOver;
  }

  async run(): Promise<void> {
    const watch = setInterval(() => this.#stops(), 200);
    try {
      const lanes = Array.from({ length: this.#work.sender.slots }, () => this.#lane());
      for (const lane of await Promise.allSettled(lanes)) if (lane.status === 'rejected') throw lane.reason;
    } finally {
      clearInterval(watch);
      if (this.#stopTimer) clearTimeout(this.#stopTimer);
    }
  }

  #stops(): boolean {
    const stops = this.unavailable !== null || this.#recorder.failed || !this.#lease.stands || !this.#work.mayGoOn();
    if (stops) this.#stopTimer ??= setTimeout(() => this.#cut.abort(), FINISH_MS);
    return stops;
  }

  async #lane(): Promise<void> {
    for (;;) {
      await this.#recorder.room();
      if (this.#stops()) {
        this.#leftOver = true;
        return;
      }
      const next = this.#queue.next();
      if (next.done) return;
      await this.#sendOne(next.value);
    }
  }

  async #sendOne(line: Addressed): Promise<void> {
    const { dependencies, sender, compose } = this.#work;
    const mail = await compose(line, await dependencies.now());
    const outcome = await sender.send(mail, { signal: this.#cut.signal });
    if (outcome.kind === 'unavailable' || outcome.code === 'STOPPED') {
      if (outcome.kind === 'unavailable') this.unavailable ??= outcome;
      this.#leftOver = true;
      return;
    }
    const now = await dependencies.now();
    const settled = settle(outcome, line.attempt, line.firstTriedAt, now, dependencies.unknownPolicy ?? 'resend');
    this.#recorder.add({ ...settled, recipientId: line.recipientId, sentAt: settled.state === 'sent' ? now : null });
  }
}

/** A claim kept alive while it is worked on; `stands` is false from the moment another sender might take it over. */
class Lease {
  readonly #timer: NodeJS.Timeout;
  readonly #lengthMs: number;
  #until: number;

  constructor({ dependencies, wave, leaseSeconds }: PageWork, fence: number) {
    this.#lengthMs = leaseSeconds * 1000;
    this.#until = performance.now() + this.#lengthMs;
    this.#timer = setInterval(() => {
      const asked = performance.now();
      inTransaction(dependencies.pool, (tx) => renewLease(tx, wave, fence, leaseSeconds)).then(
        () => {
          this.#until = asked + this.#lengthMs;
        },
        () => {}, // the database is away: the lease runs out by itself unless it comes back
      );
    }, this.#lengthMs / 3);
  }

  get stands(): boolean {
    return performance.now() < this.#until;
  }

  end(): void {
    clearInterval(this.#timer);
  }
}
