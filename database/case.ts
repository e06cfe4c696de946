import type { CaseFacts } from '../domain/case/facts.ts';
import { foldCase } from '../domain/case/fold.ts';
import { entriesOfCase } from './register.ts';
import type { Tx } from './transaction.ts';

export const CASE_ID = /^breach-\d{4}-\d{4,6}$/;
const FIRST_DRILL = 9000;

/**
 * Gives out the next case number of a year, for ever: a number once given is never given again.
 *
 * @returns `breach-2026-0042`; drills count from `breach-2026-9001`
 */
export async function allocateCaseId(tx: Tx, year: number, drill: boolean): Promise<string> {
  const { rows } = await tx.query<{ last: number }>(
    `insert into case_number (year, drill, last) values ($1, $2, $3)
     on conflict (year, drill) do update set last = case_number.last + 1 returning last`,
    [year, drill, drill ? FIRST_DRILL + 1 : 1],
  );
  const number = rows[0]?.last ?? 1;
  return `breach-${year}-${String(drill ? drillNumber(number) : realNumber(number)).padStart(4, '0')}`;
}

/** Real numbers step over the drills' range: after 8999 they go on at 10000. */
const realNumber = (number: number): number => (number > 8999 ? number + 1000 : number);

/** After 9999 drills go on at 990000, which no real number of a year reaches. */
const drillNumber = (number: number): number => (number > 9999 ? number + 980_000 : number);

/** Holds a case until the transaction ends, whether it has been opened or not: one order of events per case. */
export async function lockCase(tx: Tx, caseId: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('tocsin.case:' || $1, 0))`, [caseId]);
}

/** Facts of a case: the fold of its entries. */
export async function loadFacts(tx: Tx, organisationId: string, caseId: string): Promise<CaseFacts> {
  return foldCase(organisationId, caseId, await entriesOfCase(tx, caseId));
}

/** Which organisation a case belongs to; null while nothing about it was entered. */
export async function organisationOfCase(tx: Tx, caseId: string): Promise<string | null> {
  const { rows } = await tx.query<{ organisationId: string }>(
    'select organisation_id as "organisationId" from breach_case where case_id = $1',
    [caseId],
  );
  return rows[0]?.organisationId ?? null;
}

export interface CaseRow {
  caseId: string;
  organisationId: string;
  version: number;
  drill: boolean;
  role: string;
  stage: string;
  risk: string | null;
  openedAt: Date | null;
  awareAt: Date | null;
  awareStatus: string;
  closedAt: Date | null;
  ended: boolean;
}

const COLUMNS = `case_id as "caseId", organisation_id as "organisationId", version, drill, role, stage, risk,
  opened_at as "openedAt", aware_at as "awareAt", aware_status as "awareStatus", closed_at as "closedAt", ended`;

/** Cases by id, ended ones included. */
export async function listCases(tx: Tx): Promise<CaseRow[]> {
  const { rows } = await tx.query<CaseRow>(`select ${COLUMNS} from breach_case order by case_id`);
  return rows;
}

/** Cases that must have a running workflow. */
export async function unendedCases(tx: Tx): Promise<{ caseId: string; organisationId: string }[]> {
  const { rows } = await tx.query<{ caseId: string; organisationId: string }>(
    'select case_id as "caseId", organisation_id as "organisationId" from breach_case where not ended order by case_id',
  );
  return rows;
}

/** Another case on which a registry number is recorded, or null. */
export async function caseWithRegistryNumber(tx: Tx, registryNumber: string, caseId: string): Promise<string | null> {
  const { rows } = await tx.query<{ caseId: string }>(
    'select case_id as "caseId" from filing where registry_number = $1 and case_id <> $2 limit 1',
    [registryNumber, caseId],
  );
  return rows[0]?.caseId ?? null;
}
