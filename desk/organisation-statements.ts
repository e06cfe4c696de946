import {
  endPerson,
  findOrganisation,
  listPeople,
  rolesOfPerson,
  saveOrganisation,
  savePerson,
  saveProcessor,
} from '../database/organisation.ts';
import { appendEntry } from '../database/register.ts';
import { findStatement, recordOutcome, type StoredStatement } from '../database/statement.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import type { Vault } from '../database/vault.ts';
import type { BodyOf, StatementKind } from '../domain/case/bodies.ts';
import { ROLES_OF } from '../domain/case/roles-of.ts';
import { requireZone } from '../domain/clocks/zone.ts';
import { requireAuthority } from '../domain/law/authorities.ts';
import { EXIT, Refusal } from '../domain/refusal.ts';
import type { Desk } from './context.ts';
import { assertPublishable, assertWasPublished } from './template-statements.ts';

const KINDS = [
  'organisation.describe',
  'person.add',
  'person.end',
  'processor.describe',
  'template.publish',
  'template.withdraw',
] as const;
type OrganisationKind = (typeof KINDS)[number];

/** Statements about the organisation itself: no case, no clock; the desk settles them. */
export const isOrganisationKind = (kind: StatementKind): kind is OrganisationKind =>
  KINDS.some((known) => known === kind);

/** Whoever describes a new organisation, and its first person, cannot have a role in it yet. */
async function assertMaySpeak(tx: Tx, { organisationId, actor, kind }: StoredStatement): Promise<void> {
  const people = await listPeople(tx, organisationId);
  if (people.length === 0) return;
  const roles = await rolesOfPerson(tx, organisationId, actor);
  const allowed = ROLES_OF[kind];
  if (allowed === 'any' || roles.some((role) => allowed.includes(role))) return;
  throw new Refusal(
    {
      code: 'ROLE_NOT_ALLOWED',
      message: `Cannot accept '${kind}' from '${actor}': it takes ${allowed.join(' or ')}`,
      next: `Say it --as a person who is ${allowed.join(' or ')} (see 'tocsin person list')`,
    },
    EXIT.notAllowed,
  );
}

async function assertDescribed(tx: Tx, organisationId: string): Promise<void> {
  if (await findOrganisation(tx, organisationId)) return;
  throw new Refusal({
    code: 'ORGANISATION_UNKNOWN',
    message: `Cannot speak of organisation '${organisationId}': nobody has described it`,
    next: "Describe it first with 'tocsin organisation set'",
  });
}

const APPLY: Record<OrganisationKind, (tx: Tx, stored: StoredStatement, seq: number, now: Date) => Promise<void>> = {
  'organisation.describe': async (tx, { organisationId, body, words }, seq) =>
    saveOrganisation(tx, organisationId, body as BodyOf<'organisation.describe'>, words, seq),
  'person.add': async (tx, { organisationId, body, words }) =>
    savePerson(tx, organisationId, body as BodyOf<'person.add'>, words),
  'person.end': async (tx, { organisationId, body }, _seq, now) => {
    const { personId } = body as BodyOf<'person.end'>;
    if (await endPerson(tx, organisationId, personId, now)) return;
    throw new Refusal({
      code: 'PERSON_UNKNOWN',
      message: `Cannot end person '${personId}': organisation '${organisationId}' has no such person today`,
      next: "See who there is with 'tocsin person list'",
    });
  },
  'processor.describe': async (tx, { organisationId, body, words }) =>
    saveProcessor(tx, organisationId, body as BodyOf<'processor.describe'>, words),
  // The register itself is where templates stand.
  'template.publish': async () => {},
  'template.withdraw': async (tx, { organisationId, body }, seq) =>
    assertWasPublished(tx, organisationId, (body as BodyOf<'template.withdraw'>).locale, seq),
};

function assertForm({ kind, body }: StoredStatement): void {
  if (kind !== 'organisation.describe') return;
  const { authority, zone } = body as BodyOf<'organisation.describe'>;
  requireAuthority(authority);
  requireZone(zone);
}

async function settle(tx: Tx, vault: Vault, stored: StoredStatement, now: Date): Promise<void> {
  const { statementId, organisationId, kind, actor, assurance, words } = stored;
  if (!isOrganisationKind(kind)) return;
  assertForm(stored);
  if (kind !== 'organisation.describe') await assertDescribed(tx, organisationId);
  await assertMaySpeak(tx, stored);
  if (kind === 'template.publish') await assertPublishable(tx, vault, stored);
  const body = { ...stored.body, ...(Object.keys(words).length > 0 ? { words } : {}) };
  const entry = await appendEntry(tx, {
    organisationId,
    caseId: null,
    at: now,
    actor,
    assurance,
    kind,
    statementId,
    body,
  });
  await APPLY[kind](tx, stored, entry.seq, now);
  await recordOutcome(
    tx,
    statementId,
    { accepted: true, seq: entry.seq, findings: [], awaitsSecondPerson: false },
    now,
  );
}

/** Settles a statement about the organisation in one transaction; a refusal is recorded as its answer. */
export async function settleForOrganisation({ pool, vault }: Desk, statementId: string, now: Date): Promise<void> {
  try {
    await inTransaction(pool, async (tx) => {
      const stored = await findStatement(tx, statementId);
      if (stored && stored.state === 'waiting') await settle(tx, vault, stored, now);
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.exit === EXIT.serviceAway) throw error;
    const refusal = { accepted: false as const, refusal: error.details, exit: error.exit };
    await inTransaction(pool, (tx) => recordOutcome(tx, statementId, refusal, now));
  }
}
