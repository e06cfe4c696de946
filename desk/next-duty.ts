import type { Duty } from '../domain/case/duties/duty.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { openDuties } from '../domain/case/snapshot.ts';

/** A duty still owed that has a date. */
export type DatedDuty = Duty & { actBy: string };

const isDated = (duty: Duty): duty is DatedDuty => duty.actBy !== null;

/**
 * What is due next, for people: what the law, a contract or an order dates comes before our own targets, however much
 * earlier these are. Null when nothing dated is owed.
 */
export function nextDuty(facts: CaseFacts): DatedDuty | null {
  const dated = openDuties(facts).filter(isDated);
  return dated.find(({ dueAt }) => dueAt !== null) ?? dated[0] ?? null;
}
