import type { SettledDelivery, WaveKey } from '../database/notice-ledger.ts';
import { settleDeliveries } from '../database/notice-ledger.ts';
import type { Pool } from '../database/pool.ts';
import { inTransaction } from '../database/transaction.ts';
import { EXIT, Refusal } from '../domain/refusal.ts';

/** Results kept back at most; with the connections' own, what a killed process can send twice. */
export const GROUP = 16;
const GROUP_MS = 100;
const RETRY_MS = 200;

/** Writes results to the ledger in groups of 16 or every 100 ms, and holds senders back while 16 are unwritten. */
export class DeliveryRecorder {
  readonly #pool: Pool;
  readonly #wave: WaveKey;
  readonly #fence: number;
  readonly #mayRetry: () => boolean;
  #group: SettledDelivery[] = [];
  #unwritten = 0;
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #failure: unknown = null;

  /** @param mayRetry  whether the claim still stands, so that a database that comes back is worth waiting for */
  constructor(pool: Pool, wave: WaveKey, fence: number, mayRetry: () => boolean) {
    this.#pool = pool;
    this.#wave = wave;
    this.#fence = fence;
    this.#mayRetry = mayRetry;
  }

  get failed(): boolean {
    return this.#failure !== null;
  }

  add(settled: SettledDelivery): void {
    this.#group.push(settled);
    this.#unwritten += 1;
    if (this.#group.length >= GROUP) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), GROUP_MS);
  }

  /** Resolves once another message may go out. */
  async room(): Promise<void> {
    while (this.#unwritten >= GROUP && !this.failed) {
      if (this.#group.length > 0) this.#write();
      await this.#writing;
    }
  }

  /** Writes the rest. @throws what kept the ledger from being written */
  async end(): Promise<void> {
    this.#write();
    await this.#writing;
    if (this.failed) throw this.#failure;
  }

  #write(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const group = this.#group;
    this.#group = [];
    if (group.length === 0) return;
    this.#writing = this.#writing.then(() => this.#commit(group));
  }

  async #commit(group: SettledDelivery[]): Promise<void> {
    try {
      await this.#insist(group);
      this.#unwritten -= group.length;
    } catch (error) {
      this.#failure ??= error;
    }
  }

  async #insist(group: SettledDelivery[]): Promise<void> {
    for (;;) {
      try {
        await inTransaction(this.#pool, (tx) => settleDeliveries(tx, this.#wave, this.#fence, group));
        return;
      } catch (error) {
        const passes = error instanceof Refusal && error.exit === EXIT.serviceAway && this.#mayRetry();
        if (!passes) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}
