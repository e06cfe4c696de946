import type { Tx } from './transaction.ts';

/** The entry something was last said by, and when. */
export interface LastSaid {
  seq: number;
  /** RFC 3339, UTC. */
  at: string;
}

/** Which entries what stands outside a case's own facts comes from. */
export interface Provenance {
  /** By what it is about: `organisation`, `person/diego`, `processor/mixpanel`. */
  about: ReadonlyMap<string, LastSaid>;
  /** When each entry was made, by its number: the case's, and those in `about`. */
  saidAt: Record<number, string>;
}

interface Row {
  seq: number;
  at: Date;
  kind: string;
  personId: string | null;
  processorId: string | null;
}

function aboutOf({ kind, personId, processorId }: Row): string | null {
  if (kind === 'organisation.describe') return 'organisation';
  if (personId !== null && kind === 'person.add') return `person/${personId}`;
  return processorId === null ? null : `processor/${processorId}`;
}

/** The newest entries about an organisation, its people and its processors, as one of its cases sees them. */
export async function provenanceOf(tx: Tx, organisationId: string, caseId: string): Promise<Provenance> {
  const { rows } = await tx.query<Row>(
    `select seq, at, kind, body::jsonb ->> 'personId' as "personId", body::jsonb ->> 'processorId' as "processorId"
       from register_entry
      where organisation_id = $1 and (case_id = $2 or case_id is null)
      order by seq`,
    [organisationId, caseId],
  );
  const about = new Map<string, LastSaid>();
  const saidAt: Record<number, string> = {};
  for (const row of rows) {
    const at = row.at.toISOString();
    saidAt[row.seq] = at;
    const key = aboutOf(row);
    if (key !== null) about.set(key, { seq: row.seq, at });
  }
  return { about, saidAt };
}
