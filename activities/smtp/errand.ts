import type { Outcome } from '../../domain/notice/outcome.ts';
import type { Attempt, Parcel, Sending } from './carriage.ts';
import type { Link } from './link.ts';

export interface SendLimits {
  /** Longest a message may take, connecting included, in milliseconds. */
  deadlineMs: number;
  signal?: AbortSignal | undefined;
  /** Waited for before a body leaves. */
  room?: (() => boolean | Promise<boolean>) | undefined;
}

/** Where an errand is run. */
export interface Runner {
  /** The next one may be announced. */
  passed(errand: Errand): void;
  /** Nothing more comes of it, on this connection. */
  ended(errand: Errand, attempt: Attempt): void;
}

/** A message that a lane was given, until somebody has been told what came of it. */
export class Errand implements Sending {
  readonly parcel: Parcel;
  readonly limits: SendLimits;
  /** Tells what came of it. */
  readonly tell: (outcome: Outcome) => void;
  /** Sent to another connection once: not a second time. */
  again = false;
  /** The connection that carries it. */
  link: Link | null = null;
  /** Ends the connecting it waits for. */
  connecting: AbortController | null = null;
  readonly #runner: Runner;
  #timer: NodeJS.Timeout | undefined;

  constructor(runner: Runner, parcel: Parcel, limits: SendLimits, tell: (outcome: Outcome) => void) {
    this.#runner = runner;
    this.parcel = parcel;
    this.limits = limits;
    this.tell = tell;
  }

  get room(): SendLimits['room'] {
    return this.limits.room;
  }

  /** Its time begins: a total deadline, as a server that answers byte by byte never falls silent. */
  begin(): void {
    this.link = null;
    this.#timer = setTimeout(() => this.cut(), this.limits.deadlineMs);
  }

  /** Ends it at once, with whatever shares its connection. */
  cut(): void {
    this.connecting?.abort();
    this.link?.conversation.end({ code: 'DEADLINE' });
  }

  bodyWritten(): void {
    this.#runner.passed(this);
  }

  done(attempt: Attempt): void {
    clearTimeout(this.#timer);
    this.#runner.ended(this, attempt);
  }
}
