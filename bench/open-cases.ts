import { randomUUID } from 'node:crypto';
import { acceptStatement } from '../activities/accept-statement.ts';
import { allocateCaseId } from '../database/case.ts';
import { storeStatement } from '../database/statement.ts';
import { inSnapshot, inTransaction } from '../database/transaction.ts';
import { startCase } from '../desk/delivery.ts';
import { say } from '../desk/say.ts';
import { parseBody } from '../domain/case/parse-statement.ts';
import type { Engine } from './engine.ts';
import { type Note, reached, times } from './progress.ts';

export const ORGANISATION = 'bench';
const AT_ONCE = 8;
const BATCH = 50;
const HOUR_MS = 3_600_000;
/** The first rung of the 72 hours stands 48 hours before their end: 24 hours after awareness. */
const FIRST_RUNG_MS = 24 * HOUR_MS;

/** One organisation with a data protection officer and a handler: a reminder is one mail to two people. */
export async function describeOrganisation({ desk }: Engine): Promise<void> {
  const speaker = { organisationId: ORGANISATION, actor: 'dpo', assurance: 'claimed' } as const;
  // A wave begins when it is approved, by one person: what is measured is the sending.
  const policy = { noticeSecondPersonAbove: 10_000_000, noticeCoolingMinutes: 0 };
  const body = { country: 'ES', zone: 'Europe/Madrid', authority: 'ES', policy };
  const words = { name: 'Bench', email: 'bench@bench.example', alertAddress: 'alert@bench.example' };
  await say(desk, speaker, { kind: 'organisation.describe', caseId: null, body, words });
  for (const personId of ['dpo', 'handler']) {
    const person = { personId, roles: [personId], locale: 'es' };
    const named = { name: personId, email: `${personId}@bench.example` };
    await say(desk, speaker, { kind: 'person.add', caseId: null, body: person, words: named });
  }
}

/** Opens a case whose first reminder falls on an instant, as the desk would, and starts its workflow. */
export async function openCase({ desk, pool, client }: Engine, remindAt: number): Promise<string> {
  const now = new Date();
  const learnedAt = new Date(remindAt - FIRST_RUNG_MS).toISOString();
  const body = parseBody('case.open', { learnedAt, precision: 'instant', from: 'confirmation', certain: true });
  const statementId = randomUUID();
  const caseId = await inTransaction(pool, async (tx) => {
    const id = await allocateCaseId(tx, now.getUTCFullYear(), false);
    await storeStatement(tx, {
      ...{ statementId, organisationId: ORGANISATION, caseId: id, kind: 'case.open', actor: 'handler' },
      ...{ assurance: 'claimed', saidAt: now, body, words: {}, corrects: null },
    });
    return id;
  });
  const dependencies = { ...desk, pool, sendStaffMail: async () => {} };
  const { outcome } = await acceptStatement(dependencies, {
    caseId,
    updateId: statementId,
    say: { statementId, kind: 'case.open' },
  });
  if (!outcome.accepted) throw new Error(`Cannot open a case: ${outcome.refusal.message}`);
  await startCase(client, caseId);
  return caseId;
}

/**
 * Opens cases and waits until each has prepared its filing and waits for its first reminder; some at a time, for a
 * server that is flooded gets slower than one that is kept busy.
 */
export async function openCases(engine: Engine, count: number, remindAt: number, note: Note): Promise<string[]> {
  const before = await packsPrepared(engine);
  const opened: string[] = [];
  while (opened.length < count) {
    await times(Math.min(BATCH, count - opened.length), AT_ONCE, async () => {
      opened.push(await openCase(engine, remindAt));
    });
    await reached(before + opened.length, 'cases ready', () => packsPrepared(engine), note);
    if (opened.length % (2 * BATCH) === 0) note(`cases opened: ${opened.length} of ${count}`);
  }
  return opened;
}

const packsPrepared = ({ pool }: Engine): Promise<number> =>
  inSnapshot(pool, async (tx) => {
    const { rows } = await tx.query<{ count: number }>(
      `select count(*) as count from register_entry where organisation_id = $1 and kind = 'pack.prepare'`,
      [ORGANISATION],
    );
    return rows[0]?.count ?? 0;
  });
