import { isDeepStrictEqual } from 'node:util';
import { foldCase } from '../domain/case/fold.ts';
import { lockCase } from './case.ts';
import { PROJECTED, type ProjectedTable, projectionOf, saveProjection } from './projections.ts';
import { entriesOfCase } from './register.ts';
import type { Tx } from './transaction.ts';

/** One column of one row, or a whole row, on which a table and the register differ. Ids, instants and codes only. */
export interface ProjectionDifference {
  caseId: string;
  table: ProjectedTable;
  /** The row within its case, such as `authority/ES/initial`; the case itself for `breach_case`. */
  row: string;
  /** Null when the whole row is missing or should not be there. */
  column: string | null;
  stored: unknown;
  rebuilt: unknown;
}

type Row = Record<string, unknown>;

/** Columns that tell the rows of one case apart. */
const KEYS: Record<ProjectedTable, readonly string[]> = {
  breach_case: ['case_id'],
  deadline: ['duty_id'],
  filing: ['authority', 'seq'],
  notice_wave: ['wave'],
  processor_hop: ['number'],
};

const STORED: Record<ProjectedTable, string> = {
  breach_case: 'select to_jsonb(stored) as row from breach_case stored where case_id = $1',
  deadline: 'select to_jsonb(stored) as row from deadline stored where case_id = $1',
  filing: 'select to_jsonb(stored) as row from filing stored where case_id = $1',
  notice_wave: 'select to_jsonb(stored) as row from notice_wave stored where case_id = $1',
  processor_hop: 'select to_jsonb(stored) as row from processor_hop stored where case_id = $1',
};

/** The rebuilt rows through the tables' own types: the same instant is the same text, whatever offset it was said with. */
const REBUILT: Record<ProjectedTable, string> = {
  breach_case: 'select to_jsonb(rebuilt) as row from jsonb_populate_recordset(null::breach_case, $1) rebuilt',
  deadline: 'select to_jsonb(rebuilt) as row from jsonb_populate_recordset(null::deadline, $1) rebuilt',
  filing: 'select to_jsonb(rebuilt) as row from jsonb_populate_recordset(null::filing, $1) rebuilt',
  notice_wave: 'select to_jsonb(rebuilt) as row from jsonb_populate_recordset(null::notice_wave, $1) rebuilt',
  processor_hop: 'select to_jsonb(rebuilt) as row from jsonb_populate_recordset(null::processor_hop, $1) rebuilt',
};

const TABLES = Object.keys(PROJECTED) as ProjectedTable[];
/** Children before what they refer to. */
const CLEAR: readonly string[] = [
  'delete from deadline where case_id = $1',
  'delete from filing where case_id = $1',
  'delete from notice_wave where case_id = $1',
  'delete from processor_hop where case_id = $1',
  'delete from reminder where case_id = $1',
  'delete from breach_case where case_id = $1',
];

/** Cases the register knows, and cases only the tables know, by id. */
export async function casesToRebuild(tx: Tx): Promise<string[]> {
  const { rows } = await tx.query<{ caseId: string }>(
    `with recursive known (case_id) as (
       select min(case_id) from register_entry where case_id is not null
       union all
       select (select min(case_id) from register_entry where case_id > known.case_id)
         from known where case_id is not null)
     select case_id as "caseId" from known where case_id is not null
     union
     select case_id from breach_case order by 1`,
  );
  return rows.map(({ caseId }) => caseId);
}

async function rowsOf(tx: Tx, table: ProjectedTable, statement: string, parameter: string): Promise<Map<string, Row>> {
  const { rows } = await tx.query<{ row: Row }>(statement, [parameter]);
  return new Map(rows.map(({ row }) => [KEYS[table].map((column) => String(row[column])).join('/'), row]));
}

function compareRow(
  caseId: string,
  table: ProjectedTable,
  row: string,
  stored: Row | undefined,
  rebuilt: Row | undefined,
): ProjectionDifference[] {
  if (!stored || !rebuilt) {
    return [{ caseId, table, row, column: null, stored: stored ? 'there' : null, rebuilt: rebuilt ? 'there' : null }];
  }
  return PROJECTED[table]
    .filter((column) => !isDeepStrictEqual(stored[column], rebuilt[column]))
    .map((column) => ({ caseId, table, row, column, stored: stored[column], rebuilt: rebuilt[column] }));
}

/** The case folded anew from the register; nothing for a case the register does not know. */
async function rebuiltRows(tx: Tx, caseId: string): Promise<Record<ProjectedTable, Row[]> | null> {
  const entries = await entriesOfCase(tx, caseId);
  const [first] = entries;
  return first ? projectionOf(foldCase(first.organisationId, caseId, entries)) : null;
}

/** Where the tables of one case differ from what its register entries come to; empty when they are equal. */
export async function differencesOf(tx: Tx, caseId: string): Promise<ProjectionDifference[]> {
  await tx.query(`set local time zone 'UTC'`);
  const projection = await rebuiltRows(tx, caseId);
  const differences: ProjectionDifference[] = [];
  for (const table of TABLES) {
    const stored = await rowsOf(tx, table, STORED[table], caseId);
    const rebuilt = await rowsOf(tx, table, REBUILT[table], JSON.stringify(projection?.[table] ?? []));
    for (const row of [...new Set([...stored.keys(), ...rebuilt.keys()])].sort()) {
      differences.push(...compareRow(caseId, table, row, stored.get(row), rebuilt.get(row)));
    }
  }
  return differences;
}

/**
 * Brings the tables of one case to what the register says, holding the case; removes a case the register does not know.
 *
 * @returns what was different before
 */
export async function rebuildCase(tx: Tx, caseId: string): Promise<ProjectionDifference[]> {
  await lockCase(tx, caseId);
  const differences = await differencesOf(tx, caseId);
  if (differences.length === 0) return [];
  const entries = await entriesOfCase(tx, caseId);
  const [first] = entries;
  if (!first) {
    for (const statement of CLEAR) await tx.query(statement, [caseId]);
    return differences;
  }
  await tx.query('update breach_case set organisation_id = $2 where case_id = $1', [caseId, first.organisationId]);
  await saveProjection(tx, foldCase(first.organisationId, caseId, entries));
  return differences;
}
