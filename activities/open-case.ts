import { createHash } from 'node:crypto';
import { allocateCaseId } from '../database/case.ts';
import { requireOrganisation } from '../database/decision-context.ts';
import { listOrganisations, listProcessors } from '../database/organisation.ts';
import { findStatement, type Outcome, storeStatement } from '../database/statement.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import type { BodyOf } from '../domain/case/bodies.ts';
import { parseUntrusted } from '../domain/case/parse-statement.ts';
import { EXIT, Refusal } from '../domain/refusal.ts';
import { acceptStatement } from './accept-statement.ts';
import type { CaseDependencies } from './case-dependencies.ts';

/** What the Temporal UI hands over: `case.open`'s body, who speaks, and which organisation if there are several. */
export interface OpenCaseInput {
  actor: string;
  organisation?: string;
  /** Ids, instants and codes, as in `tocsin case open --from`; never words. */
  body: Record<string, unknown>;
}

export interface OpenedCase {
  caseId: string;
  outcome: Outcome;
}

/** Starts a case's workflow; one that already runs is left alone. */
export type StartCase = (caseId: string) => Promise<void>;

/** @throws {Refusal} `ORGANISATION_UNCLEAR` */
async function organisationOf(tx: Tx, named: string | undefined): Promise<string> {
  if (named) return (await requireOrganisation(tx, named)).organisationId;
  const [only, ...others] = await listOrganisations(tx);
  if (only && others.length === 0) return only.organisationId;
  throw new Refusal(
    {
      code: 'ORGANISATION_UNCLEAR',
      message: `Cannot tell whose case this is: there are ${only ? others.length + 1 : 0} organisations`,
      next: 'Name one by its id under "organisation"',
    },
    EXIT.usage,
  );
}

interface OpenCaseRequest {
  requestId: string;
  input: OpenCaseInput;
}

/** Of the workflow's id and what was said: another breach told under an id used before is another case. */
function statementIdOf({ requestId, input }: OpenCaseRequest): string {
  const said = JSON.stringify([requestId, input]);
  return `open-${createHash('sha256').update(said).digest('hex').slice(0, 32)}`;
}

async function store(tx: Tx, request: OpenCaseRequest, now: Date): Promise<string> {
  const { input } = request;
  const statementId = statementIdOf(request);
  const known = await findStatement(tx, statementId);
  if (known?.caseId) return known.caseId;
  const { organisation, ...opening } = asObject(input);
  const { actor, body } = parseUntrusted({ ...opening, kind: 'case.open' }, statementId) as {
    actor: string;
    body: BodyOf<'case.open'>;
  };
  const organisationId = await organisationOf(tx, organisation);
  if (body.processorId) await assertProcessor(tx, organisationId, body.processorId);
  const caseId = await allocateCaseId(tx, now.getUTCFullYear(), body.drill);
  await storeStatement(tx, {
    statementId,
    organisationId,
    caseId,
    kind: 'case.open',
    actor,
    assurance: 'temporalUi',
    saidAt: now,
    body,
    words: {},
    corrects: null,
  });
  return caseId;
}

/** Anything at all can be typed in the Temporal UI. */
function asObject(input: unknown): Record<string, unknown> & { organisation?: string } {
  const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  const { organisation, ...rest } = given;
  return typeof organisation === 'string' ? { ...rest, organisation } : rest;
}

async function assertProcessor(tx: Tx, organisationId: string, processorId: string): Promise<void> {
  const known = (await listProcessors(tx, organisationId)).some((processor) => processor.processorId === processorId);
  if (known) return;
  throw new Refusal({
    code: 'PROCESSOR_UNKNOWN',
    message: `Cannot open the case: processor '${processorId}' is not described`,
    next: `Describe it with 'tocsin processor add ${processorId} --name …'`,
  });
}

/**
 * Opens a case on the word of the Temporal UI: gives it a number, enters the statement, starts its workflow.
 *
 * Keyed by the starting workflow's id and the facts given: a repeat yields the same case.
 */
export async function openCase(
  dependencies: CaseDependencies,
  startCase: StartCase,
  request: OpenCaseRequest,
): Promise<OpenedCase> {
  const now = await dependencies.now();
  try {
    const caseId = await inTransaction(dependencies.pool, (tx) => store(tx, request, now));
    const statementId = statementIdOf(request);
    const { outcome } = await acceptStatement(dependencies, {
      caseId,
      updateId: statementId,
      say: { statementId, kind: 'case.open' },
    });
    if (outcome.accepted) await startCase(caseId);
    return { caseId, outcome };
  } catch (error) {
    if (!(error instanceof Refusal) || error.exit === EXIT.serviceAway) throw error;
    return { caseId: '', outcome: { accepted: false, refusal: error.details, exit: error.exit } };
  }
}
