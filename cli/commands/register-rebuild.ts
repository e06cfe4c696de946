import type { Command } from 'commander';
import { createPool, type Pool } from '../../database/pool.ts';
import { casesToRebuild, differencesOf, type ProjectionDifference, rebuildCase } from '../../database/rebuild.ts';
import type { LoginRole } from '../../database/roles.ts';
import { inSnapshot, inTransaction } from '../../database/transaction.ts';
import { EXIT } from '../../domain/refusal.ts';
import { loadConfig } from '../../worker/config.ts';
import { type Answer, act } from '../answer.ts';

interface RebuildOptions {
  check?: boolean;
}

/** `register rebuild`: the tables for lists and deadlines are made from the register, and can be made anew. */
export function addRebuildCommand(noun: Command): void {
  const rebuild = noun
    .command('rebuild')
    .description('make the tables of every case anew from the register, or check that they equal it')
    .option('--check', 'change nothing; name every row that differs')
    .addHelpText('before', '  $ tocsin register rebuild --check\n  $ tocsin register rebuild\n')
    .addHelpText(
      'after',
      '\nExit status: 0 equal (or made so), 65 with --check when they differ, 69 PostgreSQL is away.',
    );
  act<RebuildOptions>(rebuild, (_args, options) => (options.check || options.dryRun ? check() : remake()));
}

/** Only the worker's role may write these tables; to check them, reading is enough. */
async function withPool<T>(role: LoginRole, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = createPool(loadConfig().databaseUrl(role), 'tocsin register rebuild', { max: 1 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

const shown = (value: unknown): string => (value === null ? 'nothing' : `'${String(value)}'`);

function sentence({ caseId, table, row, column, stored, rebuilt }: ProjectionDifference): string {
  const where = table === 'breach_case' ? `${caseId}: ${table}` : `${caseId}: ${table} ${row}`;
  if (column !== null) return `${where}, ${column}: ${shown(stored)} stored, ${shown(rebuilt)} by the register`;
  return stored === null
    ? `${where}: the row is missing`
    : `${where}: the row is there, and the register knows nothing of it`;
}

async function check(): Promise<Answer> {
  const { cases, differences } = await withPool('desk', (pool) =>
    inSnapshot(pool, async (tx) => {
      const cases = await casesToRebuild(tx);
      const differences: ProjectionDifference[] = [];
      for (const caseId of cases) differences.push(...(await differencesOf(tx, caseId)));
      return { cases: cases.length, differences };
    }),
  );
  const ok = differences.length === 0;
  const verdict = ok
    ? `✓ ${cases} case(s) folded anew: every row equals the register`
    : `✗ ${differences.length} difference(s) in ${cases} case(s)`;
  return {
    data: { cases, ok, differences },
    text: [verdict, ...differences.map((each) => `  ${sentence(each)}`)].join('\n'),
    exit: ok ? EXIT.ok : EXIT.data,
    ...(ok ? {} : { next: 'Verify the register first (tocsin register verify), then run: tocsin register rebuild' }),
  };
}

async function remake(): Promise<Answer> {
  const { cases, differences } = await withPool('worker', async (pool) => {
    const cases = await inSnapshot(pool, casesToRebuild);
    const differences: ProjectionDifference[] = [];
    for (const caseId of cases) differences.push(...(await inTransaction(pool, (tx) => rebuildCase(tx, caseId))));
    return { cases: cases.length, differences };
  });
  const verdict =
    differences.length === 0
      ? `✓ ${cases} case(s) folded anew: every row equalled the register already`
      : `✓ ${cases} case(s) folded anew; ${differences.length} difference(s) mended`;
  return {
    data: { cases, ok: true, mended: differences },
    text: [verdict, ...differences.map((each) => `  ${sentence(each)}`)].join('\n'),
  };
}
