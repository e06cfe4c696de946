import { setTimeout as pause } from 'node:timers/promises';
import { EXIT, Refusal } from '../domain/refusal.ts';

export type Note = (words: string) => void;

const SAY_EVERY_MS = 3_000;
const LOOK_EVERY_MS = 200;

/**
 * Waits until a count has been reached, saying now and then how far it is.
 *
 * @throws {Refusal} `BENCH_STUCK` when nothing has moved for two minutes
 */
export async function reached(
  wanted: number,
  what: string,
  count: () => Promise<number>,
  note: Note,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<void> {
  let last = -1;
  let movedAt = performance.now();
  let saidAt = performance.now();
  for (;;) {
    const now = await count();
    if (now >= wanted) return;
    if (now !== last) movedAt = performance.now();
    last = now;
    if (performance.now() - saidAt > SAY_EVERY_MS) {
      saidAt = performance.now();
      note(`${what}: ${now} of ${wanted}`);
    }
    if (performance.now() - movedAt > 120_000) throw stuck(what, now, wanted);
    await pause(lookEveryMs);
  }
}

const stuck = (what: string, now: number, wanted: number): Refusal =>
  new Refusal(
    {
      code: 'BENCH_STUCK',
      message: `Cannot finish the bench: '${what}' stands at ${now} of ${wanted} for two minutes`,
      next: 'Run it again with --keep and read the logs in the folder it names',
    },
    EXIT.bug,
  );

/** Does something so many times, a bounded number at once; `work` is told which time it is, from 0. */
export async function times(count: number, atOnce: number, work: (which: number) => Promise<void>): Promise<void> {
  let next = 0;
  const oneAfterAnother = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, oneAfterAnother));
}
