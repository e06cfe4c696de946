import { randomUUID } from 'node:crypto';
import { allocateCaseId, CASE_ID, organisationOfCase } from '../database/case.ts';
import { decisionContext } from '../database/decision-context.ts';
import { saveWords } from '../database/narrative.ts';
import {
  findStatement,
  type Outcome,
  organisationOfWaiting,
  storeStatement,
  waitingUpTo,
} from '../database/statement.ts';
import { inSnapshot, inTransaction, type Tx } from '../database/transaction.ts';
import type { BodyOf, StatementKind } from '../domain/case/bodies.ts';
import { parseBody, parseWords } from '../domain/case/parse-statement.ts';
import { assertClaims } from '../domain/case/rules/record-facts.ts';
import { EXIT, type Finding, quoteValue, Refusal } from '../domain/refusal.ts';
import type { Desk, Speaker } from './context.ts';
import { isOrganisationKind, settleForOrganisation } from './organisation-statements.ts';

/** A statement as a person makes it: the body in ids, instants and codes; what is written in words beside it. */
export interface NewSaying<K extends StatementKind = StatementKind> {
  kind: K;
  /** Null when the organisation itself is spoken of, and for `case.open`, which yields a new number. */
  caseId: string | null;
  body: unknown;
  words?: Record<string, string>;
  corrects?: number;
  /** Id of the statement; saying the same id again changes nothing and yields the same answer. */
  statementId?: string;
}

/** The answer to an accepted statement. */
export interface Said {
  statementId: string;
  caseId: string | null;
  seq: number;
  findings: Finding[];
  awaitsSecondPerson: boolean;
}

interface Stored {
  statementId: string;
  caseId: string | null;
}

/** A case number for an opening; other statements speak of the case they name. */
async function caseOf(tx: Tx, saying: NewSaying, body: unknown, now: Date): Promise<string | null> {
  if (saying.kind !== 'case.open') return saying.caseId;
  return allocateCaseId(tx, now.getUTCFullYear(), (body as BodyOf<'case.open'>).drill);
}

/** A case is spoken of by its own organisation alone. @throws {Refusal} `CASE_UNKNOWN` */
async function assertOwnCase(tx: Tx, { organisationId }: Speaker, { kind, caseId }: NewSaying): Promise<void> {
  if (caseId === null && (kind === 'case.open' || isOrganisationKind(kind))) return;
  const known = caseId !== null && CASE_ID.test(caseId) ? caseId : '';
  const owner = (await organisationOfCase(tx, known)) ?? (await organisationOfWaiting(tx, known));
  if (kind !== 'case.open' && owner === organisationId) return;
  throw new Refusal({
    code: 'CASE_UNKNOWN',
    message: `Cannot find case ${quoteValue(caseId ?? '')} of organisation '${organisationId}'`,
    next: "List the cases with 'tocsin case list'",
  });
}

/** Strangers are refused before anything is stored; a first person of an organisation cannot be one yet. */
async function assertKnown(
  tx: Tx,
  speaker: Speaker,
  saying: NewSaying,
  body: Record<string, unknown>,
  now: Date,
): Promise<void> {
  if (isOrganisationKind(saying.kind)) return;
  const { roles, processors } = await decisionContext(tx, { ...speaker, caseId: saying.caseId, body }, now);
  const processorId = body['processorId'];
  if (saying.kind === 'case.open' && typeof processorId === 'string' && !Object.hasOwn(processors, processorId)) {
    throw new Refusal({
      code: 'PROCESSOR_UNKNOWN',
      message: `Cannot open the case: processor '${processorId}' is not described`,
      next: `Describe it with 'tocsin processor add ${processorId} --name …'`,
    });
  }
  if (roles.length > 0) return;
  throw new Refusal(
    {
      code: 'PERSON_UNKNOWN',
      message: `Cannot accept '${saying.kind}' from '${speaker.actor}': organisation '${speaker.organisationId}' has no such person`,
      next: "Name yourself with --as (see 'tocsin person list'), or add yourself with 'tocsin person add'",
    },
    EXIT.notAllowed,
  );
}

async function store(tx: Tx, desk: Desk, speaker: Speaker, saying: NewSaying, now: Date): Promise<Stored> {
  const statementId = saying.statementId ?? randomUUID();
  const known = await findStatement(tx, statementId);
  if (known) return { statementId, caseId: known.caseId };
  const body = parseBody(saying.kind, saying.body) as Record<string, unknown>;
  const words = parseWords(saying.kind, saying.words ?? {});
  if (saying.kind === 'case.recordFacts') assertClaims(body as BodyOf<'case.recordFacts'>, Object.keys(words));
  await assertOwnCase(tx, speaker, saying);
  await assertKnown(tx, speaker, saying, body, now);
  const caseId = await caseOf(tx, saying, body, now);
  const { organisationId, actor, assurance } = speaker;
  const refs = await saveWords(tx, desk.vault, { organisationId, caseId }, words);
  const corrects = saying.corrects ?? null;
  await storeStatement(tx, {
    statementId,
    organisationId,
    caseId,
    kind: saying.kind,
    actor,
    assurance,
    saidAt: now,
    body,
    words: refs,
    corrects,
  });
  // The same statement said twice at once: the first to be stored is the one.
  return { statementId, caseId: (await findStatement(tx, statementId))?.caseId ?? caseId };
}

/** @throws {Refusal} the case's own, or `SAVED_WAITING` */
function answerOf(outcome: Outcome | null, { statementId, caseId }: Stored): Said {
  if (outcome?.accepted) {
    const { seq, findings, awaitsSecondPerson } = outcome;
    return { statementId, caseId, seq, findings, awaitsSecondPerson };
  }
  if (outcome) throw new Refusal(outcome.refusal, outcome.exit);
  throw new Refusal(
    {
      code: 'SAVED_WAITING',
      message: `Saved${caseId ? ` for case '${caseId}'` : ''}, but the case cannot be reached now: the statement waits and takes effect by itself`,
      next: "Nothing needs to be said again; see 'tocsin statement list --waiting', and 'tocsin doctor' for what is away",
    },
    EXIT.waiting,
  );
}

/**
 * Says something: stores the statement, tells the case, and yields the case's answer.
 *
 * The statement is stored before the case hears of it. With Temporal away it waits, and the worker's courier
 * delivers it later, in order; what still waits from before goes first.
 *
 * @throws {Refusal} with a stable code; `SAVED_WAITING` (exit 75) when it is stored and not yet decided;
 *                   `DATABASE_AWAY` (exit 69) when nothing could be stored
 */
export async function say(desk: Desk, speaker: Speaker, saying: NewSaying): Promise<Said> {
  const now = await desk.now();
  const stored = await inTransaction(desk.pool, (tx) => store(tx, desk, speaker, saying, now));
  if (stored.caseId) {
    // The Temporal client is slow to load, and most commands of a desk only read.
    const { deliverInOrder } = await import('./courier.ts');
    await deliverInOrder(desk, await inSnapshot(desk.pool, (tx) => waitingUpTo(tx, stored.statementId)));
  } else await settleForOrganisation(desk, stored.statementId, now);
  const settled = await inSnapshot(desk.pool, (tx) => findStatement(tx, stored.statementId));
  return answerOf(settled?.outcome ?? null, stored);
}
