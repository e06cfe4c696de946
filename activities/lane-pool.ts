import type { Outcome } from '../domain/notice/outcome.ts';

/** One connection to a mail server, opened when needed. */
export interface Lane {
  /** Whether it holds a connection now. */
  readonly connected: boolean;
  close(): void;
}

/** How long a connection the server would not have is left alone while others work. */
const REST_MS = 30_000;
/** Answers about ourselves are the same on every connection; all else may be one connection's own bad luck. */
const SAME_FOR_ALL = /^(?:EAUTH|ETLS|SENDER_REFUSED)/;

/**
 * The connections to one mail server, handed out message by message.
 *
 * A connection that cannot be opened while another one stands (too many of them for the server, or one of its machines
 * in trouble) rests for half a minute, and its message goes by another: the server is used with fewer.
 */
export class LanePool<L extends Lane> {
  readonly #lanes: readonly L[];
  readonly #free: L[];
  readonly #waiting: ((lane: L) => void)[] = [];
  readonly #resting = new Map<L, NodeJS.Timeout>();
  #restingSlots: L[] = [];

  /** @param slots  messages each lane takes at once */
  constructor(lanes: readonly L[], slots: number) {
    this.#lanes = lanes;
    this.#free = lanes.flatMap((lane) => Array.from({ length: slots }, () => lane));
  }

  /** Never rejects as long as `work` does not. */
  async send(work: (lane: L) => Promise<Outcome>): Promise<Outcome> {
    for (;;) {
      const lane = await this.#take();
      let outcome: Outcome;
      try {
        outcome = await work(lane);
        if (this.#mayRest(lane, outcome)) this.#rest(lane);
        else return outcome;
      } finally {
        this.#giveBack(lane);
      }
    }
  }

  close(): void {
    for (const timer of this.#resting.values()) clearTimeout(timer);
    for (const lane of this.#lanes) lane.close();
  }

  #take(): L | Promise<L> {
    return this.#free.shift() ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(lane: L): void {
    if (this.#resting.has(lane)) {
      this.#restingSlots.push(lane);
      return;
    }
    const next = this.#waiting.shift();
    if (next) next(lane);
    else this.#free.push(lane);
  }

  #mayRest(lane: L, outcome: Outcome): boolean {
    if (outcome.kind !== 'unavailable' || SAME_FOR_ALL.test(outcome.code)) return false;
    return this.#lanes.some((other) => other !== lane && other.connected && !this.#resting.has(other));
  }

  #rest(lane: L): void {
    if (this.#resting.has(lane)) return;
    const timer = setTimeout(() => this.#wake(lane), REST_MS);
    timer.unref();
    this.#resting.set(lane, timer);
    this.#restingSlots.push(...this.#free.filter((each) => each === lane));
    const others = this.#free.filter((each) => each !== lane);
    this.#free.splice(0, this.#free.length, ...others);
  }

  #wake(lane: L): void {
    this.#resting.delete(lane);
    const slots = this.#restingSlots.filter((each) => each === lane);
    this.#restingSlots = this.#restingSlots.filter((each) => each !== lane);
    for (const slot of slots) this.#giveBack(slot);
  }
}
