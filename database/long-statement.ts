import type pg from 'pg';
import type { Tx } from './transaction.ts';

const LONG_MS = 240_000;

/**
 * Makes one statement that may take minutes, such as planning the notices of a million people; the next has the usual
 * seconds again.
 */
export async function longStatement<R extends pg.QueryResultRow>(
  tx: Tx,
  text: string,
  values: unknown[],
): Promise<pg.QueryResult<R>> {
  await tx.query(`set local statement_timeout = '240s'`);
  const statement: pg.QueryConfig & { query_timeout: number } = { text, values, query_timeout: LONG_MS };
  const result = await tx.query<R>(statement);
  await tx.query('set local statement_timeout to default');
  return result;
}
