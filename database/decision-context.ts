import type { DecisionContext } from '../domain/case/decide.ts';
import { Refusal } from '../domain/refusal.ts';
import { caseWithRegistryNumber } from './case.ts';
import { countOpenHeld } from './notice-held.ts';
import { findOrganisation, listProcessors, type Organisation, policyOf, rolesOfPerson } from './organisation.ts';
import type { NewStatement } from './statement.ts';
import type { Tx } from './transaction.ts';

/** @throws {Refusal} `ORGANISATION_UNKNOWN` */
export async function requireOrganisation(tx: Tx, organisationId: string): Promise<Organisation> {
  const organisation = await findOrganisation(tx, organisationId);
  if (organisation) return organisation;
  throw new Refusal({
    code: 'ORGANISATION_UNKNOWN',
    message: `Cannot find organisation '${organisationId}'`,
    next: "Describe it first with 'tocsin organisation set', or name another with --org",
  });
}

/** What the rules need to know besides the case: the speaker's roles, the organisation's policy, its processors. */
export async function decisionContext(
  tx: Tx,
  said: Pick<NewStatement, 'organisationId' | 'caseId' | 'actor' | 'body'> & { kind?: string },
  now: Date,
): Promise<DecisionContext> {
  const organisation = await requireOrganisation(tx, said.organisationId);
  const processors = await listProcessors(tx, said.organisationId);
  const number = said.body['registryNumber'];
  const elsewhere =
    typeof number === 'string' && said.caseId ? await caseWithRegistryNumber(tx, number, said.caseId) : null;
  return {
    now,
    roles: await rolesOfPerson(tx, said.organisationId, said.actor),
    policy: policyOf(organisation),
    processors: Object.fromEntries(
      processors.map(({ processorId, contractHours, sameGroup }) => [processorId, { contractHours, sameGroup }]),
    ),
    registryNumberElsewhere: elsewhere,
    heldNotices: said.kind === 'notice.settleHeld' ? await heldOf(tx, said) : null,
  };
}

const heldOf = (tx: Tx, { caseId, body }: Pick<NewStatement, 'caseId' | 'body'>): Promise<number> =>
  countOpenHeld(tx, { caseId: caseId ?? '', wave: Number(body['wave']) });
