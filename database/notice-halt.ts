import type { HaltReason } from '../domain/notice/halt.ts';
import type { WaveKey } from './notice-ledger.ts';
import type { Tx } from './transaction.ts';

/** Why a wave stands still. */
export interface Halt {
  reason: HaltReason;
  /** The mail server's own code; null unless it is the reason. */
  code: string | null;
}

/** A halt as it stands on file. */
export interface StandingHalt extends Halt {
  since: Date;
  /** When people were told of it. */
  saidAt: Date | null;
}

/** Mail servers of real cases and of drills rest each for itself. */
export type ServerName = 'real' | 'drill';

const COLUMNS = `reason, code, since, said_at as "saidAt"`;

/** Notes that a wave stands still; the same reason keeps the instant it began at. */
export async function saveHalt(tx: Tx, { caseId, wave }: WaveKey, { reason, code }: Halt, now: Date): Promise<Date> {
  const { rows } = await tx.query<{ since: Date }>(
    `insert into notice_halt as h (case_id, wave, reason, code, since) values ($1, $2, $3, $4, $5)
         on conflict (case_id, wave) do update
        set reason = excluded.reason, code = excluded.code,
            since = case when h.reason = excluded.reason then h.since else excluded.since end,
            said_at = case when h.reason = excluded.reason then h.said_at end
     returning since`,
    [caseId, wave, reason, code, now],
  );
  return rows[0]?.since ?? now;
}

/** Takes it on the caller to say that a wave stands still; false when it was said already. */
export async function claimSaying(tx: Tx, { caseId, wave }: WaveKey, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update notice_halt set said_at = $3 where case_id = $1 and wave = $2 and said_at is null`,
    [caseId, wave, now],
  );
  return rowCount === 1;
}

/** The wave goes on; yields what it had stood still for, null when it had not. */
export async function endHalt(tx: Tx, { caseId, wave }: WaveKey): Promise<StandingHalt | null> {
  const { rows } = await tx.query<StandingHalt>(
    `delete from notice_halt where case_id = $1 and wave = $2 returning ${COLUMNS}`,
    [caseId, wave],
  );
  return rows[0] ?? null;
}

/** Why a wave stands still; null when it does not. */
export async function haltOfWave(tx: Tx, { caseId, wave }: WaveKey): Promise<StandingHalt | null> {
  const { rows } = await tx.query<StandingHalt>(`select ${COLUMNS} from notice_halt where case_id = $1 and wave = $2`, [
    caseId,
    wave,
  ]);
  return rows[0] ?? null;
}

/** Every wave that stands still, the longest first. */
export async function standingHalts(tx: Tx): Promise<(StandingHalt & WaveKey)[]> {
  const { rows } = await tx.query<StandingHalt & WaveKey>(
    `select case_id as "caseId", wave, ${COLUMNS} from notice_halt order by since, case_id, wave`,
  );
  return rows;
}

const TRY_AGAIN_SECONDS = 60;

/** Lets a mail server alone for a minute. */
export async function restServer(tx: Tx, server: ServerName, { reason, code }: Halt, now: Date): Promise<void> {
  await tx.query(
    `insert into mail_server_rest (server, reason, code, next_try_at)
     values ($1, $2, $3, $4::timestamptz + make_interval(secs => $5))
         on conflict (server) do update
        set reason = excluded.reason, code = excluded.code, next_try_at = excluded.next_try_at`,
    [server, reason, code, now, TRY_AGAIN_SECONDS],
  );
}

export const wakeServer = async (tx: Tx, server: ServerName): Promise<void> => {
  await tx.query(`delete from mail_server_rest where server = $1`, [server]);
};

/**
 * Asks whether a mail server may be used: as it likes, with one message to see whether it has recovered, or not yet.
 * Of several workers one a minute may try.
 */
export async function knockAt(tx: Tx, server: ServerName, now: Date): Promise<'open' | 'tryOne' | Halt> {
  const { rows: tried } = await tx.query(
    `update mail_server_rest set next_try_at = $2::timestamptz + make_interval(secs => $3)
      where server = $1 and next_try_at <= $2 returning server`,
    [server, now, TRY_AGAIN_SECONDS],
  );
  if (tried.length > 0) return 'tryOne';
  const { rows } = await tx.query<Halt>(`select reason, code from mail_server_rest where server = $1`, [server]);
  return rows[0] ?? 'open';
}
