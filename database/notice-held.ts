import type { Audience } from '../domain/notice/audiences.ts';
import { longStatement } from './long-statement.ts';
import type { WaveKey } from './notice-ledger.ts';
import type { Tx } from './transaction.ts';

/**
 * What is known today of a notice that may or may not have arrived.
 *
 * `open`: nothing, a person decides. `arrived`: another mail server reported that it was taken over or delivered.
 * `onItsWay`: the relay took it and reports a delay. `cameBack`: the relay took it and gave it back. `toldSince`: another
 * wave has told the person since, or is about to. A report of any kind shows that the relay had taken the message, so
 * that to send it again would double it.
 */
export type HeldPart = 'open' | 'arrived' | 'onItsWay' | 'cameBack' | 'toldSince';

/** Of each held line what is known of it; `cameBack` outweighs a report that it was merely passed on. */
const HELD = `
  held as (
    select d.recipient_id, d.audience, d.reference, d.code,
           case when bool_or(r.action in ('delivered', 'expanded')) then 'arrived'
                when bool_or(r.action = 'failed') then 'cameBack'
                when bool_or(r.action = 'relayed') then 'arrived'
                when bool_or(r.action = 'delayed') then 'onItsWay'
                when exists (
                  select 1 from notice_delivery o
                   where o.case_id = d.case_id and o.person_key = d.person_key and o.wave <> d.wave
                     and (o.state in ('waiting', 'claimed')
                          or o.state in ('sent', 'unknown-held')
                         and coalesce(o.sent_at, o.first_tried_at) > d.first_tried_at)) then 'toldSince'
                else 'open' end as part
      from notice_delivery d left join notice_report r using (case_id, wave, recipient_id)
     where d.case_id = $1 and d.wave = $2 and d.state = 'unknown-held'
     group by d.case_id, d.wave, d.recipient_id)`;

export interface HeldCount {
  part: HeldPart;
  /** What befell the notice, as the ledger has it: `SENDER_LOST`, or the code of the connection. */
  code: string;
  count: number;
}

/** Notices of a wave that may or may not have arrived, by what is known of them and by what befell them. */
export async function countHeld(tx: Tx, { caseId, wave }: WaveKey): Promise<HeldCount[]> {
  const { rows } = await longStatement<HeldCount>(
    tx,
    `with ${HELD} select part, coalesce(code, '') as code, count(*) as count from held group by 1, 2 order by 1, 3 desc, 2`,
    [caseId, wave],
  );
  return rows;
}

/** How many of them wait for a person's decision. */
export async function countOpenHeld(tx: Tx, { caseId, wave }: WaveKey): Promise<number> {
  const { rows } = await longStatement<{ count: number }>(
    tx,
    `with ${HELD} select count(*) as count from held where part = 'open'`,
    [caseId, wave],
  );
  return rows[0]?.count ?? 0;
}

/** A held line by the reference its notice carries; nothing of the person is in it. */
export interface HeldReference {
  /** Null: the notice was planned before notices carried one. */
  reference: string | null;
  part: HeldPart;
  code: string;
}

/** The first of them, those to decide before the others. */
export async function listHeld(tx: Tx, { caseId, wave }: WaveKey, limit: number): Promise<HeldReference[]> {
  const { rows } = await longStatement<HeldReference>(
    tx,
    `with ${HELD} select reference, part, coalesce(code, '') as code from held
      order by part <> 'open', part, recipient_id limit $3`,
    [caseId, wave, limit],
  );
  return rows;
}

/**
 * Lets the lines that wait for a decision wait for a sender instead, each under the Message-ID it had; yields how many.
 * Four days of trying begin anew. What was reported, or said by another wave, since the decision was shown is left alone.
 */
export async function sendHeldAgain(tx: Tx, { caseId, wave }: WaveKey, now: Date): Promise<number> {
  const { rowCount } = await longStatement(
    tx,
    `with ${HELD}
     update notice_delivery d set state = 'waiting', next_attempt_at = $3, first_tried_at = $3
       from held h
      where h.part = 'open' and d.case_id = $1 and d.wave = $2 and d.recipient_id = h.recipient_id
        and d.state = 'unknown-held' and exists (select 1 from recipient p where p.recipient_id = d.recipient_id)`,
    [caseId, wave, now],
  );
  return rowCount ?? 0;
}

/** People of a wave whose notice is known not to have arrived, or not known to have, by audience. */
export async function countNotReached(tx: Tx, { caseId, wave }: WaveKey): Promise<Partial<Record<Audience, number>>> {
  const { rows } = await longStatement<{ audience: Audience; count: number }>(
    tx,
    `with ${HELD}
     select d.audience, count(*) as count
       from notice_delivery d left join held h using (recipient_id)
      where d.case_id = $1 and d.wave = $2 and d.state in ('refused', 'expired', 'unknown-held')
        and h.part is distinct from 'arrived'
      group by d.audience`,
    [caseId, wave],
  );
  return Object.fromEntries(rows.map(({ audience, count }) => [audience, count]));
}
