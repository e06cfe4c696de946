import { setMaxListeners } from 'node:events';
import { settleDeliveries, type WaveKey } from '../database/notice-ledger.ts';
import { inOneStatement } from '../database/transaction.ts';
import { type Outcome, settle } from '../domain/notice/outcome.ts';
import type { Addressed, ClaimedLines } from './claimed-lines.ts';
import { DeliveryRecorder } from './delivery-recorder.ts';
import type { NoticeDependencies } from './notice-dependencies.ts';
import type { Mail, Sender } from './sender.ts';

export interface LinesWork {
  dependencies: NoticeDependencies;
  wave: WaveKey;
  sender: Sender;
  lines: ClaimedLines;
  compose: (line: Addressed, date: Date) => Promise<Mail>;
  /** Asked before each message; false: finish what is in the air and give the rest back. */
  mayGoOn: () => boolean;
  /** Told of each line that is settled. */
  settled: (state: ReturnType<typeof settle>['state']) => void;
}

export interface LinesResult {
  /** Why the mail server cannot be used; null when it can. */
  unavailable: Extract<Outcome, { kind: 'unavailable' }> | null;
}

/** Longest that messages in the air may still take once sending is to stop. */
const FINISH_MS = 8_000;

/**
 * Sends claimed lines, several messages side by side, and settles each.
 *
 * Safe to repeat after a crash: the claim runs out and its unsettled lines are claimed again; at most those in the air
 * or unwritten (connections + 16) go out twice, under their old Message-ID.
 */
export async function sendLines(work: LinesWork): Promise<LinesResult> {
  const { dependencies, wave, lines, sender } = work;
  const port = {
    write: (group: Parameters<typeof settleDeliveries>[2]) =>
      inOneStatement(dependencies.pool, (tx) => settleDeliveries(tx, wave, group)),
    written: (group: Parameters<typeof settleDeliveries>[2]) => lines.settled(group),
    mayRetry: () => lines.stand,
  };
  const recorder = new DeliveryRecorder(port, sender.connections);
  const sending = new LinesSending(work, recorder);
  try {
    await sending.run();
  } finally {
    // Whatever stopped the lanes, what was sent is written before anything else.
    await recorder.end();
  }
  return { unavailable: sending.unavailable };
}

class LinesSending {
  unavailable: LinesResult['unavailable'] = null;
  readonly #work: LinesWork;
  readonly #recorder: DeliveryRecorder;
  readonly #cut = new AbortController();
  #stopTimer: NodeJS.Timeout | null = null;
  #broken = false;

  constructor(work: LinesWork, recorder: DeliveryRecorder) {
    this.#work = work;
    this.#recorder = recorder;
    setMaxListeners(2 * work.sender.slots, this.#cut.signal); // each message on its way hears of it
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
    const { lines, mayGoOn } = this.#work;
    const stops = this.#broken || this.unavailable !== null || this.#recorder.failed || !lines.stand || !mayGoOn();
    if (stops) {
      lines.stop();
      this.#stopTimer ??= setTimeout(() => this.#cut.abort(), FINISH_MS);
    }
    return stops;
  }

  async #lane(): Promise<void> {
    try {
      while (!this.#stops()) {
        const line = await this.#work.lines.next();
        if (!line) return;
        await this.#recorder.room();
        // Asked again: while a line waited for its turn, its claim may have run out.
        if (this.#stops() || !(await this.#sendOne(line))) this.#recorder.drop();
      }
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  /** Yields whether there is a result; without one the line is as if never tried. */
  async #sendOne(line: Addressed): Promise<boolean> {
    const { dependencies, sender, compose } = this.#work;
    const mail = await compose(line, await dependencies.now());
    const outcome = await sender.send(mail, { signal: this.#cut.signal });
    if (outcome.kind === 'unavailable') this.unavailable ??= outcome;
    if (outcome.kind === 'unavailable' || outcome.code === 'STOPPED') return false;
    const now = await dependencies.now();
    const settled = settle(outcome, line.attempt, line.firstTriedAt, now, dependencies.unknownPolicy ?? 'resend');
    const sentAt = settled.state === 'sent' ? now : null;
    this.#recorder.add({ ...settled, recipientId: line.recipientId, fence: line.fence, sentAt });
    this.#work.settled(settled.state);
    return true;
  }
}
