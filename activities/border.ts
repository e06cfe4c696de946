import { heartbeat } from '@temporalio/activity';
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { EXIT, Refusal } from '../domain/refusal.ts';

const HEARTBEAT_MS = 2_000;

/**
 * Tells the server while work goes on that its worker lives: when it dies, another takes the work up within seconds
 * instead of when its whole time is up.
 */
export async function beating<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** A mail server answers with addresses, a database with rows: of an error only its name and codes may be kept. */
function codesOf(error: unknown): string {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  const name = error instanceof Error ? error.name : typeof error;
  return [name, code, responseCode]
    .filter((part) => typeof part === 'number' || (typeof part === 'string' && /^[\w.-]{1,40}$/.test(part)))
    .join(' ');
}

const SETTINGS = new Set(['SETTING_WRONG', 'DKIM_KEY_EXPOSED', 'MASTER_KEY_NOT_USABLE']);

/** An error as Temporal may keep it, for years and in clear. Its own failures pass: they are made of codes already. */
export function withoutWords(error: unknown): unknown {
  if (error instanceof TemporalFailure) return error;
  if (!(error instanceof Refusal)) return ApplicationFailure.retryable(`Failed: ${codesOf(error)}`, 'ActivityError');
  const { code, message, next } = error.details;
  // What is said of a service that is away, or of a setting, names no case and no person, and the operator needs it.
  const words = error.exit === EXIT.serviceAway || SETTINGS.has(code) ? `${message}. ${next}` : 'Refused';
  return ApplicationFailure.retryable(words, code);
}

type Effect = (...args: never[]) => Promise<unknown>;

/** The same activities, their errors re-made at the border to Temporal. */
export function guarded<A extends object>(activities: A): A {
  const guard =
    (effect: Effect): Effect =>
    async (...args) => {
      try {
        return await effect(...args);
      } catch (error) {
        throw withoutWords(error);
      }
    };
  const entries = Object.entries(activities as Record<string, Effect>);
  return Object.fromEntries(entries.map(([name, effect]) => [name, guard(effect)])) as A;
}
