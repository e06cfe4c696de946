import { setMaxListeners } from 'node:events';
import { putOff } from '../database/notice-allowance.ts';
import type { ClaimedDelivery } from '../database/notice-claims.ts';
import type { Halt } from '../database/notice-halt.ts';
import type { WaveKey } from '../database/notice-ledger.ts';
import { type SettledDelivery, settleDeliveries } from '../database/notice-results.ts';
import { inOneStatement } from '../database/transaction.ts';
import { haltOf } from '../domain/notice/halt.ts';
import { mayBeAboutUs, type Outcome, settle } from '../domain/notice/outcome.ts';
import type { PolicyBrake } from '../domain/notice/policy-brake.ts';
import type { ServerPace } from '../domain/notice/server-pace.ts';
import type { Addressed, ClaimedLines } from './claimed-lines.ts';
import { DeliveryRecorder } from './delivery-recorder.ts';
import type { SendingDependencies } from './notice-dependencies.ts';
import type { Mail, Sender } from './sender.ts';

export interface LinesWork {
  dependencies: SendingDependencies;
  wave: WaveKey;
  sender: Sender;
  lines: ClaimedLines;
  compose: (addressed: Addressed, date: Date) => Mail | Promise<Mail>;
  /** Asked before each message; false: finish what is in the air and give the rest back. */
  mayGoOn: () => boolean;
  /** What the server's answers have taught about its speed. */
  pace: ServerPace;
  brake: PolicyBrake;
  /** Told of each line that is settled. */
  settled: (state: ReturnType<typeof settle>['state']) => void;
}

export interface LinesResult {
  /** Why the mail server cannot be used; null when it can. */
  halt: Halt | null;
}

/** Longest that messages in the air may still take once sending is to stop. */
const FINISH_MS = 8_000;
const TURN_LOOK_MS = 200;
/** When a line is due again that the server had no time for. */
const PUT_OFF_MS = 10_000;

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
  return { halt: sending.halt ?? sending.endHalt() };
}

class LinesSending {
  halt: Halt | null = null;
  readonly #work: LinesWork;
  readonly #recorder: DeliveryRecorder;
  readonly #cut = new AbortController();
  #stopTimer: NodeJS.Timeout | null = null;
  #broken = false;
  #lastAboutUs: string | null = null;

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
    const stops = this.#broken || this.halt !== null || this.#recorder.failed || !lines.stand || !mayGoOn();
    if (stops) {
      lines.stop();
      this.#stopTimer ??= setTimeout(() => this.#cut.abort(), FINISH_MS);
    }
    return stops;
  }

  async #lane(): Promise<void> {
    try {
      while (!this.#stops()) {
        const addressed = await this.#work.lines.next();
        if (!addressed) return;
        const waitMs = this.#work.pace.turn(performance.now());
        if (waitMs > 0) await this.#wait(waitMs);
        if (this.#recorder.isBehind) await this.#recorder.keptUp();
        // Asked again: while a line waited for its turn, its claim may have run out.
        if (!this.#stops()) await this.#sendOne(addressed);
      }
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  async #sendOne(addressed: Addressed): Promise<void> {
    const { dependencies, sender, compose } = this.#work;
    const mail = await compose(addressed, await dependencies.now());
    let left = false;
    const mayLeave = (): boolean => {
      left = true;
      // While it waited the claim may have run out; when sending is only to stop, what was announced is finished.
      return !this.#recorder.failed && this.#work.lines.stand;
    };
    const room = (): boolean | Promise<boolean> =>
      this.#recorder.enter() ? mayLeave() : this.#recorder.room().then(mayLeave);
    const outcome = await sender.send(mail, { signal: this.#cut.signal, room });
    const result = await this.#resultOf(addressed.line, outcome);
    if (result) this.#recorder.add(result, left);
    else if (left) this.#recorder.drop();
    if (result) this.#work.settled(result.state);
  }

  /** What the ledger is told; null: the line is as if never tried. */
  async #resultOf(line: ClaimedDelivery, outcome: Outcome): Promise<SettledDelivery | null> {
    const { dependencies } = this.#work;
    if (outcome.kind === 'unavailable') this.halt ??= { reason: haltOf(outcome), code: outcome.code };
    if (outcome.kind === 'unavailable' || outcome.code === 'STOPPED') return null;
    const now = await dependencies.now();
    this.#learn(line, outcome);
    if (outcome.kind === 'throttled' && (await this.#putOff(line, outcome, now))) return null;
    const { recipientId, fence, attempt, firstTriedAt } = line;
    const settled = settle(outcome, attempt, firstTriedAt ?? now, now, dependencies.unknownPolicy ?? 'resend');
    const { state, nextAttemptAt, code, enhancedCode } = settled;
    return { recipientId, fence, state, nextAttemptAt, code, enhancedCode, triedAt: now };
  }

  /** Waits for its place at the server's pace, unless it is to stop. */
  async #wait(waitMs: number): Promise<void> {
    const until = performance.now() + waitMs;
    for (let left = waitMs; left > 0 && !this.#stops(); left = until - performance.now()) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, TURN_LOOK_MS)));
    }
  }

  /** What an answer says of the server: of its speed, and whether it will have us at all. */
  #learn({ recipientId }: ClaimedDelivery, outcome: Outcome): void {
    const { pace, brake } = this.#work;
    if (outcome.kind === 'throttled') pace.throttled(performance.now());
    if (outcome.kind !== 'sent' && outcome.kind !== 'refused') return;
    pace.taken(performance.now());
    if (outcome.kind === 'sent' || !mayBeAboutUs(outcome)) {
      brake.aboutPerson();
      return;
    }
    brake.aboutUs(recipientId);
    this.#lastAboutUs = [outcome.code, outcome.enhancedCode].filter(Boolean).join(' ');
    if (brake.pulled) this.halt ??= this.endHalt();
  }

  /** Whether the server refused us rather than the people, once nothing more is to be learnt. */
  endHalt(): Halt | null {
    const { brake } = this.#work;
    brake.endOfPage();
    return brake.pulled ? { reason: 'MAIL_POLICY_REFUSED', code: this.#lastAboutUs } : null;
  }

  /** The server said "slower": this line is due again soon, as if never tried. */
  async #putOff(line: ClaimedDelivery, outcome: Extract<Outcome, { kind: 'throttled' }>, now: Date): Promise<boolean> {
    const { dependencies, wave, lines } = this.#work;
    const { code, enhancedCode } = outcome;
    const at = new Date(now.getTime() + PUT_OFF_MS);
    const done = await inOneStatement(dependencies.pool, (tx) => putOff(tx, wave, line, { code, enhancedCode, at }));
    if (done) lines.settled([line]);
    return done;
  }
}
