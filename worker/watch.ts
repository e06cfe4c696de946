import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { loadFacts, lockCase, unendedCases } from '../database/case.ts';
import { engineEntry, enter } from '../database/enter.ts';
import { casesToldOutside } from '../database/outside-entries.ts';
import type { Pool } from '../database/pool.ts';
import { inSnapshot, inTransaction } from '../database/transaction.ts';
import { startCase } from '../desk/delivery.ts';

export interface WatchDependencies {
  pool: Pool;
  client: Client;
  now: () => Promise<Date>;
  startCampaign: (wave: { caseId: string; wave: number }) => Promise<void>;
  /** Tells a case's workflow that its register grew: the case may have read it before the restart was entered. */
  nudgeCase: (caseId: string) => Promise<void>;
  /** Says something to the operator: ids and counts only. */
  alert: (message: string, ids: Record<string, unknown>) => void;
}

/** Ids of running workflows, by one list call. */
async function runningIds(client: Client): Promise<Set<string>> {
  const ids = new Set<string>();
  const query = `ExecutionStatus = "Running" AND WorkflowType IN ("breachCase", "noticeCampaign")`;
  for await (const { workflowId } of client.workflow.list({ query })) ids.add(workflowId);
  return ids;
}

async function enterRestart(
  { pool, now, nudgeCase }: WatchDependencies,
  caseId: string,
  organisationId: string,
  what: 'case' | 'campaign',
): Promise<void> {
  const at = await now();
  await inTransaction(pool, async (tx) => {
    await lockCase(tx, caseId);
    const facts = await loadFacts(tx, organisationId, caseId);
    await enter(tx, engineEntry(facts, 'watch.restart', { what }, at));
  });
  await nudgeCase(caseId);
}

/** Waves begun and not finished, whose mailing must be running; that of a cancelled one ends its open lines. */
async function runningWaves({
  pool,
}: WatchDependencies): Promise<{ caseId: string; organisationId: string; wave: number }[]> {
  return inSnapshot(pool, async (tx) => {
    const { rows } = await tx.query<{ caseId: string; organisationId: string; wave: number }>(
      `select w.case_id as "caseId", c.organisation_id as "organisationId", w.wave
         from notice_wave w join breach_case c using (case_id)
        where w.started_at is not null and w.completed_at is null`,
    );
    return rows;
  });
}

/**
 * One look: every open case has a running workflow, every wave begun and not finished a running campaign; what is
 * missing is started from the register and said aloud. Yields how many were started.
 *
 * Safe at any time, from several workers: starting what runs changes nothing.
 */
export async function watchOnce(dependencies: WatchDependencies): Promise<number> {
  const open = await inSnapshot(dependencies.pool, unendedCases);
  const waves = await runningWaves(dependencies);
  if (open.length + waves.length === 0) return 0;
  const running = await runningIds(dependencies.client);
  let started = 0;
  for (const { caseId, organisationId } of open.filter(({ caseId }) => !running.has(caseId))) {
    // The list lags a little behind: a case that has just turned over is no missing one.
    if (await isRunning(dependencies.client, caseId)) continue;
    await startCase(dependencies.client, caseId);
    await enterRestart(dependencies, caseId, organisationId, 'case');
    dependencies.alert('A case had no running workflow; it was started again from the register', { caseId });
    started += 1;
  }
  for (const { caseId, organisationId, wave } of waves.filter(
    (each) => !running.has(`${each.caseId}/people/${each.wave}`),
  )) {
    if (await isRunning(dependencies.client, `${caseId}/people/${wave}`)) continue;
    await dependencies.startCampaign({ caseId, wave });
    await enterRestart(dependencies, caseId, organisationId, 'campaign');
    dependencies.alert('A wave had no running mailing; it was started again from the ledger', { caseId, wave });
    started += 1;
  }
  return started;
}

/**
 * Tells every case to look again whose facts grew past its workflow in the last seconds. Whoever enters such a thing
 * tells the case at once; this reaches the case too when they died, or Temporal was away, before they could. Yields how
 * many were told; telling a case twice changes nothing.
 */
export async function tellOfOutsideEntries(
  { pool, nudgeCase }: Pick<WatchDependencies, 'pool' | 'nudgeCase'>,
  withinSeconds: number,
): Promise<number> {
  const caseIds = await inSnapshot(pool, (tx) => casesToldOutside(tx, withinSeconds));
  for (const caseId of caseIds) await nudgeCase(caseId);
  return caseIds.length;
}

async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
