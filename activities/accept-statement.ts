import { loadFacts, lockCase, organisationOfCase } from '../database/case.ts';
import { decisionContext } from '../database/decision-context.ts';
import { enter } from '../database/enter.ts';
import {
  findStatement,
  type NewStatement,
  type Outcome,
  recordOutcome,
  type StoredStatement,
  storeStatement,
} from '../database/statement.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import type { BodyOf } from '../domain/case/bodies.ts';
import type { Said } from '../domain/case/decide.ts';
import { decide } from '../domain/case/decide.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { parseUntrusted } from '../domain/case/parse-statement.ts';
import { assertClaims } from '../domain/case/rules/record-facts.ts';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';
import { EXIT, Refusal } from '../domain/refusal.ts';
import type { CaseDependencies } from './case-dependencies.ts';
import { settleHeld } from './settle-held.ts';
import { snapshotWithWords } from './snapshot.ts';

/** What travels to the workflow: a stored statement's id, or, from the Temporal UI, the statement itself without words. */
export type SayInput =
  | { statementId: string; kind: string }
  | { kind: string; actor: string; body?: Record<string, unknown>; corrects?: number };

export interface AcceptInput {
  caseId: string;
  /** Id of the update: the statement's own id when it is said in the Temporal UI. */
  updateId: string;
  say: SayInput;
}

export interface Acceptance {
  outcome: Outcome;
  snapshot: CaseSnapshot;
}

const unknownCase = (caseId: string): Refusal =>
  new Refusal({
    code: 'CASE_UNKNOWN',
    message: `Cannot find case '${caseId}'`,
    next: "List the cases with 'tocsin case list'",
  });

/** @throws {Refusal} `CASE_UNKNOWN` */
async function organisationOf(tx: Tx, caseId: string): Promise<string> {
  const organisationId = await organisationOfCase(tx, caseId);
  if (organisationId) return organisationId;
  throw unknownCase(caseId);
}

/** Keeps what was said in the Temporal UI, with the assurance that nobody knows who sat there. */
async function storeFromUi(tx: Tx, input: AcceptInput, now: Date): Promise<void> {
  const { say, caseId, updateId } = input;
  if ('statementId' in say) return;
  const { kind, actor, body, corrects } = parseUntrusted(say, updateId);
  if (kind === 'case.recordFacts') assertClaims(body as BodyOf<'case.recordFacts'>, []);
  const said: NewStatement = {
    statementId: updateId,
    organisationId: await organisationOf(tx, caseId),
    caseId,
    kind,
    actor,
    assurance: 'temporalUi',
    saidAt: now,
    body,
    words: {},
    corrects,
  };
  await storeStatement(tx, said);
}

const asSaid = (stored: StoredStatement): Said => ({
  kind: stored.kind,
  body: stored.body as Said['body'],
  words: Object.keys(stored.words),
  actor: stored.actor,
  assurance: stored.assurance,
  corrects: stored.corrects,
});

async function settle(tx: Tx, stored: StoredStatement, facts: CaseFacts, now: Date): Promise<Outcome> {
  const context = await decisionContext(tx, stored, now);
  const decision = decide(facts, asSaid(stored), context);
  if (!decision.accepted) return { accepted: false, refusal: decision.refusal, exit: decision.exit };
  const { statementId, organisationId, kind, actor, assurance, saidAt, words } = stored;
  const effects = await settleHeld(tx, stored, facts, now);
  const body = { ...stored.body, ...decision.added, ...effects, ...(Object.keys(words).length > 0 ? { words } : {}) };
  const { entry } = await enter(tx, {
    organisationId,
    caseId: facts.caseId,
    at: saidAt,
    actor,
    assurance,
    kind,
    statementId,
    body,
  });
  return {
    accepted: true,
    seq: entry.seq,
    findings: decision.findings,
    awaitsSecondPerson: decision.added['confirmation'] === 'required',
  };
}

/** Anything at all can be typed in the Temporal UI, also where an id belongs. */
const isStatementId = (value: unknown): value is string =>
  typeof value === 'string' && !value.includes('\0') && value.length <= 200;

/** @throws {Refusal} `STATEMENT_NOT_FOUND` */
async function requireStatement(tx: Tx, caseId: string, statementId: string): Promise<StoredStatement> {
  const stored = isStatementId(statementId) ? await findStatement(tx, statementId) : null;
  if (stored && stored.caseId === caseId) return stored;
  throw new Refusal({
    code: 'STATEMENT_NOT_FOUND',
    message: `Cannot find statement '${statementId}' of case '${caseId}'`,
    next: 'Say it again; nothing was recorded under this id',
  });
}

const statementIdOf = ({ say, updateId }: AcceptInput): string => ('statementId' in say ? say.statementId : updateId);

async function accept(tx: Tx, input: AcceptInput, now: Date): Promise<Outcome> {
  await lockCase(tx, input.caseId);
  await storeFromUi(tx, input, now);
  const statementId = statementIdOf(input);
  const stored = await requireStatement(tx, input.caseId, statementId);
  if (stored.outcome) return stored.outcome;
  // An opening makes the case; anything else is heard from the case's own organisation alone.
  if (stored.kind !== 'case.open' && (await organisationOf(tx, input.caseId)) !== stored.organisationId)
    throw unknownCase(input.caseId);
  const facts = await loadFacts(tx, stored.organisationId, input.caseId);
  const outcome = await settle(tx, stored, facts, now);
  await recordOutcome(tx, statementId, outcome, now);
  return outcome;
}

/** A refusal met on the way, which undid everything, is an answer like any other; a stored statement keeps it. */
async function answerRefusal(
  { pool }: CaseDependencies,
  input: AcceptInput,
  now: Date,
  error: unknown,
): Promise<Outcome> {
  if (!(error instanceof Refusal) || error.exit === EXIT.serviceAway) throw error;
  const outcome = { accepted: false as const, refusal: error.details, exit: error.exit };
  const statementId = statementIdOf(input);
  await inTransaction(pool, async (tx) => {
    const stored = isStatementId(statementId) ? await findStatement(tx, statementId) : null;
    if (stored?.caseId === input.caseId) await recordOutcome(tx, statementId, outcome, now);
  });
  return outcome;
}

/**
 * Accepts or refuses one statement: lock the case, fold its facts, decide, enter, answer, in one transaction.
 *
 * Keyed by the statement's id: the stored outcome, refusals included, is the answer to every repeat.
 */
export async function acceptStatement(dependencies: CaseDependencies, input: AcceptInput): Promise<Acceptance> {
  const now = await dependencies.now();
  const outcome = await inTransaction(dependencies.pool, (tx) => accept(tx, input, now)).catch((error) =>
    answerRefusal(dependencies, input, now, error),
  );
  return { outcome, snapshot: await snapshotWithWords(dependencies, input.caseId) };
}
