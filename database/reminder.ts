import type { Tx } from './transaction.ts';

/** A rung of a duty's ladder, claimed for one mail. */
export interface ClaimedRung {
  dutyId: string;
  rung: string;
  /** When this rung was due; a rung comes again when what it counts down to is moved. */
  dueAt: Date;
  messageId: string;
}

const LEASE_SECONDS = 60;

/**
 * Claims a mail's rungs for one sender; a rung sent or claimed by somebody else is left out.
 *
 * Keyed by duty, rung and instant: the same rung is claimed again only by the same claimant (a retried activity), or
 * when the lease of a dead one has run out.
 */
export async function claimRungs(
  tx: Tx,
  caseId: string,
  rungs: ClaimedRung[],
  claimant: string,
): Promise<ClaimedRung[]> {
  const claimed: ClaimedRung[] = [];
  for (const rung of rungs) {
    const { rows } = await tx.query<{ messageId: string }>(
      `insert into reminder (case_id, duty_id, rung, due_at, message_id, claimed_by, lease_until)
       values ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
       on conflict (case_id, duty_id, rung, due_at) do update
         set claimed_by = $6, lease_until = now() + make_interval(secs => $7)
         where reminder.sent_at is null and (reminder.claimed_by = $6 or reminder.lease_until < now())
       returning message_id as "messageId"`,
      [caseId, rung.dutyId, rung.rung, rung.dueAt, rung.messageId, claimant, LEASE_SECONDS],
    );
    const [row] = rows;
    if (row) claimed.push({ ...rung, messageId: row.messageId });
  }
  return claimed;
}

/** Gives rungs back that could not be sent: whoever tries next need not wait for the lease to end. */
export async function releaseRungs(tx: Tx, caseId: string, rungs: ClaimedRung[], claimant: string): Promise<void> {
  for (const { dutyId, rung, dueAt } of rungs) {
    await tx.query(
      `update reminder set lease_until = now() - interval '1 second'
        where case_id = $1 and duty_id = $2 and rung = $3 and due_at = $4 and claimed_by = $5 and sent_at is null`,
      [caseId, dutyId, rung, dueAt, claimant],
    );
  }
}

/** Marks the rungs of a case as sent, and yields those that nobody else had marked before. */
export async function markRungsSent(tx: Tx, caseId: string, rungs: ClaimedRung[], at: Date): Promise<ClaimedRung[]> {
  const marked: ClaimedRung[] = [];
  for (const claimed of rungs) {
    const { rowCount } = await tx.query(
      `update reminder set sent_at = $5
        where case_id = $1 and duty_id = $2 and rung = $3 and due_at = $4 and sent_at is null`,
      [caseId, claimed.dutyId, claimed.rung, claimed.dueAt, at],
    );
    if (rowCount === 1) marked.push(claimed);
  }
  return marked;
}
