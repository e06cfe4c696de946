import type { Audience } from '../domain/notice/audiences.ts';
import type { NoticeCorrection } from '../domain/notice/correction.ts';
import { longStatement } from './long-statement.ts';
import type { Tx } from './transaction.ts';

/** Somebody whose newest notice did not arrive by e-mail, or is not known to have. */
export interface OtherLine {
  wave: number;
  recipientId: string;
  audience: Audience;
  locale: string;
  correction: NoticeCorrection;
  reference: string | null;
  state: 'refused' | 'expired' | 'unknown-held' | 'bounced';
  code: string | null;
  enhancedCode: string | null;
  sealed: Buffer;
}

/** What a list of people to reach by another channel is about. */
export interface OthersKey {
  caseId: string;
  /** Null: of every wave. */
  wave: number | null;
}

// Of each person the newest line that was meant for them: whoever a later wave reached is on no list any more. A notice
// another mail server gave back after it was taken did not arrive either; one that may or may not have arrived did, where
// another mail server reported so.
const OTHERS = `
  with newest as (
    select distinct on (person_key) wave, recipient_id, audience, locale, correction, reference, state, code, enhanced_code
      from notice_delivery
     where case_id = $1 and state in ('sent', 'refused', 'expired', 'unknown-held')
     order by person_key, coalesce(sent_at, first_tried_at, next_attempt_at) desc, wave desc),
  bounced as (
    select wave, recipient_id, max(status) as status from notice_report
     where case_id = $1 and action = 'failed' group by wave, recipient_id),
  arrived as (
    select wave, recipient_id from notice_report
     where case_id = $1 group by wave, recipient_id
    having bool_or(action in ('delivered', 'expanded')) or bool_or(action = 'relayed') and not bool_or(action = 'failed')),
  others as (
    select n.wave, n.recipient_id, n.audience, n.locale, n.correction, n.reference,
           case when b.recipient_id is null then n.state else 'bounced' end as state,
           case when b.recipient_id is null then n.code else 'BOUNCED' end as code,
           case when b.recipient_id is null then n.enhanced_code else b.status end as enhanced_code
      from newest n left join bounced b using (wave, recipient_id) left join arrived a using (wave, recipient_id)
     where (n.state <> 'sent' or b.recipient_id is not null) and (n.state <> 'unknown-held' or a.recipient_id is null) and ($2::integer is null or n.wave = $2))`;

const COUNT = `${OTHERS} select wave, state, count(*) as count from others group by wave, state order by wave, state`;

const LIST = `declare others_list no scroll cursor for ${OTHERS}
  select o.wave, o.recipient_id as "recipientId", o.audience, o.locale, o.correction, o.reference, o.state, o.code,
         o.enhanced_code as "enhancedCode", r.sealed
    from others o join recipient r using (recipient_id)
   order by o.wave, o.locale, o.recipient_id`;

const IDS = `${OTHERS} select recipient_id as "recipientId" from others where recipient_id = any ($3::uuid[])`;

/** People to reach by another channel, by wave and by what became of their e-mail. */
export async function countOthers(
  tx: Tx,
  { caseId, wave }: OthersKey,
): Promise<{ wave: number; state: OtherLine['state']; count: number }[]> {
  const counted = await longStatement<{ wave: number; state: OtherLine['state']; count: number }>(tx, COUNT, [
    caseId,
    wave,
  ]);
  return counted.rows;
}

/** The people themselves, page by page, within one transaction; memory stays flat however many they are. */
export async function* listOthers(tx: Tx, { caseId, wave }: OthersKey): AsyncGenerator<OtherLine> {
  await tx.query(LIST, [caseId, wave]);
  for (;;) {
    // The first page sorts everybody.
    const { rows } = await longStatement<OtherLine>(tx, 'fetch 500 from others_list', []);
    if (rows.length === 0) break;
    yield* rows;
  }
  await tx.query('close others_list');
}

/** Which of these lines are of people to reach by another channel. */
export async function othersAmong(tx: Tx, { caseId, wave }: OthersKey, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await longStatement<{ recipientId: string }>(tx, IDS, [caseId, wave, ids]);
  return new Set(rows.map(({ recipientId }) => recipientId));
}
