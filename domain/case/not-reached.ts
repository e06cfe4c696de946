import type { CaseFacts, Wave } from './facts.ts';

/** People of a completed wave whom neither e-mail nor a letter has reached; null while it is being sent. */
export function leftToPost({ completedAt, notReached, posted }: Wave): number | null {
  if (!completedAt) return null;
  const all = Object.values(notReached).reduce((sum, count) => sum + count, 0);
  return Math.max(0, all - posted);
}

/**
 * The same of those the breach may concern, whom Art. 34(1) is about. Letters are taken to have gone to them first:
 * whoever merely heard that they are not affected is owed none.
 */
export function concernedNotReached({ completedAt, notReached, posted }: Wave): number {
  if (!completedAt) return 0;
  return Math.max(0, (notReached.affected ?? 0) + (notReached.possiblyAffected ?? 0) - posted);
}

/** People of all completed waves whom no notice and no letter has reached. */
export const neverReached = ({ waves }: CaseFacts): number =>
  Object.values(waves).reduce((sum, wave) => sum + (leftToPost(wave) ?? 0), 0);
