import type { WaveLimit } from '../domain/case/facts.ts';
import { longStatement } from './long-statement.ts';
import type { ClaimedDelivery } from './notice-claims.ts';
import type { WaveKey } from './notice-ledger.ts';
import type { Tx } from './transaction.ts';

/** The wave as a whole. */
export const WHOLE_WAVE = '*';
const MINUTE_MS = 60_000;
/** What was not used may be caught up with for so long; so a minute never sees more than the limit and a second's worth. */
const CATCH_UP_MS = 1_000;
/** A place reserved longer ago than this was missed, and another is reserved: missed places never go out all at once. */
const MISSED_AFTER_MS = 5_000;

/** Places within a limit, in their order; `next` is the instant of the first one that is free. */
class Places {
  readonly #gapMs: number;
  #next: number;

  constructor(perMinute: number, next: Date | null, now: Date) {
    this.#gapMs = MINUTE_MS / perMinute;
    this.#next = next ? Math.max(next.getTime(), now.getTime() - CATCH_UP_MS) : now.getTime();
  }

  /** How many are free by now. */
  free(now: Date): number {
    return Math.max(0, Math.floor((now.getTime() - this.#next) / this.#gapMs) + 1);
  }

  take(): Date {
    const at = new Date(this.#next);
    this.#next += this.#gapMs;
    return at;
  }

  get next(): Date {
    return new Date(this.#next);
  }
}

/** What a wave's limits leave free; held, row by row, until the transaction ends. */
export class Allowance {
  readonly #wave: WaveKey;
  readonly #limit: WaveLimit;
  readonly #places: Map<string, Places>;

  private constructor(wave: WaveKey, limit: WaveLimit, places: Map<string, Places>) {
    this.#wave = wave;
    this.#limit = limit;
    this.#places = places;
  }

  /** Locks the wave's allowances. A limit newer than they are begins anew, and what was reserved is free again. */
  static async of(tx: Tx, wave: WaveKey, limit: WaveLimit, now: Date): Promise<Allowance> {
    const rates = ratesOf(limit);
    const stored = await lockRows(tx, wave);
    const known = stored.every(({ limitSeq }) => limitSeq === limit.seq) && stored.length > 0;
    if (!known) await beginAnew(tx, wave, limit, now);
    const nextOf = new Map(known ? stored.map(({ domain, nextAt }) => [domain, nextAt]) : []);
    const places = [...rates].map(
      ([domain, perMinute]) => [domain, new Places(perMinute, nextOf.get(domain) ?? null, now)] as const,
    );
    return new Allowance(wave, limit, new Map(places));
  }

  /** How many messages of the wave may go now; null: no limit to the wave as a whole. */
  free(now: Date): number | null {
    return this.#places.get(WHOLE_WAVE)?.free(now) ?? null;
  }

  /** When the wave's next message may go; null: at once. */
  get nextAt(): Date | null {
    return this.#places.get(WHOLE_WAVE)?.next ?? null;
  }

  /**
   * Parts claimed lines into those that may go now and those whose domain has no place free yet; to these a place is
   * given, at which they become due. A line is so claimed twice at most, however many of its domain there are.
   */
  divide<T extends ClaimedDelivery>(lines: readonly T[], domainOf: (line: T) => string, now: Date): Divided<T> {
    const divided: Divided<T> = { goes: [], waits: [] };
    for (const line of lines) {
      const places = this.#places.get(domainOf(line));
      const slot = places && !isPlaced(line, now) ? places.take() : null;
      if (slot !== null && slot > now) divided.waits.push({ line, slot });
      else divided.goes.push(line);
    }
    const whole = this.#places.get(WHOLE_WAVE);
    for (const _line of divided.goes) whole?.take();
    return divided;
  }

  async save(tx: Tx): Promise<void> {
    const rows = [...this.#places].map(([domain, { next }]) => ({ domain, next }));
    await tx.query(
      `insert into notice_allowance (case_id, wave, domain, limit_seq, next_at)
       select $1, $2, domain, $3, next_at from unnest($4::text[], $5::timestamptz[]) as r (domain, next_at)
           on conflict (case_id, wave, domain) do update
          set limit_seq = excluded.limit_seq, next_at = excluded.next_at`,
      [
        this.#wave.caseId,
        this.#wave.wave,
        this.#limit.seq,
        rows.map(({ domain }) => domain),
        rows.map(({ next }) => next),
      ],
    );
  }
}

export interface Divided<T> {
  goes: T[];
  waits: { line: T; slot: Date }[];
}

const isPlaced = ({ slotAt }: ClaimedDelivery, now: Date): boolean =>
  slotAt !== null && slotAt <= now && now.getTime() - slotAt.getTime() <= MISSED_AFTER_MS;

function ratesOf({ perMinute, domains }: WaveLimit): Map<string, number> {
  return new Map([...(perMinute === null ? [] : [[WHOLE_WAVE, perMinute] as const]), ...Object.entries(domains)]);
}

interface StoredAllowance {
  domain: string;
  limitSeq: number;
  nextAt: Date | null;
}

async function lockRows(tx: Tx, { caseId, wave }: WaveKey): Promise<StoredAllowance[]> {
  // Two senders that find no row at all would both begin: the wave itself is locked.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('notice_allowance/' || $1 || '/' || $2, 0))`, [
    caseId,
    String(wave),
  ]);
  const { rows } = await tx.query<StoredAllowance>(
    `select domain, limit_seq as "limitSeq", next_at as "nextAt" from notice_allowance
      where case_id = $1 and wave = $2`,
    [caseId, wave],
  );
  return rows;
}

async function beginAnew(tx: Tx, { caseId, wave }: WaveKey, { seq }: WaveLimit, now: Date): Promise<void> {
  await tx.query(`delete from notice_allowance where case_id = $1 and wave = $2`, [caseId, wave]);
  // A row of its own remembers a limit that was lifted.
  await tx.query(
    `insert into notice_allowance (case_id, wave, domain, limit_seq, next_at) values ($1, $2, '', $3, null)`,
    [caseId, wave, seq],
  );
  await longStatement(
    tx,
    `update notice_delivery set slot_at = null, next_attempt_at = least(next_attempt_at, $3)
      where case_id = $1 and wave = $2 and state = 'waiting' and slot_at is not null and slot_at = next_attempt_at`,
    [caseId, wave, now],
  );
}

/** Gives claimed lines back until their place within a limit; the attempt does not count. */
export async function giveBackUntil(
  tx: Tx,
  { caseId, wave }: WaveKey,
  fence: number,
  waits: readonly { recipientId: string; slot: Date }[],
): Promise<void> {
  await tx.query(
    `update notice_delivery d
        set state = 'waiting', lease_until = null, slot_at = w.slot, next_attempt_at = w.slot, attempt = d.attempt - 1,
            first_tried_at = case when d.attempt = 1 then null else d.first_tried_at end
       from unnest($4::uuid[], $5::timestamptz[]) as w (recipient_id, slot)
      where d.case_id = $1 and d.wave = $2 and d.recipient_id = w.recipient_id and d.fence = $3 and d.state = 'claimed'`,
    [caseId, wave, fence, waits.map(({ recipientId }) => recipientId), waits.map(({ slot }) => slot)],
  );
}

const PUT_OFF_AT_MOST = 3;

/**
 * Gives a line back because the server said "slower", not because of its person: it is due again soon and the attempt
 * does not count. False when that has happened three times already: then it is put off by its own schedule.
 */
export async function putOff(
  tx: Tx,
  { caseId, wave }: WaveKey,
  line: Pick<ClaimedDelivery, 'recipientId' | 'fence'>,
  { code, enhancedCode, at }: { code: string; enhancedCode: string | null; at: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update notice_delivery
        set state = 'waiting', lease_until = null, put_off = put_off + 1, next_attempt_at = $5, fence = $4,
            attempt = attempt - (state = 'claimed')::integer,
            first_tried_at = case when attempt > 1 then first_tried_at end, code = $6, enhanced_code = $7
      where case_id = $1 and wave = $2 and recipient_id = $3 and put_off < $8
        and (fence = $4 and state = 'claimed' or fence is null and state = 'waiting')`,
    [caseId, wave, line.recipientId, line.fence, at, code, enhancedCode, PUT_OFF_AT_MOST],
  );
  return rowCount === 1;
}

/** Opens lines again that were recorded as refused while the server refused everybody. */
export async function reopenRefused(
  tx: Tx,
  { caseId, wave }: WaveKey,
  recipientIds: readonly string[],
  now: Date,
): Promise<void> {
  if (recipientIds.length === 0) return;
  await tx.query(
    `update notice_delivery set state = 'waiting', next_attempt_at = $4
      where case_id = $1 and wave = $2 and recipient_id = any ($3::uuid[]) and state = 'refused'`,
    [caseId, wave, recipientIds, now],
  );
}
