import { EXIT, Refusal } from '../../domain/refusal.ts';

/** What one look of `doctor` found. */
export interface Check {
  part: string;
  state: 'ok' | 'warning' | 'fault' | 'away';
  /** Stable code of the fault; `OK` when there is none. */
  code: string;
  message: string;
  /** What to do; null when nothing is. */
  next: string | null;
}

export const ok = (part: string, message: string): Check => ({ part, state: 'ok', code: 'OK', message, next: null });

export const trouble = (
  part: string,
  state: 'warning' | 'fault' | 'away',
  found: { code: string; message: string; next: string },
): Check => ({
  part,
  state,
  code: found.code,
  message: found.message,
  next: found.next,
});

/** Does a look; what it throws becomes its finding, so that one broken part never hides the others. */
export async function look(part: string, work: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal)
      return [trouble(part, error.exit === EXIT.serviceAway ? 'away' : 'fault', error.details)];
    const message = `Cannot check ${part}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
    return [
      trouble(part, 'fault', {
        code: 'CHECK_FAILED',
        message,
        next: 'Read the log of that part, then run doctor again',
      }),
    ];
  }
}
