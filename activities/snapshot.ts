import { loadFacts, organisationOfCase } from '../database/case.ts';
import { listStatements } from '../database/statement.ts';
import { inSnapshot, type Tx } from '../database/transaction.ts';
import { type CaseFacts, emptyFacts } from '../domain/case/facts.ts';
import { type CaseSnapshot, snapshotOf } from '../domain/case/snapshot.ts';
import { renderCaseDetails, renderCaseSummary } from '../templates/case-details.ts';
import type { CaseDependencies } from './case-dependencies.ts';

/** A case as its workflow sees it, words for the operator included. */
export const snapshotFrom = (facts: CaseFacts, now: Date): CaseSnapshot =>
  snapshotOf(facts, now, { summary: renderCaseSummary(facts), details: renderCaseDetails(facts, now) });

/** A case nobody has opened: it waits while its opening is on the way, and ends when that was refused. */
async function unopened(tx: Tx, caseId: string, now: Date): Promise<CaseSnapshot> {
  const waiting = await listStatements(tx, { state: 'waiting', caseId });
  const snapshot = snapshotFrom(emptyFacts('', caseId), now);
  return { ...snapshot, ended: waiting.length === 0 };
}

/** The newest snapshot of a case, read from the register. */
export async function snapshotWithWords({ pool, now }: CaseDependencies, caseId: string): Promise<CaseSnapshot> {
  const at = await now();
  return inSnapshot(pool, async (tx) => {
    const organisationId = await organisationOfCase(tx, caseId);
    if (organisationId === null) return unopened(tx, caseId, at);
    return snapshotFrom(await loadFacts(tx, organisationId, caseId), at);
  });
}
