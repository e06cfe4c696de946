import type { Tx } from './transaction.ts';

/** Acts of the engine that a case's own workflow did not ask for: of a mailing, and of the watch. */
const OUTSIDE = ['wave.stall', 'wave.goOn', 'wave.complete', 'watch.restart'];

/**
 * Cases not ended of whose facts something was entered past their workflow in the last seconds: by a mailing, by the
 * watch, or in what is told of the organisation itself.
 */
export async function casesToldOutside(tx: Tx, withinSeconds: number): Promise<string[]> {
  const { rows } = await tx.query<{ caseId: string }>(
    `select case_id as "caseId"
       from breach_case c
      where not ended
        and exists (select 1
                      from register_entry e
                     where e.organisation_id = c.organisation_id
                       and (e.case_id is null or e.case_id = c.case_id and e.kind = any ($2))
                       and e.recorded_at > now() - make_interval(secs => $1))
      order by case_id`,
    [withinSeconds, OUTSIDE],
  );
  return rows.map(({ caseId }) => caseId);
}
