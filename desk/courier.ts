import { waitingStatements } from '../database/statement.ts';
import { inSnapshot } from '../database/transaction.ts';
import type { Desk } from './context.ts';
import { type Deliverable, deliver } from './delivery.ts';

/** Delivers statements of one case, oldest first: the next goes out only after the answer to the last. Yields how many. */
export async function deliverInOrder(desk: Pick<Desk, 'temporal'>, statements: Deliverable[]): Promise<number> {
  let delivered = 0;
  for (const statement of statements) {
    if ((await deliver(desk.temporal, statement)) === 'waiting') return delivered;
    delivered += 1;
  }
  return delivered;
}

/**
 * One round of the courier: delivers what waits, per case in the order it was said. Yields how many were delivered.
 *
 * Safe beside a desk that delivers the same statement: the statement's id is the update's, and its answer is stored.
 */
export async function deliverWaiting(desk: Pick<Desk, 'pool' | 'temporal'>): Promise<number> {
  const waiting = await inSnapshot(desk.pool, waitingStatements);
  const cases = new Map<string, Deliverable[]>();
  for (const statement of waiting) cases.set(statement.caseId, [...(cases.get(statement.caseId) ?? []), statement]);
  const counts = await Promise.all([...cases.values()].map((statements) => deliverInOrder(desk, statements)));
  return counts.reduce((sum, count) => sum + count, 0);
}
