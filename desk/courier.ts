import { waitingStatements } from '../database/statement.ts';
import { inSnapshot } from '../database/transaction.ts';
import type { Desk } from './context.ts';
import { deliver } from './delivery.ts';

/** Statements of one case, oldest first: the next goes out only after the answer to the last. */
async function deliverInOrder(desk: Pick<Desk, 'temporal'>, caseId: string, statementIds: string[]): Promise<number> {
  let delivered = 0;
  for (const statementId of statementIds) {
    if ((await deliver(desk.temporal, caseId, statementId)) === 'waiting') return delivered;
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
  const cases = new Map<string, string[]>();
  for (const { caseId, statementId } of waiting) cases.set(caseId, [...(cases.get(caseId) ?? []), statementId]);
  const counts = await Promise.all([...cases].map(([caseId, ids]) => deliverInOrder(desk, caseId, ids)));
  return counts.reduce((sum, count) => sum + count, 0);
}
