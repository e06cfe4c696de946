import type { Audience } from '../domain/notice/audiences.ts';
import type { DeliveryState } from '../domain/notice/outcome.ts';
import { longStatement } from './long-statement.ts';
import { dissolvePages, IN_HAND, planPages, STATE_NOW } from './notice-pages.ts';
import type { Tx } from './transaction.ts';

export interface WaveKey {
  caseId: string;
  wave: number;
}

/**
 * Writes one line for every person of the lists, all at once, as `notice_plan` has it; repeated, it changes nothing.
 * Yields the lines written.
 *
 * The Message-ID is made of keyed hashes and stays for every attempt.
 */
export async function planDeliveries(
  tx: Tx,
  { caseId, wave }: WaveKey,
  importIds: readonly string[],
  mailDomain: string,
  now: Date,
): Promise<number> {
  const { rowCount } = await longStatement(
    tx,
    `insert into notice_delivery
       (case_id, wave, recipient_id, person_key, audience, locale, correction, state, code, next_attempt_at, message_id)
     select $1::text, $2::integer, p.recipient_id, p.person_key, p.audience, p.locale, p.correction, p.state, p.code,
            $4::timestamptz,
            '<' || left(encode(sha256(convert_to(concat_ws('/', $1::text, $2::integer, p.person_key), 'UTF8')), 'hex'), 40)
                || '@' || $5::text || '>'
       from notice_plan($1, $2, $3::uuid[]) p
      order by p.recipient_id
         on conflict do nothing`,
    [caseId, wave, importIds, now, mailDomain],
  );
  if (rowCount) await planPages(tx, { caseId, wave });
  await longStatement(tx, 'select measure_notices()', []);
  return rowCount ?? 0;
}

/**
 * Ends the lines that wait: the wave was cancelled. Those being sent at this moment end by themselves, and one whose
 * last try may have arrived stays as held, so that it counts as told.
 */
export async function suppressWaiting(tx: Tx, { caseId, wave }: WaveKey): Promise<void> {
  await dissolvePages(tx, { caseId, wave });
  await longStatement(
    tx,
    `with idle as materialized (
       select d.recipient_id from notice_delivery d
        where d.case_id = $1 and d.wave = $2
          and ((d.state = 'waiting' and not ${IN_HAND}) or (d.state = 'claimed' and d.lease_until < now()))
          for update of d skip locked)
     update notice_delivery d
        set state = case when d.state = 'waiting' and (d.code like '%AFTER_DOT' or d.code = 'SENDER_LOST')
                         then 'unknown-held' else 'suppressed' end,
            code = case when d.state = 'waiting' and (d.code like '%AFTER_DOT' or d.code = 'SENDER_LOST')
                        then d.code else 'CANCELLED' end,
            lease_until = null
       from idle
      where d.case_id = $1 and d.wave = $2 and d.recipient_id = idle.recipient_id`,
    [caseId, wave],
  );
}

export interface LedgerCount {
  audience: Audience;
  locale: string;
  state: DeliveryState;
  count: number;
}

/** Lines by audience, language and state. */
export async function countDeliveries(tx: Tx, { caseId, wave }: WaveKey): Promise<LedgerCount[]> {
  const { rows } = await longStatement<LedgerCount>(
    tx,
    `select d.audience, d.locale, ${STATE_NOW} as state, count(*) as count from notice_delivery d
      where d.case_id = $1 and d.wave = $2 group by 1, 2, 3 order by 1, 2, 3`,
    [caseId, wave],
  );
  return rows;
}

/**
 * When the next line becomes due, or a lease runs out; null when none is open.
 *
 * Lines of a page that nobody has tried are due since the wave was planned: then a million others need not be read.
 */
export async function nextDueAt(tx: Tx, { caseId, wave }: WaveKey): Promise<Date | null> {
  const { rows } = await longStatement<{ at: Date | null }>(
    tx,
    `select coalesce(
       (select d.next_attempt_at from notice_page p join notice_delivery d on d.recipient_id = p.first_id
         where p.case_id = $1 and p.wave = $2 and p.fence is null and d.case_id = $1 and d.wave = $2 limit 1),
       least(
         (select min(case d.state when 'waiting' then d.next_attempt_at else d.lease_until end) from notice_delivery d
           where d.case_id = $1 and d.wave = $2
             and (d.state = 'claimed' or (d.state = 'waiting' and not ${IN_HAND}))),
         (select min(lease_until) from notice_page where case_id = $1 and wave = $2))) as at`,
    [caseId, wave],
  );
  return rows[0]?.at ?? null;
}

/** Failures by code, the most frequent first; for people who ask why. */
export async function failureCodes(tx: Tx, { caseId, wave }: WaveKey): Promise<{ code: string; count: number }[]> {
  const { rows } = await longStatement<{ code: string; count: number }>(
    tx,
    `select concat_ws(' ', code, enhanced_code) as code, count(*) as count from notice_delivery
      where case_id = $1 and wave = $2 and state <> 'sent' and code is not null
      group by 1 order by 2 desc, 1 limit 10`,
    [caseId, wave],
  );
  return rows;
}
