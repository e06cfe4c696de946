import { setTimeout as pause } from 'node:timers/promises';

/** A running part of the stack. */
export interface Part {
  pid: number;
  ended: Promise<string>;
  stop(): Promise<void>;
}

export interface Supervised {
  /** Ends the part; it is not started again. */
  stop(): Promise<void>;
  /** Ends the part so that it starts again, with settings that may have changed. */
  restart(): Promise<void>;
}

export interface Watch<T extends Part> {
  /** The part ended by itself; it is started again after `waitMs`. */
  lost(how: string, waitMs: number): void;
  failed(error: unknown, waitMs: number): void;
  back(part: T): void;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A part that lived this long did not die of its own start: the next wait is the first again. */
const SETTLED_MS = 60_000;

/** Keeps a part running: whenever it ends without being told to, it is started again, after longer and longer waits. */
export function supervise<T extends Part>(first: T, start: () => Promise<T>, watch: Watch<T>): Supervised {
  let part = first;
  let wanted = true;
  const stopping = new AbortController();

  const keep = async (): Promise<void> => {
    let waitMs = FIRST_WAIT_MS;
    while (wanted) {
      const since = performance.now();
      const how = await part.ended;
      if (!wanted) return;
      waitMs = performance.now() - since > SETTLED_MS ? FIRST_WAIT_MS : waitMs;
      watch.lost(how, waitMs);
      waitMs = await revive(waitMs);
    }
  };

  const revive = async (firstWaitMs: number): Promise<number> => {
    for (let waitMs = firstWaitMs; ; ) {
      await pause(waitMs, null, { signal: stopping.signal }).catch(() => null);
      if (!wanted) return waitMs;
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      try {
        part = await start();
        if (!wanted) await part.stop();
        else watch.back(part);
        return waitMs;
      } catch (error) {
        watch.failed(error, waitMs);
      }
    }
  };

  const kept = keep();
  return {
    stop: async () => {
      wanted = false;
      stopping.abort();
      await part.stop();
      await kept;
    },
    restart: () => part.stop(),
  };
}
