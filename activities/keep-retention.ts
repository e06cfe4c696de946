import { loadFacts, lockCase, organisationOfCase } from '../database/case.ts';
import { engineEntry, enter } from '../database/enter.ts';
import { eraseRecipients } from '../database/recipients.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import { actsOf } from '../domain/case/acts.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';
import type { CaseDependencies } from './case-dependencies.ts';
import { snapshotWithWords } from './snapshot.ts';

/** Spain: blocked first, out of everybody's reach but a court's; then erased (R-9-7). */
async function keepRecipients(tx: Tx, { vault }: CaseDependencies, facts: CaseFacts, now: Date): Promise<void> {
  const people = Object.values(facts.waves).flatMap(({ imports }) => imports);
  const count = people.reduce((sum, list) => sum + list.count, 0);
  if (facts.policy.blockYears !== null && facts.recipientsBlockedAt === null) {
    await enter(tx, engineEntry(facts, 'recipients.block', { count }, now));
    return;
  }
  const erased = await eraseRecipients(tx, facts.caseId);
  await vault.destroyKey(tx, `recipients:${facts.caseId}`, now);
  await enter(tx, engineEntry(facts, 'recipients.erase', { count: erased, rule: 'R-9-5' }, now));
}

/** The words of the file become unreadable; the entries stay, and the chain goes on verifying. */
async function keepFile(tx: Tx, { vault }: CaseDependencies, facts: CaseFacts, now: Date): Promise<void> {
  const scope = `case:${facts.caseId}`;
  await vault.destroyKey(tx, scope, now);
  await enter(tx, engineEntry(facts, 'key.destroy', { scope, rule: 'R-9-6' }, now));
}

async function keepOne(tx: Tx, dependencies: CaseDependencies, caseId: string, now: Date): Promise<void> {
  await lockCase(tx, caseId);
  const organisationId = await organisationOfCase(tx, caseId);
  if (organisationId === null) return;
  const facts = await loadFacts(tx, organisationId, caseId);
  const due = actsOf(facts).filter(
    ({ actId, at }) => actId.startsWith('keep/') && at !== null && Date.parse(at) <= now.getTime(),
  );
  if (due.some(({ actId }) => actId === 'keep/retention/recipients'))
    await keepRecipients(tx, dependencies, facts, now);
  else if (due.some(({ actId }) => actId === 'keep/retention/file')) await keepFile(tx, dependencies, facts, now);
}

/**
 * Lets go of what a closed case no longer needs, one step at a time: recipients blocked, recipients erased, case key
 * destroyed. Safe to repeat: each step reads the facts, and what is done is no longer owed.
 *
 * @see GDPR Art. 5(1)(e); R-9-5, R-9-6, R-9-7
 */
export async function keepRetention(dependencies: CaseDependencies, caseId: string): Promise<CaseSnapshot> {
  const now = await dependencies.now();
  await inTransaction(dependencies.pool, (tx) => keepOne(tx, dependencies, caseId, now));
  return snapshotWithWords(dependencies, caseId);
}
