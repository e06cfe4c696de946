import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { longStatement } from '../../database/long-statement.ts';
import { createPool, type Pool } from '../../database/pool.ts';
import { inTransaction } from '../../database/transaction.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';

describe('a long statement', () => {
  let database: TestDatabase;
  let pool: Pool;
  before(async () => {
    database = await testDatabase();
    pool = createPool(database.adminUrl, 'test', { statementTimeoutMs: 200 });
  });
  after(async () => {
    await pool.end();
    await database.drop();
  });

  it('may take longer than others; the next may not', async () => {
    const slow = 'select pg_sleep($1)';
    const made = inTransaction(pool, async (tx) => {
      const { rowCount } = await longStatement(tx, slow, [0.5]);
      assert.equal(rowCount, 1);
      await tx.query(slow, [0.5]);
    });
    await assert.rejects(made, /a statement took too long/);
  });
});
