import { loadFacts, organisationOfCase } from '../database/case.ts';
import { inSnapshot, type Tx } from '../database/transaction.ts';
import type { CaseFacts, Wave, WaveLimit } from '../domain/case/facts.ts';
import type { SendingDependencies, WaveInput } from './notice-dependencies.ts';

const LOOK_MS = 1_000;

/** The facts of a case, wherever it belongs. */
export async function factsOf(tx: Tx, caseId: string): Promise<CaseFacts> {
  return loadFacts(tx, (await organisationOfCase(tx, caseId)) ?? '', caseId);
}

/** Looks once a second whether a person has paused, cancelled or limited the wave. */
export class WaveWatch {
  readonly #timer: NodeJS.Timeout;
  #wave: Wave | undefined;

  constructor({ pool }: SendingDependencies, { caseId, wave }: WaveInput, facts: CaseFacts) {
    this.#wave = facts.waves[wave];
    this.#timer = setInterval(() => {
      inSnapshot(pool, (tx) => factsOf(tx, caseId)).then(
        (now) => {
          this.#wave = now.waves[wave];
        },
        () => {}, // the database is away: the next look tells
      );
    }, LOOK_MS);
  }

  /** Null: nobody ever limited it. */
  get limit(): WaveLimit | null {
    return this.#wave?.limit ?? null;
  }

  mayGoOn(): boolean {
    return this.#wave?.paused !== true && this.#wave?.cancelledAt == null;
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

/** Whether a limit holds; one that was lifted does not. */
export const isLimited = (limit: WaveLimit | null): limit is WaveLimit =>
  limit !== null && (limit.perMinute !== null || Object.keys(limit.domains).length > 0);
