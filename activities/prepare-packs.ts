import { loadFacts, lockCase, organisationOfCase } from '../database/case.ts';
import { saveDocument } from '../database/document.ts';
import { engineEntry, enter } from '../database/enter.ts';
import { filingInputOf } from '../database/filing-input.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import { actsOf, phaseOwed } from '../domain/case/acts.ts';
import { type CaseFacts, factsSeqFor } from '../domain/case/facts.ts';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';
import { packOf } from '../domain/filing/pack.ts';
import { packHash, renderPackJson } from '../templates/filing-pack.ts';
import type { CaseDependencies } from './case-dependencies.ts';
import { snapshotWithWords } from './snapshot.ts';

async function prepareOne(
  tx: Tx,
  { vault }: CaseDependencies,
  facts: CaseFacts,
  authority: string,
  now: Date,
): Promise<void> {
  const { caseId, organisationId } = facts;
  const file = facts.authorities[authority];
  const factsSeq = file ? factsSeqFor(facts, file) : facts.factsSeq;
  const phase = (file && phaseOwed(facts, file)) ?? 'initial';
  const subtype = phase === 'initial' ? 'incomplete' : 'complete';
  const pack = packOf(await filingInputOf(tx, vault, facts, { authority, phase, subtype, now }));
  const bytes = Buffer.from(renderPackJson(pack));
  const fileName = `${caseId}-${authority}-${phase}.json`;
  const { documentId } = await saveDocument(tx, vault, {
    organisationId,
    caseId,
    mediaType: 'application/json',
    fileName,
    bytes,
  });
  const body = { authority, phase, hash: packHash(pack), documentId, factsSeq };
  await enter(tx, engineEntry(facts, 'pack.prepare', body, now));
}

async function prepareMissing(tx: Tx, dependencies: CaseDependencies, caseId: string, now: Date): Promise<void> {
  await lockCase(tx, caseId);
  const organisationId = await organisationOfCase(tx, caseId);
  if (organisationId === null) return;
  const facts = await loadFacts(tx, organisationId, caseId);
  const isDue = (at: string | null): boolean => at === null || Date.parse(at) <= now.getTime();
  const missing = actsOf(facts).filter(({ actId, at }) => actId.startsWith('prepare/authority/') && isDue(at));
  for (const { actId } of missing) await prepareOne(tx, dependencies, facts, actId.split('/')[2] ?? '', now);
}

/**
 * Prepares the filing with every authority that has none from the newest facts, or none that knows it comes late, and
 * keeps it, sealed.
 *
 * Safe to repeat: a pack made from the newest facts is not missing.
 */
export async function preparePacks(dependencies: CaseDependencies, caseId: string): Promise<CaseSnapshot> {
  const now = await dependencies.now();
  await inTransaction(dependencies.pool, (tx) => prepareMissing(tx, dependencies, caseId, now));
  return snapshotWithWords(dependencies, caseId);
}
