import type { BodyOf, OrganisationPolicy } from '../domain/case/bodies.ts';
import type { CaseRole, WordsRef } from '../domain/case/entry.ts';
import type { CasePolicy } from '../domain/case/facts.ts';
import type { OrganisationProfile } from '../domain/law/profile.ts';
import type { Role } from '../domain/law/roles.ts';
import type { Tx } from './transaction.ts';

export interface Organisation {
  organisationId: string;
  country: string;
  zone: string;
  authority: string;
  role: CaseRole;
  sector: string;
  size: string;
  policy: OrganisationPolicy;
  profile: OrganisationProfile;
  words: Record<string, WordsRef>;
}

export interface Person {
  organisationId: string;
  personId: string;
  roles: Role[];
  deputy: boolean;
  locale: string;
  words: Record<string, WordsRef>;
  endedAt: Date | null;
}

export interface Processor {
  organisationId: string;
  processorId: string;
  contractHours: number | null;
  sameGroup: boolean;
  words: Record<string, WordsRef>;
}

const ORGANISATION = `organisation_id as "organisationId", country, zone, authority, role, sector, size, policy, profile, words`;
const PERSON = `organisation_id as "organisationId", person_id as "personId", roles, deputy, locale, words,
  ended_at as "endedAt"`;

export async function listOrganisations(tx: Tx): Promise<Organisation[]> {
  const { rows } = await tx.query<Organisation>(`select ${ORGANISATION} from organisation order by organisation_id`);
  return rows;
}

export async function findOrganisation(tx: Tx, organisationId: string): Promise<Organisation | null> {
  const { rows } = await tx.query<Organisation>(`select ${ORGANISATION} from organisation where organisation_id = $1`, [
    organisationId,
  ]);
  return rows[0] ?? null;
}

/** People of an organisation, those who have left included, by id. */
export async function listPeople(tx: Tx, organisationId: string): Promise<Person[]> {
  const { rows } = await tx.query<Person>(
    `select ${PERSON} from person where organisation_id = $1 order by person_id`,
    [organisationId],
  );
  return rows;
}

/** Roles a person holds today; none for a stranger or one who has left. */
export async function rolesOfPerson(tx: Tx, organisationId: string, personId: string): Promise<Role[]> {
  const { rows } = await tx.query<{ roles: Role[] }>(
    'select roles from person where organisation_id = $1 and person_id = $2 and ended_at is null',
    [organisationId, personId],
  );
  return rows[0]?.roles ?? [];
}

export async function listProcessors(tx: Tx, organisationId: string): Promise<Processor[]> {
  const { rows } = await tx.query<Processor>(
    `select organisation_id as "organisationId", processor_id as "processorId", contract_hours as "contractHours",
            same_group as "sameGroup", words
       from processor where organisation_id = $1 order by processor_id`,
    [organisationId],
  );
  return rows;
}

/** What a case opened today would copy of its organisation. */
export const policyOf = (organisation: Organisation): CasePolicy & { role: CaseRole } => ({
  ...organisation.policy,
  country: organisation.country,
  zone: organisation.zone,
  authority: organisation.authority,
  role: organisation.role,
  profile: organisation.profile,
});

type Words = Record<string, WordsRef>;

export async function saveOrganisation(
  tx: Tx,
  organisationId: string,
  body: BodyOf<'organisation.describe'>,
  words: Words,
  seq: number,
): Promise<void> {
  const { country, zone, authority, role, sector, size, policy, profile } = body;
  await tx.query(
    `insert into organisation (organisation_id, country, zone, authority, role, sector, size, policy, profile, words,
                               described_seq)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (organisation_id) do update
       set country = $2, zone = $3, authority = $4, role = $5, sector = $6, size = $7, policy = $8, profile = $9,
           words = $10, described_seq = $11`,
    [
      organisationId,
      country,
      zone,
      authority,
      role,
      sector,
      size,
      JSON.stringify(policy),
      JSON.stringify(profile),
      JSON.stringify(words),
      seq,
    ],
  );
}

export async function savePerson(
  tx: Tx,
  organisationId: string,
  body: BodyOf<'person.add'>,
  words: Words,
): Promise<void> {
  await tx.query(
    `insert into person (organisation_id, person_id, roles, deputy, locale, words) values ($1, $2, $3, $4, $5, $6)
     on conflict (organisation_id, person_id) do update
       set roles = $3, deputy = $4, locale = $5, words = $6, ended_at = null`,
    [organisationId, body.personId, body.roles, body.deputy, body.locale, JSON.stringify(words)],
  );
}

export async function endPerson(tx: Tx, organisationId: string, personId: string, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update person set ended_at = $3 where organisation_id = $1 and person_id = $2 and ended_at is null',
    [organisationId, personId, at],
  );
  return rowCount === 1;
}

export async function saveProcessor(
  tx: Tx,
  organisationId: string,
  body: BodyOf<'processor.describe'>,
  words: Words,
): Promise<void> {
  await tx.query(
    `insert into processor (organisation_id, processor_id, contract_hours, same_group, words) values ($1, $2, $3, $4, $5)
     on conflict (organisation_id, processor_id) do update set contract_hours = $3, same_group = $4, words = $5`,
    [organisationId, body.processorId, body.contractHours, body.sameGroup, JSON.stringify(words)],
  );
}
