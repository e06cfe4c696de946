import { longStatement } from './long-statement.ts';
import type { ClaimedDelivery } from './notice-claims.ts';
import type { WaveKey } from './notice-ledger.ts';
import type { Tx } from './transaction.ts';

/** Lines of a page: claimed at once, by one sender. */
export const PAGE_LINES = 200;

/** Whether a sender has the page of a line `d`: then the line, though it waits, is being sent. */
export const IN_HAND = `exists (
  select 1 from notice_page p
   where p.case_id = d.case_id and p.wave = d.wave and p.fence is not null
     and d.recipient_id between p.first_id and p.last_id)`;

/** A line's state for whoever looks. */
export const STATE_NOW = `case when d.state = 'waiting' and d.fence is null and ${IN_HAND} then 'claimed' else d.state end`;

/** Parts the lines of a wave that has just been planned into pages. */
export async function planPages(tx: Tx, { caseId, wave }: WaveKey): Promise<void> {
  await longStatement(
    tx,
    `insert into notice_page (case_id, wave, first_id, last_id)
     select $1, $2, ids[1], ids[cardinality(ids)]
       from (select array_agg(recipient_id order by recipient_id) as ids
               from (select recipient_id, (row_number() over (order by recipient_id) - 1) / $3 as page
                       from notice_delivery where case_id = $1 and wave = $2 and state = 'waiting') numbered
              group by page) pages`,
    [caseId, wave, PAGE_LINES],
  );
}

/**
 * Claims the next page that nobody has tried; other senders step over it. Its lines are not written: until they are
 * settled the page alone shows that they are in somebody's hands.
 *
 * @param leaseSeconds  measured by the database's clock
 * @returns             its lines, all with the same fence; none when every page has been claimed
 */
export async function claimPage(tx: Tx, wave: WaveKey, now: Date, leaseSeconds: number): Promise<ClaimedDelivery[]> {
  for (;;) {
    const page = await takePage(tx, wave, now, leaseSeconds);
    if (!page) return [];
    const lines = await linesOf(tx, wave, page);
    if (lines.length > 0) return lines;
    await endPages(tx, wave, [page.fence]);
  }
}

interface Page {
  firstId: string;
  lastId: string;
  fence: number;
}

async function takePage(tx: Tx, { caseId, wave }: WaveKey, now: Date, leaseSeconds: number): Promise<Page | undefined> {
  const { rows } = await tx.query<Page>({
    name: 'take-page',
    text: `update notice_page
        set fence = nextval('notice_claim_fence'), lease_until = now() + make_interval(secs => $4), tried_at = $3
      where case_id = $1 and wave = $2 and first_id = (
        select first_id from notice_page where case_id = $1 and wave = $2 and fence is null
         order by first_id limit 1 for update skip locked)
     returning first_id as "firstId", last_id as "lastId", fence`,
    values: [caseId, wave, now, leaseSeconds],
  });
  return rows[0];
}

async function linesOf(tx: Tx, { caseId, wave }: WaveKey, page: Page): Promise<ClaimedDelivery[]> {
  const { rows } = await tx.query<ClaimedDelivery>({
    name: 'lines-of-page',
    text: `select d.recipient_id as "recipientId", d.audience, d.locale, d.correction, d.message_id as "messageId",
               d.reference, d.attempt + 1 as attempt, d.first_tried_at as "firstTriedAt",
               d.next_attempt_at::text as "nextAttemptAt", d.slot_at as "slotAt", r.sealed, $5::bigint as fence
          from notice_delivery d join recipient r using (recipient_id)
         where d.case_id = $1 and d.wave = $2 and d.recipient_id between $3 and $4
           and d.state = 'waiting' and d.fence is null
         order by d.recipient_id`,
    values: [caseId, wave, page.firstId, page.lastId, page.fence],
  });
  return rows;
}

/** Ends claims of pages. Lines not settled by then wait as if never tried, each to be claimed by itself. */
export async function endPages(tx: Tx, { caseId, wave }: WaveKey, fences: readonly number[]): Promise<void> {
  if (fences.length === 0) return;
  await tx.query({
    name: 'end-pages',
    text: 'delete from notice_page where case_id = $1 and wave = $2 and fence = any ($3::bigint[])',
    values: [caseId, wave, fences],
  });
}

/**
 * Leaves a wave's lines to be claimed one by one, but for those that a living sender has: pages nobody has are given up,
 * and the lines of a sender whose lease is over count as tried.
 */
export async function dissolvePages(tx: Tx, { caseId, wave }: WaveKey): Promise<void> {
  await tx.query('delete from notice_page where case_id = $1 and wave = $2 and fence is null', [caseId, wave]);
  await tx.query(
    `with lost as materialized (
       select first_id from notice_page where case_id = $1 and wave = $2 and lease_until < now() for update skip locked),
     page as (
       delete from notice_page p using lost where p.case_id = $1 and p.wave = $2 and p.first_id = lost.first_id
       returning p.*)
     update notice_delivery d
        set state = 'claimed', fence = page.fence, lease_until = page.lease_until, attempt = d.attempt + 1,
            first_tried_at = page.tried_at
       from page
      where d.case_id = $1 and d.wave = $2 and d.recipient_id between page.first_id and page.last_id
        and d.state = 'waiting' and d.fence is null`,
    [caseId, wave],
  );
}
