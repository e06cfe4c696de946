import pg from 'pg';
import { asDatabaseRefusal } from './fault.ts';

export type Pool = pg.Pool;

export interface PoolOptions {
  /** Connections held at most; default 8. */
  max?: number;
  /** Longest a single statement may run, in milliseconds; default 5,000. */
  statementTimeoutMs?: number;
}

const CONNECT_MS = 3_000;
const LOCK_MS = 4_000;
const STATEMENT_MS = 5_000;
const IDLE_IN_TRANSACTION_MS = 10_000;
/** The client gives up a little after the server should have: only a dead network leaves it waiting. */
const ANSWER_GRACE_MS = 2_000;

const OID = { int8: 20, date: 1082 } as const;

/** `timestamptz` comes back as `Date` (the driver's own rule), counts as numbers, calendar days as `YYYY-MM-DD`. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    if (oid === OID.int8) return Number;
    if (oid === OID.date) return String;
    return pg.types.getTypeParser(oid, format);
  },
};

/**
 * Connections to PostgreSQL that give up by themselves: on a server that is away, a lock, a statement, or a silent network.
 *
 * Connects at first use, not here.
 *
 * @param applicationName  shown in `pg_stat_activity`, e.g. `tocsin worker`
 */
export function createPool(url: string, applicationName: string, options: PoolOptions = {}): Pool {
  const statementMs = options.statementTimeoutMs ?? STATEMENT_MS;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: options.max ?? 8,
    types,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: statementMs,
    query_timeout: statementMs + ANSWER_GRACE_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  });
  // A connection lost between two statements must not end the process: the next statement on it reports the loss.
  pool.on('error', ignoreLoss).on('connect', (client) => client.on('error', ignoreLoss));
  return pool;
}

const ignoreLoss = (): void => {};

/** One connection of its own for `work`, closed afterwards; for administration, where no timeout should cut a migration. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS, keepAlive: true, types });
  client.on('error', ignoreLoss);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw asDatabaseRefusal(error);
  } finally {
    await client.end().catch(ignoreLoss);
  }
}
