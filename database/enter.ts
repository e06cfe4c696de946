import { dutiesOf } from '../domain/case/duties/index.ts';
import type { Entry, EntryBody } from '../domain/case/entry.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import type { EngineBodies, EngineKind } from '../domain/case/fold-acts.ts';
import { clockVersions } from '../domain/law/version.ts';
import { loadFacts } from './case.ts';
import { saveProjection } from './projections.ts';
import { appendEntry, type NewEntry } from './register.ts';
import type { Tx } from './transaction.ts';

/** An entry of a case, before the register has numbered it. */
export type CaseEntry = NewEntry & { caseId: string };

/** Clocks whose instants are not yet on file, or have moved: each is entered with the versions it was computed with. */
function movedClocks(facts: CaseFacts): EngineBodies['clock.compute']['clocks'] {
  return dutiesOf(facts)
    .map(({ dutyId, rule, dueAt, actBy }) => ({ dutyId, rule, dueAt, actBy }))
    .filter(({ dutyId, dueAt, actBy }) => {
      const known = facts.clocks[dutyId] ?? { dueAt: null, actBy: null };
      return known.dueAt !== dueAt || known.actBy !== actBy;
    });
}

/**
 * Enters something into the register and brings clocks and tables of its case up to it; the case must be locked.
 *
 * @returns the entry, and the facts after it
 */
export async function enter(tx: Tx, said: CaseEntry): Promise<{ entry: Entry; facts: CaseFacts }> {
  const entry = await appendEntry(tx, said);
  let facts = await loadFacts(tx, said.organisationId, said.caseId);
  const clocks = movedClocks(facts);
  if (clocks.length > 0) {
    await appendEntry(tx, engineEntry(facts, 'clock.compute', { clocks, ...clockVersions() }, said.at));
    facts = await loadFacts(tx, said.organisationId, said.caseId);
  }
  await saveProjection(tx, facts);
  return { entry, facts };
}

/** An act of the engine as an entry of a case. */
export function engineEntry<K extends EngineKind>(
  { organisationId, caseId }: Pick<CaseFacts, 'organisationId' | 'caseId'>,
  kind: K,
  body: EngineBodies[K],
  at: Date,
): CaseEntry {
  const plain = body as unknown as EntryBody;
  return { organisationId, caseId, at, actor: 'engine', assurance: 'engine', kind, statementId: null, body: plain };
}
