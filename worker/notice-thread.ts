import { Worker } from 'node:worker_threads';
import type { SendLimits, SendNotices, WaveProgress } from '../activities/send-notices.ts';
import { Refusal } from '../domain/refusal.ts';
import { threadSource } from '../templates/thread-source.ts';
import type { Config } from './config.ts';
import { failureOf, log } from './log.ts';
import type { Failure, FromThread, ThreadSettings, ToThread } from './notice-thread.messages.ts';

/** Far more than a round takes: near its limit a heap is collected all the time. */
const LIMITS = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 48 };
const CLOSE_MS = 5_000;

interface Round {
  thread: Worker;
  limits: SendLimits;
  end: (progress: WaveProgress) => void;
  fail: (error: Error) => void;
}

/**
 * Sends notices in a thread of its own: whatever a mailing costs, the clocks of all cases go on beside it.
 *
 * The thread has its own connections to PostgreSQL and to the mail server. One that dies fails the rounds it was doing,
 * which are safe to repeat, and the next round starts another.
 */
export class NoticeThread {
  readonly #settings: ThreadSettings;
  readonly #nudgeCase: (caseId: string) => Promise<void>;
  readonly #rounds = new Map<number, Round>();
  #thread: Worker | null;
  #ready: Promise<void> = Promise.resolve();
  #count = 0;

  constructor({ settings, home }: Config, nudgeCase: (caseId: string) => Promise<void>) {
    this.#settings = { settings: { ...settings, TOCSIN_HOME: home } };
    this.#nudgeCase = nudgeCase;
    this.#thread = this.#start();
  }

  /** Until it can send. @throws {Refusal} the setting it lacks @throws if it cannot run at all */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** As `sendNotices`, in the thread. @throws {Refusal} what it throws there, or the setting the thread lacks */
  readonly send: SendNotices = (wave, limits) => {
    this.#count += 1;
    const round = this.#count;
    this.#thread ??= this.#start();
    const thread = this.#thread;
    const stop = (): void => say(thread, { kind: 'stop', round });
    return new Promise<WaveProgress>((end, fail) => {
      this.#rounds.set(round, { thread, limits, end, fail });
      say(thread, { kind: 'send', round, wave, boxMs: limits.boxMs, limitedBoxMs: limits.limitedBoxMs });
      if (limits.signal.aborted) stop();
      else limits.signal.addEventListener('abort', stop, { once: true });
    }).finally(() => {
      this.#rounds.delete(round);
      limits.signal.removeEventListener('abort', stop);
    });
  };

  /** Ends the thread once no round is under way; at the latest after five seconds. */
  async close(): Promise<void> {
    const thread = this.#thread;
    if (thread === null) return;
    const ended = new Promise((resolve) => thread.once('exit', resolve));
    say(thread, { kind: 'close' });
    const late = setTimeout(() => void thread.terminate(), CLOSE_MS);
    await ended;
    clearTimeout(late);
  }

  #start(): Worker {
    const source = threadSource('./notice-thread-work', import.meta.url);
    const thread = new Worker(source, { eval: true, workerData: this.#settings, resourceLimits: LIMITS });
    thread.on('error', (error) => log.error(failureOf(error), 'the thread that sends notices failed'));
    this.#ready = new Promise((resolve, reject) => {
      let end = new Error('Cannot send notices: the thread for them ended');
      thread.on('message', (said: FromThread) => {
        if (said.kind === 'ready') resolve();
        else if (said.kind === 'refused') end = errorOf(said.failure);
        else this.#hear(thread, said);
      });
      thread.on('exit', () => {
        reject(end);
        this.#lose(thread, end);
      });
    });
    this.#ready.catch(() => {}); // its rounds hear of it; whoever waits for it, too
    return thread;
  }

  /** Ends what a thread was doing, and says aloud what must be set for the next one to do better. */
  #lose(thread: Worker, end: Error): void {
    if (this.#thread === thread) this.#thread = null;
    const lost = [...this.#rounds.values()].filter((round) => round.thread === thread);
    if (lost.length > 0 && end instanceof Refusal) {
      const { code, message, next } = end.details;
      log.error({ code }, `notices cannot be sent: ${message}; ${next}`);
    }
    for (const { fail } of lost) fail(end);
  }

  #hear(thread: Worker, said: Exclude<FromThread, { kind: 'ready' | 'refused' }>): void {
    if (said.kind === 'nudge') {
      const answer = (failed: boolean): void => say(thread, { kind: 'nudged', nudge: said.nudge, failed });
      this.#nudgeCase(said.caseId).then(
        () => answer(false),
        () => answer(true),
      );
      return;
    }
    const round = this.#rounds.get(said.round);
    if (said.kind === 'settled') round?.limits.heartbeat(said.counts);
    if (said.kind === 'ended') round?.end(said.progress);
    if (said.kind === 'failed') round?.fail(errorOf(said.failure));
  }
}

/** What is said to a thread that has ended is heard by nobody. */
const say = (thread: Worker, what: ToThread): void => thread.postMessage(what);

function errorOf(failure: Failure): Error {
  if ('refusal' in failure) return new Refusal(failure.refusal, failure.exit);
  const error = new Error(`Cannot finish the round: ${failure.name}`);
  return Object.assign(error, { name: failure.name, ...(failure.code === null ? {} : { code: failure.code }) });
}
