import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { allocateCaseId } from '../../database/case.ts';
import { createPool, type Pool } from '../../database/pool.ts';
import { inTransaction } from '../../database/transaction.ts';
import { migratedDatabase, type TestDatabase } from '../support/postgres.ts';

describe('case numbers', () => {
  let database: TestDatabase;
  let pool: Pool;
  before(async () => {
    database = await migratedDatabase();
    pool = createPool(database.adminUrl, 'test');
  });
  after(async () => {
    await pool.end();
    await database.drop();
  });

  /** The number given after so many of a year. */
  const next = (drill: boolean, last: number): Promise<string> =>
    inTransaction(pool, async (tx) => {
      await tx.query(
        `insert into case_number (year, drill, last) values (2026, $1, $2)
         on conflict (year, drill) do update set last = $2`,
        [drill, last],
      );
      return allocateCaseId(tx, 2026, drill);
    });

  it('of drills and of real cases never meet', async () => {
    assert.equal(await next(false, 41), 'breach-2026-0042');
    assert.equal(await next(false, 8_999), 'breach-2026-10000');
    assert.equal(await next(true, 9_000), 'breach-2026-9001');
    assert.equal(await next(true, 9_998), 'breach-2026-9999');
    assert.equal(await next(true, 9_999), 'breach-2026-990000');
  });
});
