import pg from 'pg';
import { createPool, type Pool } from '../database/pool.ts';
import { appendEntry, type NewEntry } from '../database/register.ts';
import { inTransaction } from '../database/transaction.ts';
import { megabytes, middle, ratio } from './figures.ts';
import type { Machine } from './machine.ts';
import type { Note } from './progress.ts';

export interface RegisterFigures {
  ratios: { appendsToBareInserts: number };
  appendsPerSecond: number;
  bareInsertsPerSecond: number;
  /** Memory of this process, in bytes. */
  rss: number;
  count: number;
}

const ROUNDS = 5;
const COLUMNS =
  'organisation_id, seq, case_id, at, actor, assurance, kind, statement_id, body, body_hash, prev_hash, hash, recorded_at';

/** An entry of usual size: a reminder sent. */
const reminder = (): NewEntry => ({
  organisationId: 'bench',
  caseId: 'breach-2026-0001',
  at: new Date(),
  actor: 'engine',
  assurance: 'engine',
  kind: 'reminder.send',
  statementId: null,
  body: {
    duties: [{ dutyId: 'authority/ES/initial', rung: '-48h', dueAt: '2026-10-26T16:00:00.000Z' }],
    roles: ['handler', 'dpo'],
    addressees: 2,
    outcome: 'sent',
  },
});

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (let done = 0; done < count; done += 1) await work();
  return (count / (performance.now() - began)) * 1000;
}

/** A table of the register's columns with no key, no trigger and no chain, which the worker may write. */
async function createBareTable(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`create table bare_entry as select ${COLUMNS} from register_entry with no data`);
  await client.query('grant insert on bare_entry to tocsin_worker');
  await client.end();
}

/** The rows that the register holds, to be inserted as they are. */
async function rowsOf(pool: Pool, count: number): Promise<unknown[][]> {
  const { rows } = await pool.query<unknown[]>({
    text: `select ${COLUMNS} from register_entry order by seq desc limit $1`,
    values: [count],
    rowMode: 'array',
  });
  return rows;
}

const INSERT = `insert into bare_entry (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

/**
 * Appends to the register in a second, each in a transaction of its own, beside bare inserts of the same rows, in
 * turns, the median of each; one writer, for one organisation's chain is written by one at a time.
 */
export async function benchRegister(machine: Machine, count: number, note: Note): Promise<RegisterFigures> {
  note('starting PostgreSQL');
  const database = await machine.startDatabase();
  await createBareTable(database.adminUrl);
  const pool = createPool(database.url('worker'), 'tocsin bench');
  machine.later(() => pool.end());
  const each = Math.ceil(count / ROUNDS);
  const append = (): Promise<unknown> => inTransaction(pool, (tx) => appendEntry(tx, reminder()));
  await perSecond(Math.min(each, 100), append);

  const appends: number[] = [];
  const inserts: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    appends.push(await perSecond(each, append));
    const rows = await rowsOf(pool, each);
    const insert = (): Promise<unknown> => inTransaction(pool, (tx) => tx.query(INSERT, rows.pop()));
    inserts.push(await perSecond(rows.length, insert));
    note(`round ${round} of ${ROUNDS}: ${each} appends, ${each} bare inserts`);
  }
  const [appendsPerSecond, bareInsertsPerSecond] = [Math.round(middle(appends)), Math.round(middle(inserts))];
  const ratios = { appendsToBareInserts: ratio(appendsPerSecond, bareInsertsPerSecond) };
  return { ratios, appendsPerSecond, bareInsertsPerSecond, rss: process.memoryUsage.rss(), count: each * ROUNDS };
}

export const registerTable = (figures: RegisterFigures): string[][] => [
  [`${figures.count} of each`, 'per second'],
  ['register appends', String(figures.appendsPerSecond)],
  ['bare inserts', String(figures.bareInsertsPerSecond)],
  ['ratio', String(figures.ratios.appendsToBareInserts)],
  ['memory', megabytes(figures.rss)],
];
