import type { Role } from '../domain/law/roles.ts';
import type { Pool } from './pool.ts';
import { inTransaction, type Tx } from './transaction.ts';

/** The open duty that is due first, drills included; null when nothing is owed. */
export async function firstOpenDeadline(tx: Tx): Promise<{ caseId: string; dutyId: string; dueAt: Date } | null> {
  const { rows } = await tx.query<{ caseId: string; dutyId: string; dueAt: Date }>(
    `select case_id as "caseId", duty_id as "dutyId", due_at as "dueAt"
       from deadline
      where state = 'open' and due_at is not null
      order by due_at
      limit 1`,
  );
  return rows[0] ?? null;
}

/** Per organisation, which of these roles nobody fills; organisations where all are filled are left out. */
export async function rolesNobodyFills(
  tx: Tx,
  roles: readonly Role[],
): Promise<{ organisationId: string; roles: Role[] }[]> {
  const { rows } = await tx.query<{ organisationId: string; roles: Role[] }>(
    `select organisation_id as "organisationId", array_agg(wanted.role order by wanted.role) as roles
       from organisation
      cross join unnest($1::text[]) as wanted (role)
      where not exists (select 1
                          from person
                         where person.organisation_id = organisation.organisation_id
                           and person.ended_at is null
                           and wanted.role = any (person.roles))
      group by organisation_id
      order by organisation_id`,
    [roles],
  );
  return rows;
}

/** The database's clock. */
export async function databaseNow(tx: Tx): Promise<Date | null> {
  const { rows } = await tx.query<{ now: Date }>('select clock_timestamp() as now');
  return rows[0]?.now ?? null;
}

/** A guarding trigger of the register, and whether it fires always, also in a session that claims to be a replica. */
export interface RegisterGuard {
  trigger: string;
  always: boolean;
}

/** What stands between the login roles and a change of the register: the groups that may do it, and the triggers. */
export async function registerGuards(
  tx: Tx,
  groups: readonly string[],
): Promise<{ tooWide: string[]; guards: RegisterGuard[] }> {
  const { rows: wide } = await tx.query<{ name: string }>(
    `select name
       from unnest($1::text[]) as name
      where has_table_privilege(name, 'register_entry', 'update')
         or has_table_privilege(name, 'register_entry', 'delete')
         or has_table_privilege(name, 'register_entry', 'truncate')`,
    [groups],
  );
  const { rows: guards } = await tx.query<RegisterGuard>(
    `select tgname as trigger, tgenabled = 'A' as always
       from pg_trigger
      where tgrelid = 'register_entry'::regclass
        and not tgisinternal
      order by tgname`,
  );
  return { tooWide: wide.map(({ name }) => name), guards };
}

/** Raised to undo what was only tried. */
class Tried extends Error {}

/**
 * Writes half a megabyte and takes it back, so that a full disk or a standby server answers here and not in the middle
 * of a mailing; the next vacuum gives the room back.
 *
 * @throws {Refusal} `STORE_FULL`, `STORE_READ_ONLY`
 */
export async function tryWriting(pool: Pool): Promise<void> {
  try {
    await inTransaction(pool, async (tx) => {
      await tx.query(
        `insert into document (document_id, organisation_id, scope, media_type, sealed_name, sha256, byte_count, sealed)
         select gen_random_uuid(), '', 'doctor', 'text/plain', '', sha256(''), 0, decode(repeat('00', 524288), 'hex')`,
      );
      throw new Tried('Cannot keep what was only tried');
    });
  } catch (error) {
    if (!(error instanceof Tried)) throw error;
  }
}
