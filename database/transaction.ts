import type pg from 'pg';
import { asDatabaseRefusal } from './fault.ts';

/** A connection inside a transaction: what every function of this room takes. */
export type Tx = pg.PoolClient;

/**
 * Does `work` in one transaction and yields its result once committed; any error rolls everything back.
 *
 * When the connection breaks during the commit, nobody knows whether it took place: callers repeat by statement id.
 *
 * @throws {Refusal} `DATABASE_AWAY`, `STORE_READ_ONLY`, `STORE_FULL`, `DATABASE_BUSY`, …
 * @throws {DatabaseFault} for any other answer of the server, without row values
 */
export const inTransaction = <T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> => run(pool, 'begin', work);

/** As `inTransaction`, but reads only, and sees the database as it stood at the first statement. */
export const inSnapshot = <T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> =>
  run(pool, 'begin isolation level repeatable read read only', work);

/** Does one statement that is a transaction of its own: one round trip, where a transaction takes three. */
export async function inOneStatement<T>(pool: pg.Pool, statement: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await connect(pool);
  try {
    const result = await statement(tx);
    tx.release();
    return result;
  } catch (error) {
    tx.release(true);
    throw asDatabaseRefusal(error);
  }
}

async function run<T>(pool: pg.Pool, begin: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = await connect(pool);
  try {
    await tx.query(begin);
    const result = await work(tx);
    await commit(tx);
    tx.release();
    return result;
  } catch (error) {
    await rollBack(tx);
    throw asDatabaseRefusal(error);
  }
}

/** Does something for each item, one after the other: a connection answers one question at a time. */
export async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

async function connect(pool: pg.Pool): Promise<Tx> {
  try {
    return await pool.connect();
  } catch (error) {
    throw asDatabaseRefusal(error);
  }
}

/** PostgreSQL answers `commit` of a failed transaction with a silent rollback. */
async function commit(tx: Tx): Promise<void> {
  const { command } = await tx.query('commit');
  if (command !== 'COMMIT')
    throw new Error('Cannot commit: a statement of this transaction had failed and was ignored');
}

/** A connection that cannot even roll back is thrown away, not given to the next caller. */
async function rollBack(tx: Tx): Promise<void> {
  try {
    await tx.query('rollback');
    tx.release();
  } catch {
    tx.release(true);
  }
}
