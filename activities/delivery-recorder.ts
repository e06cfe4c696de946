import type { SettledDelivery } from '../database/notice-results.ts';
import { EXIT, Refusal } from '../domain/refusal.ts';

/** Results kept back at most; with the connections' own, what a killed process can send twice. */
export const UNWRITTEN = 16;
/** Half of what may be owed with eight connections, so that one half is written while the other fills. */
const GROUP = 12;
const WRITES_AT_ONCE = 2;
/** Where a server is slow, a group is not waited for. */
const GROUP_MS = 20;
const RETRY_MS = 200;

export interface RecorderPort {
  /** Writes results for good; nothing else is asked of it until it answers, except a second group. */
  write: (group: SettledDelivery[]) => Promise<unknown>;
  /** Told once results are written. */
  written: (group: readonly SettledDelivery[]) => void;
  /** Whether the claims still stand, so that a database that comes back is worth waiting for. */
  mayRetry: () => boolean;
}

/**
 * Writes results to the ledger in groups of 12 or every 20 ms, and holds senders back.
 *
 * Messages in the air and results not yet written are together never more than the connections and 16: so many can a
 * killed process send twice.
 */
export class DeliveryRecorder {
  readonly #port: RecorderPort;
  readonly #most: number;
  #group: SettledDelivery[] = [];
  #inAir = 0;
  #unwritten = 0;
  #writes = 0;
  #timer: NodeJS.Timeout | null = null;
  #failure: unknown = null;
  #waiting: (() => void)[] = [];

  constructor(port: RecorderPort, connections: number) {
    this.#port = port;
    this.#most = connections + UNWRITTEN;
  }

  get failed(): boolean {
    return this.#failure !== null;
  }

  /** Whether so many results wait that another message should not be begun. */
  get isBehind(): boolean {
    return this.#unwritten >= UNWRITTEN && !this.failed;
  }

  /** Resolves once it is not behind any more. */
  async keptUp(): Promise<void> {
    while (this.isBehind) await this.#change();
  }

  /** Whether another message may leave at once; then it counts until `add` or `drop` tells what came of it. */
  enter(): boolean {
    const enters = this.#inAir + this.#unwritten < this.#most || this.failed;
    if (enters) this.#inAir += 1;
    return enters;
  }

  /** As `enter`, once there is room. */
  async room(): Promise<void> {
    while (!this.enter()) await this.#change();
  }

  /** @param left  whether there was `room` for the message: one refused before it left had none */
  add(settled: SettledDelivery, left: boolean): void {
    if (left) this.#inAir -= 1;
    this.#unwritten += 1;
    this.#group.push(settled);
    this.#writeWhenDue();
  }

  /** The message did not go out after all. */
  drop(): void {
    this.#inAir -= 1;
    this.#wake();
    this.#writeWhenDue();
  }

  /** Writes the rest. @throws what kept the ledger from being written */
  async end(): Promise<void> {
    this.#write();
    while (this.#writes > 0) await this.#change();
    if (this.failed) throw this.#failure;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #writeWhenDue(): void {
    const due = this.#group.length >= GROUP || this.#inAir === 0;
    if (due && this.#writes < WRITES_AT_ONCE) this.#write();
    else if (this.#group.length > 0) this.#timer ??= setTimeout(() => this.#write(), GROUP_MS);
  }

  #write(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const group = this.#group;
    this.#group = [];
    if (group.length === 0) return;
    this.#writes += 1;
    void this.#commit(group);
  }

  async #commit(group: SettledDelivery[]): Promise<void> {
    try {
      await this.#insist(group);
      this.#unwritten -= group.length;
      this.#port.written(group);
    } catch (error) {
      this.#failure ??= error;
    }
    this.#writes -= 1;
    this.#wake();
    this.#writeWhenDue();
  }

  #wake(): void {
    for (const go of this.#waiting.splice(0)) go();
  }

  async #insist(group: SettledDelivery[]): Promise<void> {
    for (;;) {
      try {
        await this.#port.write(group);
        return;
      } catch (error) {
        const passes = error instanceof Refusal && error.exit === EXIT.serviceAway && this.#port.mayRetry();
        if (!passes) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }
}
