import type { StatementKind } from '../domain/case/bodies.ts';
import type { Assurance, WordsRef } from '../domain/case/entry.ts';
import type { ExitStatus, Finding, RefusalDetails } from '../domain/refusal.ts';
import type { Tx } from './transaction.ts';

/** A statement as stored: said, and perhaps decided. */
export interface StoredStatement {
  statementId: string;
  organisationId: string;
  caseId: string | null;
  kind: StatementKind;
  actor: string;
  assurance: Assurance;
  saidAt: Date;
  body: Record<string, unknown>;
  words: Record<string, WordsRef>;
  corrects: number | null;
  state: 'waiting' | 'accepted' | 'refused';
  outcome: Outcome | null;
}

/** The answer to a statement, and to every repeat of it. */
export type Outcome =
  | { accepted: true; seq: number; findings: Finding[]; awaitsSecondPerson: boolean }
  | { accepted: false; refusal: RefusalDetails; exit: ExitStatus };

export type NewStatement = Omit<StoredStatement, 'state' | 'outcome'>;

/** Keeps a statement; a repeat of its id changes nothing, so a caller may say it twice. */
export async function storeStatement(tx: Tx, said: NewStatement): Promise<void> {
  await tx.query(
    `insert into statement (statement_id, organisation_id, case_id, kind, actor, assurance, said_at, body, words, corrects)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (statement_id) do nothing`,
    [
      said.statementId,
      said.organisationId,
      said.caseId,
      said.kind,
      said.actor,
      said.assurance,
      said.saidAt,
      JSON.stringify(said.body),
      JSON.stringify(said.words),
      said.corrects,
    ],
  );
}

const COLUMNS = `statement_id as "statementId", organisation_id as "organisationId", case_id as "caseId", kind, actor,
  assurance, said_at as "saidAt", body, words, corrects, state, outcome`;

/** The statement of an id, or null. */
export async function findStatement(tx: Tx, statementId: string): Promise<StoredStatement | null> {
  const { rows } = await tx.query<StoredStatement>(`select ${COLUMNS} from statement where statement_id = $1`, [
    statementId,
  ]);
  return rows[0] ?? null;
}

/** Records the answer to a statement, once. */
export async function recordOutcome(tx: Tx, statementId: string, outcome: Outcome, at: Date): Promise<void> {
  await tx.query(
    `update statement set state = $2, outcome = $3, decided_at = $4 where statement_id = $1 and state = 'waiting'`,
    [statementId, outcome.accepted ? 'accepted' : 'refused', JSON.stringify(outcome), at],
  );
}

export interface StatementFilter {
  state: StoredStatement['state'];
  caseId?: string;
}

/** Statements in a state, oldest first; at most 500. */
export async function listStatements(tx: Tx, { state, caseId }: StatementFilter): Promise<StoredStatement[]> {
  const { rows } = await tx.query<StoredStatement>(
    `select ${COLUMNS} from statement
      where state = $1 and ($2::text is null or case_id = $2) order by position limit 500`,
    [state, caseId ?? null],
  );
  return rows;
}

/** Statements of cases still waiting, in the order they were said; what the courier delivers. */
export async function waitingStatements(
  tx: Tx,
): Promise<{ statementId: string; caseId: string; kind: StatementKind }[]> {
  const { rows } = await tx.query<{ statementId: string; caseId: string; kind: StatementKind }>(
    `select statement_id as "statementId", case_id as "caseId", kind from statement
      where state = 'waiting' and case_id is not null order by position limit 1000`,
  );
  return rows;
}

/** A statement that waits and those of its case said before it, in the order they were said; none when it is decided. */
export async function waitingUpTo(
  tx: Tx,
  statementId: string,
): Promise<{ statementId: string; caseId: string; kind: StatementKind }[]> {
  const { rows } = await tx.query<{ statementId: string; caseId: string; kind: StatementKind }>(
    `select earlier.statement_id as "statementId", earlier.case_id as "caseId", earlier.kind
       from statement this join statement earlier on earlier.case_id = this.case_id
      where this.statement_id = $1 and this.state = 'waiting'
        and earlier.state = 'waiting' and earlier.position <= this.position
      order by earlier.position limit 1000`,
    [statementId],
  );
  return rows;
}

/** The organisation of a case whose opening waits to be delivered; null when nobody has said anything of it. */
export async function organisationOfWaiting(tx: Tx, caseId: string): Promise<string | null> {
  const { rows } = await tx.query<{ organisationId: string }>(
    `select organisation_id as "organisationId" from statement where case_id = $1 and state = 'waiting' limit 1`,
    [caseId],
  );
  return rows[0]?.organisationId ?? null;
}
