import type { Duty } from '../domain/case/duties/duty.ts';
import type { Tx } from './transaction.ts';

/** A duty as the tables hold it, with what a list across cases shows beside it. Instants as `Date`. */
export interface DeadlineRow {
  caseId: string;
  dutyId: string;
  rule: string;
  state: Duty['state'];
  dueAt: Date | null;
  actBy: Date | null;
  metAt: Date | null;
  why: string;
  drill: boolean;
  /** The organisation's own zone. */
  zone: string;
}

export interface DeadlineFilter {
  caseId: string | null;
  organisationId: string | null;
}

/** Duties of one case or of all that have not ended, the most pressing first; undated ones last. */
export async function listDeadlines(tx: Tx, { caseId, organisationId }: DeadlineFilter): Promise<DeadlineRow[]> {
  const { rows } = await tx.query<DeadlineRow>(
    `select deadline.case_id as "caseId", duty_id as "dutyId", rule, deadline.state, due_at as "dueAt",
            act_by as "actBy", met_at as "metAt", why, drill, organisation.zone
       from deadline
       join breach_case on breach_case.case_id = deadline.case_id
       join organisation on organisation.organisation_id = breach_case.organisation_id
      where ($1::text is null and not breach_case.ended or deadline.case_id = $1)
        and ($2::text is null or breach_case.organisation_id = $2)
      order by act_by nulls last, deadline.case_id, duty_id`,
    [caseId, organisationId],
  );
  return rows;
}

/** Entries after which a duty cannot have moved. */
const QUIET = ['reminder.send', 'deadline.acknowledge', 'pack.prepare', 'watch.restart'];

/** The newest entry of each case that can have moved one of its duties: number and time. */
export async function lastMoves(tx: Tx, caseIds: readonly string[]): Promise<Map<string, { seq: number; at: Date }>> {
  const { rows } = await tx.query<{ caseId: string; seq: number; at: Date }>(
    `select distinct on (case_id) case_id as "caseId", seq, at from register_entry
      where case_id = any($1::text[]) and kind <> all($2::text[]) order by case_id, seq desc`,
    [caseIds, QUIET],
  );
  return new Map(rows.map(({ caseId, seq, at }) => [caseId, { seq, at }]));
}
