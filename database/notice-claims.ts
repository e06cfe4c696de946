import type { Audience } from '../domain/notice/audiences.ts';
import type { NoticeCorrection } from '../domain/notice/correction.ts';
import type { WaveKey } from './notice-ledger.ts';
import { dissolvePages, IN_HAND } from './notice-pages.ts';
import type { Tx } from './transaction.ts';

/** A line claimed by one sender, with the sealed person. */
export interface ClaimedDelivery {
  recipientId: string;
  audience: Audience;
  locale: string;
  correction: NoticeCorrection;
  messageId: string;
  /** By which the help desk knows the notice; null for lines planned before notices carried one. */
  reference: string | null;
  attempt: number;
  /** Null: this is the first attempt. */
  firstTriedAt: Date | null;
  /** As the database writes it; its order as a text is that in time, but for the hour in which clocks are put back. */
  nextAttemptAt: string;
  /** The place reserved for it within its domain's limit, if any. */
  slotAt: Date | null;
  sealed: Buffer;
  fence: number;
}

/** A place in the order in which lines are claimed. */
export type ClaimedUpTo = Pick<ClaimedDelivery, 'nextAttemptAt' | 'recipientId'>;

/**
 * Claims, one by one, the next lines that are due, and those whose sender has not renewed its lease; other senders step
 * over them. Pages that nobody has are dissolved: `claimPage` is for those.
 *
 * Lines are read in the order of an index that no change of state touches, so those claimed before are read again and
 * passed over: who claims page after page tells how far it came, and begins anew once nothing is found.
 *
 * @param leaseSeconds  measured by the database's clock
 * @param after         the last line of the page before; null: from the first
 * @returns             at most `limit` lines in that order, all with the same fence
 */
export async function claimDeliveries(
  tx: Tx,
  { caseId, wave }: WaveKey,
  now: Date,
  limit: number,
  leaseSeconds: number,
  after: ClaimedUpTo | null = null,
): Promise<ClaimedDelivery[]> {
  await dissolvePages(tx, { caseId, wave });
  const { rows } = await tx.query<ClaimedDelivery>({
    name: 'claim-deliveries',
    text: `with due as materialized (
       select d.recipient_id from notice_delivery d
        where d.case_id = $1 and d.wave = $2
          and (d.next_attempt_at, d.recipient_id)
              > (coalesce($6::timestamptz, '-infinity'), coalesce($7::uuid, '00000000-0000-0000-0000-000000000000'))
          and ((d.state = 'waiting' and d.next_attempt_at <= $3 and not ${IN_HAND})
               or (d.state = 'claimed' and d.lease_until < now()))
        order by d.next_attempt_at, d.recipient_id limit $4 for update of d skip locked),
     token as materialized (select nextval('notice_claim_fence') as fence)
     update notice_delivery d
        set state = 'claimed', fence = token.fence, lease_until = now() + make_interval(secs => $5),
            attempt = attempt + 1, first_tried_at = coalesce(first_tried_at, $3)
       from due join recipient r using (recipient_id) cross join token
      where d.case_id = $1 and d.wave = $2 and d.recipient_id = due.recipient_id
     returning d.recipient_id as "recipientId", d.audience, d.locale, d.correction, d.message_id as "messageId",
               d.reference, d.attempt, case when d.attempt > 1 then d.first_tried_at end as "firstTriedAt",
               d.next_attempt_at::text as "nextAttemptAt", d.slot_at as "slotAt", r.sealed, d.fence`,
    values: [caseId, wave, now, limit, leaseSeconds, after?.nextAttemptAt ?? null, after?.recipientId ?? null],
  });
  return rows.sort(inOrder);
}

function inOrder(one: ClaimedUpTo, other: ClaimedUpTo): number {
  if (one.nextAttemptAt !== other.nextAttemptAt) return one.nextAttemptAt < other.nextAttemptAt ? -1 : 1;
  return one.recipientId < other.recipientId ? -1 : 1;
}

/** Ends, as held for a person to decide, the lines whose sender died in the act; for the policy `hold`. */
export async function holdLostDeliveries(tx: Tx, { caseId, wave }: WaveKey): Promise<void> {
  await dissolvePages(tx, { caseId, wave });
  await tx.query(
    `update notice_delivery set state = 'unknown-held', lease_until = null, code = 'SENDER_LOST'
      where case_id = $1 and wave = $2 and state = 'claimed' and lease_until < now()`,
    [caseId, wave],
  );
}

/**
 * Prolongs a claim; yields how many lines were that bear it themselves.
 *
 * Lines being settled at this moment are stepped over: they need no lease any more, and two statements that lock the
 * same lines in different orders would wait for each other.
 */
export async function renewLease(
  tx: Tx,
  { caseId, wave }: WaveKey,
  fence: number,
  leaseSeconds: number,
): Promise<number> {
  const { rowCount } = await tx.query(
    `with page as (
       update notice_page set lease_until = now() + make_interval(secs => $4)
        where case_id = $1 and wave = $2 and fence = $3),
     ours as materialized (
       select recipient_id from notice_delivery
        where case_id = $1 and wave = $2 and fence = $3 and state = 'claimed'
          for update skip locked)
     update notice_delivery d set lease_until = now() + make_interval(secs => $4)
       from ours
      where d.case_id = $1 and d.wave = $2 and d.recipient_id = ours.recipient_id`,
    [caseId, wave, fence, leaseSeconds],
  );
  return rowCount ?? 0;
}

/** Gives claimed lines back as if never tried. */
export async function giveBack(tx: Tx, { caseId, wave }: WaveKey, fence: number): Promise<void> {
  await tx.query(
    `with page as (delete from notice_page where case_id = $1 and wave = $2 and fence = $3)
     update notice_delivery set state = 'waiting', lease_until = null, attempt = attempt - 1
      where case_id = $1 and wave = $2 and fence = $3 and state = 'claimed'`,
    [caseId, wave, fence],
  );
}
