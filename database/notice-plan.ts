import type { Audience } from '../domain/notice/audiences.ts';
import type { NoticeCorrection } from '../domain/notice/correction.ts';
import { longStatement } from './long-statement.ts';
import type { WaveKey } from './notice-ledger.ts';
import { IN_HAND } from './notice-pages.ts';
import type { Tx } from './transaction.ts';

/** People of a wave whom the same thing would happen to. */
export interface PlannedCount {
  audience: Audience;
  locale: string;
  /** What the newest notice said that was sent to them, or may have arrived; null: they were told nothing yet. */
  told: Audience | null;
  correction: NoticeCorrection;
  state: 'waiting' | 'suppressed' | 'refused';
  code: 'ALREADY_TOLD' | 'NO_EMAIL' | null;
  /** Whether an earlier wave already had a line for them. */
  known: boolean;
  /** Whether another wave still has a notice for them, which this one takes over. */
  open: boolean;
  count: number;
}

/** What would happen if a wave with these lists began now, in counts: the same `notice_plan` that a start writes down. */
export async function countPlan(
  tx: Tx,
  { caseId, wave }: WaveKey,
  importIds: readonly string[],
): Promise<PlannedCount[]> {
  const { rows } = await longStatement<PlannedCount>(
    tx,
    `select audience, locale, told, correction, state, code, known, open, count(*) as count
       from notice_plan($1, $2, $3::uuid[])
      group by audience, locale, told, correction, state, code, known, open
      order by audience, locale, told, correction, state, code, known, open`,
    [caseId, wave, importIds],
  );
  return rows;
}

/** People by what they were last told. */
export interface ToldCount {
  audience: Audience;
  count: number;
}

/** People whom another wave told something, or may have, and whom none of these lists names. */
export async function countLeftOut(
  tx: Tx,
  { caseId, wave }: WaveKey,
  importIds: readonly string[],
): Promise<ToldCount[]> {
  const { rows } = await longStatement<ToldCount>(
    tx,
    `with told as (
       select distinct on (person_key) person_key, audience from notice_delivery
        where case_id = $1 and wave <> $2 and state in ('sent', 'unknown-held')
        order by person_key, coalesce(sent_at, first_tried_at) desc, wave desc)
     select t.audience, count(*) as count from told t
      where not exists (select 1 from recipient r
                         where r.person_key = t.person_key and r.import_id = any ($3::uuid[]))
      group by t.audience order by t.audience`,
    [caseId, wave, importIds],
  );
  return rows;
}

/**
 * Ends what waits in other waves for people of these lists; a try that may have arrived stays as held, so that it counts
 * as told. Lines that a sender has are stepped over: they are in the air.
 */
export async function takeOver(tx: Tx, { caseId, wave }: WaveKey, importIds: readonly string[]): Promise<void> {
  await tx.query('delete from notice_page where case_id = $1 and wave <> $2 and fence is null', [caseId, wave]);
  await longStatement(
    tx,
    `with theirs as materialized (
       select d.wave, d.recipient_id from notice_delivery d
        where d.case_id = $1 and d.wave <> $2 and d.state = 'waiting' and not ${IN_HAND}
          and d.person_key in (select person_key from recipient where import_id = any ($3::uuid[]))
          for update of d skip locked)
     update notice_delivery d
        set state = case when d.code like '%AFTER_DOT' or d.code = 'SENDER_LOST' then 'unknown-held' else 'suppressed' end,
            code = case when d.code like '%AFTER_DOT' or d.code = 'SENDER_LOST' then d.code else 'TAKEN_OVER' end
       from theirs
      where d.case_id = $1 and d.wave = theirs.wave and d.recipient_id = theirs.recipient_id`,
    [caseId, wave, importIds],
  );
}

/** Whether another wave has a notice for somebody of these lists that is not settled: it may be in the air. */
export async function hasOpenElsewhere(
  tx: Tx,
  { caseId, wave }: WaveKey,
  importIds: readonly string[],
): Promise<boolean> {
  const { rows } = await longStatement<{ open: boolean }>(
    tx,
    `select exists (
       select 1 from notice_delivery d
        where d.case_id = $1 and d.wave <> $2 and d.state in ('waiting', 'claimed')
          and d.person_key in (select person_key from recipient where import_id = any ($3::uuid[]))) as open`,
    [caseId, wave, importIds],
  );
  return rows[0]?.open ?? false;
}
