import { EXIT, Refusal } from '../../domain/refusal.ts';

const LONGEST_HOP_MS = 75_000;
const LONGEST_CLOSING_MS = 10_000;

/**
 * Waits for a hop of the clock, unless somebody stops the story or the server stands still.
 *
 * Years pass in seconds; a hop that takes longer than 75 s is a server that stands still (seen on an overloaded machine).
 *
 * @throws {Refusal} `REHEARSAL_STUCK`, `REHEARSAL_STOPPED`
 */
export async function withinReason(
  hop: Promise<void>,
  at: string,
  stop: AbortSignal,
  longestMs = LONGEST_HOP_MS,
): Promise<void> {
  hop.catch(() => {}); // a hop given up on fails later, when its server is stopped
  const { promise, reject } = deferred();
  const timer = setTimeout(() => reject(standsStill(at)), longestMs);
  const stopped = (): void => reject(stoppedAt(at));
  if (stop.aborted) stopped();
  stop.addEventListener('abort', stopped, { once: true });
  await Promise.race([hop, promise]).finally(() => {
    clearTimeout(timer);
    stop.removeEventListener('abort', stopped);
  });
}

/** Waits for something to close, but not for ever, and whatever it fails with: with a server that stands still it never does. */
export async function closedInTime(closing: Promise<void>, longestMs = LONGEST_CLOSING_MS): Promise<void> {
  const over = closing.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, longestMs);
  });
  await Promise.race([over, late]).finally(() => clearTimeout(timer));
}

function deferred(): { promise: Promise<never>; reject: (reason: Refusal) => void } {
  let reject: (reason: Refusal) => void = () => {};
  const promise = new Promise<never>((_, fail) => {
    reject = fail;
  });
  promise.catch(() => {});
  return { promise, reject };
}

const standsStill = (at: string): Refusal =>
  new Refusal(
    {
      code: 'REHEARSAL_STUCK',
      message: `Cannot go on with the story: the time-skipping server stands still on its way to ${at}`,
      next: 'Run the rehearsal again, if need be when the machine is less busy; nothing but its own temporary servers was touched',
    },
    EXIT.serviceAway,
  );

const stoppedAt = (at: string): Refusal =>
  new Refusal(
    {
      code: 'REHEARSAL_STOPPED',
      message: `Stopped on the way to ${at}, as asked`,
      next: 'Run the rehearsal again from the beginning; its own temporary servers are gone',
    },
    EXIT.serviceAway,
  );
