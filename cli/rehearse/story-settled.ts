import type { Client } from '@temporalio/client';
import { loadFacts, unendedCases } from '../../database/case.ts';
import type { Pool } from '../../database/pool.ts';
import { inSnapshot, type Tx } from '../../database/transaction.ts';
import { actsOf } from '../../domain/case/acts.ts';
import { noticeCampaignId } from '../../workflows/notice-campaign.messages.ts';

interface Progress {
  /** What the register still owes at or before now, in words. */
  owed: string[];
  /** Version of every case that has not ended. */
  versions: Map<string, number>;
  /** Mailings under way. */
  campaigns: string[];
}

/** Acts of every case whose instant has come. */
async function casesOwing(tx: Tx, now: Date): Promise<Pick<Progress, 'owed' | 'versions'>> {
  const owed: string[] = [];
  const versions = new Map<string, number>();
  for (const { caseId, organisationId } of await unendedCases(tx)) {
    const facts = await loadFacts(tx, organisationId, caseId);
    versions.set(caseId, facts.version);
    const due = actsOf(facts).filter(({ at }) => at === null || Date.parse(at) <= now.getTime());
    owed.push(...due.map(({ actId }) => `${caseId}: ${actId}`));
  }
  return { owed, versions };
}

/** Waves being mailed, with how many of their lines could be sent now or are in the air. */
async function wavesOwing(tx: Tx, now: Date): Promise<{ id: string; open: number; waiting: number }[]> {
  const { rows } = await tx.query<{ caseId: string; wave: number; open: number; waiting: number }>(
    `select w.case_id as "caseId", w.wave,
            count(d.state) filter (where d.state = 'claimed' or d.next_attempt_at <= $1)::int as open,
            count(d.state)::int as waiting
       from notice_wave w
       left join notice_delivery d on d.case_id = w.case_id and d.wave = w.wave and d.state in ('waiting', 'claimed')
      where w.started_at is not null and w.completed_at is null and w.state = 'sending'
      group by w.case_id, w.wave`,
    [now],
  );
  return rows.map(({ open, waiting, ...wave }) => ({ id: noticeCampaignId(wave), open, waiting }));
}

async function progressOf(pool: Pool, now: Date): Promise<Progress> {
  return inSnapshot(pool, async (tx) => {
    const { owed, versions } = await casesOwing(tx, now);
    const waves = await wavesOwing(tx, now);
    const unsent = waves.filter(({ open, waiting }) => open > 0 || waiting === 0);
    return {
      owed: [...owed, ...unsent.map(({ id }) => `${id}: sending`)],
      versions,
      campaigns: waves.map(({ id }) => id),
    };
  });
}

/** Whether a workflow has an act under way. */
async function isActing(client: Client, workflowId: string): Promise<boolean> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return (raw.pendingActivities ?? []).length > 0;
}

/** Whether a case's workflow has taken in everything the register says. */
async function isCaughtUp(client: Client, caseId: string, version: number): Promise<boolean> {
  const status = await client.workflow.getHandle(caseId).query<{ version: number } | null>('getStatus');
  return status !== null && status.version >= version;
}

/** What is still to be done or under way at an instant, in words; empty when the story may go on. */
export async function unsettled(client: Client, pool: Pool, now: Date): Promise<string[]> {
  const { owed, versions, campaigns } = await progressOf(pool, now);
  if (owed.length > 0) return owed;
  const running: string[] = [];
  for (const workflowId of [...versions.keys(), ...campaigns]) {
    if (await isActing(client, workflowId)) running.push(`${workflowId}: an act is running`);
  }
  for (const [caseId, version] of versions) {
    if (!(await isCaughtUp(client, caseId, version))) running.push(`${caseId}: behind the register`);
  }
  return running;
}
