import { longStatement } from './long-statement.ts';
import type { WaveKey } from './notice-ledger.ts';
import type { Tx } from './transaction.ts';

export interface Standing {
  /** Waiting, and tried before. */
  deferred: number;
  /** Sent since the given instant. */
  sentSince: number;
}

/** What the counts by state do not tell of a wave. */
export async function standingOf(tx: Tx, { caseId, wave }: WaveKey, since: Date): Promise<Standing> {
  const { rows } = await longStatement<Standing>(
    tx,
    `select count(*) filter (where state = 'waiting' and attempt > 0) as deferred,
            count(*) filter (where sent_at > $3) as "sentSince"
       from notice_delivery where case_id = $1 and wave = $2`,
    [caseId, wave, since],
  );
  return rows[0] ?? { deferred: 0, sentSince: 0 };
}
