const SECOND = 1_000;
const GROWS_EVERY = 10 * SECOND;
const GROWTH = 1.1;
const SLOWEST_PER_SECOND = 0.1;
const FIRST_GUESS_PER_SECOND = 1;
/** Above so many times what a server last took in a second, its limit is taken to be gone. */
const FORGOTTEN_ABOVE = 4;
const NEVER_FORGOTTEN_BELOW = 100;

/**
 * How fast a mail server takes mail, learnt from its answers: as fast as it goes until it says "slower", then half of
 * what it took in a second, and 10 % more every ten seconds without a complaint.
 *
 * All instants are milliseconds of one clock that never goes back.
 */
export class ServerPace {
  #perSecond: number | null = null;
  #nextAt = 0;
  #slowedAt = Number.NEGATIVE_INFINITY;
  #grownAt = 0;
  #forgottenAbove = 0;
  #window = { from: 0, count: 0, before: 0 };

  /** Messages a minute it is held to; null: none. */
  get perMinute(): number | null {
    return this.#perSecond === null ? null : Math.round(this.#perSecond * 60);
  }

  /** Takes the next place and yields how long to wait for it, in milliseconds; 0 while no limit is known. */
  turn(now: number): number {
    if (this.#perSecond === null) return 0;
    this.#grow(now);
    if (this.#perSecond === null) return 0;
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + SECOND / this.#perSecond;
    return at - now;
  }

  /** The server took a message, or judged a person: it was not too fast. */
  taken(now: number): void {
    this.#roll(now);
    this.#window.count += 1;
  }

  /** The server said "slower". What was on its way at that moment complains too, and counts once. */
  throttled(now: number): void {
    if (now - this.#slowedAt < SECOND) return;
    this.#roll(now);
    const took = Math.max(this.#window.count, this.#window.before);
    const held = Math.min(this.#perSecond ?? Number.POSITIVE_INFINITY, took > 0 ? took : 2 * FIRST_GUESS_PER_SECOND);
    this.#perSecond = Math.max(SLOWEST_PER_SECOND, held / 2);
    this.#forgottenAbove = Math.max(NEVER_FORGOTTEN_BELOW, took * FORGOTTEN_ABOVE);
    this.#slowedAt = now;
    this.#grownAt = now;
    this.#nextAt = now + SECOND;
  }

  #grow(now: number): void {
    while (this.#perSecond !== null && now - this.#grownAt >= GROWS_EVERY) {
      this.#grownAt += GROWS_EVERY;
      this.#perSecond *= GROWTH;
      if (this.#perSecond > this.#forgottenAbove) this.#perSecond = null;
    }
  }

  #roll(now: number): void {
    const passed = now - this.#window.from;
    if (passed < SECOND) return;
    this.#window = { from: now, count: 0, before: passed < 2 * SECOND ? this.#window.count : 0 };
  }
}
