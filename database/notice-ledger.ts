import type { Audience } from '../domain/notice/audiences.ts';
import type { NoticeCorrection } from '../domain/notice/correction.ts';
import type { DeliveryState, Settled } from '../domain/notice/outcome.ts';
import { longStatement } from './long-statement.ts';
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
  await longStatement(tx, 'select measure_notices()', []);
  return rowCount ?? 0;
}

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
 * Claims the next lines that are due, and those whose sender has not renewed its lease; other senders step over them.
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
  const { rows } = await tx.query<ClaimedDelivery>({
    name: 'claim-deliveries',
    text: `with due as materialized (
       select recipient_id from notice_delivery
        where case_id = $1 and wave = $2
          and (next_attempt_at, recipient_id)
              > (coalesce($6::timestamptz, '-infinity'), coalesce($7::uuid, '00000000-0000-0000-0000-000000000000'))
          and ((state = 'waiting' and next_attempt_at <= $3) or (state = 'claimed' and lease_until < now()))
        order by next_attempt_at, recipient_id limit $4 for update skip locked),
     token as materialized (select nextval('notice_fence') as fence)
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
  await tx.query(
    `update notice_delivery set state = 'unknown-held', lease_until = null, code = 'SENDER_LOST'
      where case_id = $1 and wave = $2 and state = 'claimed' and lease_until < now()`,
    [caseId, wave],
  );
}

export interface SettledDelivery extends Settled {
  recipientId: string;
  /** Of the claim it was sent under. */
  fence: number;
  sentAt: Date | null;
}

/** Records what came of claimed lines; a line that another sender has claimed since is left alone. */
export function settleDeliveries(tx: Tx, wave: WaveKey, settled: readonly SettledDelivery[]): Promise<number> {
  const [first] = settled;
  const alike = first && settled.every((line) => isSentLike(first, line));
  return alike ? settleSent(tx, wave, first, settled) : settleEach(tx, wave, settled);
}

const isSentLike = (first: SettledDelivery, { state, fence, code, enhancedCode }: SettledDelivery): boolean =>
  state === 'sent' && fence === first.fence && code === first.code && enhancedCode === first.enhancedCode;

/** The usual group: all sent, under one claim, with one answer. It costs the database a third of what any other does. */
async function settleSent(
  tx: Tx,
  { caseId, wave }: WaveKey,
  { fence, code, enhancedCode }: SettledDelivery,
  settled: readonly SettledDelivery[],
): Promise<number> {
  const { rows } = await tx.query<{ count: number }>({
    name: 'settle-sent',
    text: 'select settle_sent($1, $2, $3, $4, $5, $6, $7) as count',
    values: [
      ...[caseId, wave, fence, code, enhancedCode],
      arrayOf(settled, ({ recipientId }) => recipientId),
      arrayOf(settled, ({ sentAt }) => sentAt?.toISOString() ?? 'NULL'),
    ],
  });
  return rows[0]?.count ?? 0;
}

/** An array as PostgreSQL reads it, for texts that need no quotes: the driver's own way costs several times as much. */
const arrayOf = <T>(items: readonly T[], text: (item: T) => string): string => `{${items.map(text).join(',')}}`;

async function settleEach(tx: Tx, { caseId, wave }: WaveKey, settled: readonly SettledDelivery[]): Promise<number> {
  const { rowCount } = await tx.query({
    name: 'settle-deliveries',
    text: `update notice_delivery d
        set state = s.state, next_attempt_at = coalesce(s.next_attempt_at, d.next_attempt_at), sent_at = s.sent_at,
            code = s.code, enhanced_code = s.enhanced_code, lease_until = null
       from unnest($3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::text[])
            as s (recipient_id, fence, state, next_attempt_at, sent_at, code, enhanced_code)
      where d.case_id = $1 and d.wave = $2 and d.recipient_id = s.recipient_id
        and d.fence = s.fence and d.state = 'claimed'`,
    values: [
      caseId,
      wave,
      settled.map((line) => line.recipientId),
      settled.map((line) => line.fence),
      settled.map((line) => line.state),
      settled.map((line) => line.nextAttemptAt),
      settled.map((line) => line.sentAt),
      settled.map((line) => line.code),
      settled.map((line) => line.enhancedCode),
    ],
  });
  return rowCount ?? 0;
}

/**
 * Prolongs a claim; yields how many lines were.
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
    `with ours as materialized (
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
    `update notice_delivery set state = 'waiting', lease_until = null, attempt = attempt - 1
      where case_id = $1 and wave = $2 and fence = $3 and state = 'claimed'`,
    [caseId, wave, fence],
  );
}

/**
 * Ends the lines that wait: the wave was cancelled. Those being sent at this moment end by themselves, and one whose
 * last try may have arrived stays as held, so that it counts as told.
 */
export async function suppressWaiting(tx: Tx, { caseId, wave }: WaveKey): Promise<void> {
  await longStatement(
    tx,
    `with idle as materialized (
       select recipient_id from notice_delivery
        where case_id = $1 and wave = $2 and (state = 'waiting' or (state = 'claimed' and lease_until < now()))
          for update skip locked)
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
    `select audience, locale, state, count(*) as count from notice_delivery
      where case_id = $1 and wave = $2 group by audience, locale, state order by audience, locale, state`,
    [caseId, wave],
  );
  return rows;
}

/** When the next line becomes due, or a lease runs out; null when none is open. */
export async function nextDueAt(tx: Tx, { caseId, wave }: WaveKey): Promise<Date | null> {
  const { rows } = await longStatement<{ at: Date | null }>(
    tx,
    `select min(case state when 'waiting' then next_attempt_at else lease_until end) as at
       from notice_delivery where case_id = $1 and wave = $2 and state in ('waiting', 'claimed')`,
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
