import { loadFacts, organisationOfCase } from '../database/case.ts';
import { inSnapshot } from '../database/transaction.ts';
import { actsOf } from '../domain/case/acts.ts';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';
import type { CaseDependencies } from './case-dependencies.ts';
import { snapshotWithWords } from './snapshot.ts';

/** Plans a wave's ledger, enters its start and starts its mailing; repeated, it changes nothing. */
export type StartWave = (wave: { caseId: string; wave: number }) => Promise<void>;

/** Waves whose cooling period is over and that nobody cancelled. */
async function dueWaves({ pool, now }: CaseDependencies, caseId: string): Promise<number[]> {
  const at = await now();
  return inSnapshot(pool, async (tx) => {
    const organisationId = await organisationOfCase(tx, caseId);
    if (organisationId === null) return [];
    const acts = actsOf(await loadFacts(tx, organisationId, caseId));
    const due = acts.filter(
      (act) => act.actId.startsWith('start/people/') && act.at !== null && Date.parse(act.at) <= at.getTime(),
    );
    return due.map(({ actId }) => Number(actId.split('/').at(-1)));
  });
}

/** Begins every approved wave that is due; each is safe to begin again. */
export async function startWaves(
  dependencies: CaseDependencies,
  startWave: StartWave,
  caseId: string,
): Promise<CaseSnapshot> {
  for (const wave of await dueWaves(dependencies, caseId)) await startWave({ caseId, wave });
  return snapshotWithWords(dependencies, caseId);
}
