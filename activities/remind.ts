import { createHash } from 'node:crypto';
import { loadFacts, lockCase, organisationOfCase } from '../database/case.ts';
import { engineEntry, enter } from '../database/enter.ts';
import { type ClaimedRung, claimRungs, markRungsSent, releaseRungs } from '../database/reminder.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import { type Duty, ladderOfDuty, reminderInstants } from '../domain/case/duties/duty.ts';
import { dutiesOf } from '../domain/case/duties/index.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';
import { rungsDue } from '../domain/clocks/rungs.ts';
import type { Role } from '../domain/law/roles.ts';
import { type Addressee, addresseesOf } from './addressees.ts';
import type { CaseDependencies } from './case-dependencies.ts';
import { forgetTaken, mailReminder } from './mail-reminder.ts';
import { snapshotFrom, snapshotWithWords } from './snapshot.ts';

interface DueReminder {
  duty: Duty;
  rung: string;
  /** When the rung itself was due: the same rung comes again when what it counts down to is moved. */
  at: Date;
  roles: readonly Role[];
  /** The rung before was not acknowledged: deputies are asked too. */
  widened: boolean;
}

/** The newest rung due of every duty that owes one; earlier ones it has passed are answered by it. */
function dueReminders(facts: CaseFacts, now: Date): DueReminder[] {
  return dutiesOf(facts).flatMap((duty) => {
    const instants = reminderInstants(duty);
    if (!instants) return [];
    const last = facts.reminders[duty.dutyId];
    const rung = rungsDue(ladderOfDuty(duty), instants, last?.at ?? null, now.toISOString()).at(-1);
    if (!rung) return [];
    const widened = last !== undefined && last.acknowledgedAt === null;
    return [{ duty, rung: rung.key, at: new Date(rung.at), roles: rung.roles, widened }];
  });
}

/** The same rungs always make the same Message-ID: a mail sent twice is recognisable as one. */
function messageIdOf(caseId: string, due: DueReminder[]): string {
  const key = due.map(({ duty, rung, at }) => `${duty.dutyId} ${rung} ${at.toISOString()}`).sort();
  const digest = createHash('sha256')
    .update(`${caseId}\n${key.join('\n')}`)
    .digest('hex')
    .slice(0, 32);
  return `<${caseId}.${digest}@reminders.tocsin.invalid>`;
}

interface Claim {
  facts: CaseFacts;
  due: DueReminder[];
  rungs: ClaimedRung[];
  addressees: Addressee[];
}

async function claim(
  tx: Tx,
  dependencies: CaseDependencies,
  caseId: string,
  claimant: string,
  now: Date,
): Promise<Claim | null> {
  await lockCase(tx, caseId);
  const organisationId = await organisationOfCase(tx, caseId);
  if (organisationId === null) return null;
  const facts = await loadFacts(tx, organisationId, caseId);
  const due = dueReminders(facts, now);
  const messageId = messageIdOf(caseId, due);
  const asked = due.map(({ duty, rung, at }) => ({ dutyId: duty.dutyId, rung, dueAt: at, messageId }));
  const rungs = await claimRungs(tx, caseId, asked, claimant);
  if (rungs.length === 0) return null;
  const mine = due.filter(({ duty }) => rungs.some(({ dutyId }) => dutyId === duty.dutyId));
  const roles = new Set(mine.flatMap((reminder) => [...reminder.roles]));
  const widened = mine.some((reminder) => reminder.widened);
  return {
    facts,
    due: mine,
    rungs,
    addressees: await addresseesOf(tx, dependencies.vault, organisationId, roles, widened),
  };
}

/** Enters what was sent, but for rungs that another sender has entered meanwhile. */
async function enterSent(tx: Tx, { facts, rungs, due }: Claim, addressees: number, now: Date): Promise<CaseFacts> {
  await lockCase(tx, facts.caseId);
  const marked = await markRungsSent(tx, facts.caseId, rungs, now);
  const mine = due.filter(({ duty }) => marked.some(({ dutyId }) => dutyId === duty.dutyId));
  if (mine.length === 0) return loadFacts(tx, facts.organisationId, facts.caseId);
  const body = {
    duties: mine.map(({ duty, rung }) => ({ dutyId: duty.dutyId, rung, dueAt: duty.dueAt ?? duty.actBy })),
    roles: [...new Set(mine.flatMap((reminder) => [...reminder.roles]))],
    addressees,
    outcome: addressees > 0 ? ('sent' as const) : ('noAddressee' as const),
  };
  return (await enter(tx, engineEntry(facts, 'reminder.send', body, now))).facts;
}

/** The Message-ID of the first try; a mail that names more than that one did is another mail. */
function messageIdFor({ facts, rungs, due }: Claim): string {
  const [first, ...others] = new Set(rungs.map(({ messageId }) => messageId));
  return first !== undefined && others.length === 0 ? first : messageIdOf(facts.caseId, due);
}

/**
 * Sends the reminders a case owes by now: one mail naming every duty, to the people whose role the rung names.
 *
 * Safe to repeat: each duty, rung and deadline is claimed before sending and entered after; a crash in between sends
 * the same mail again under the same Message-ID. A duty met or moved meanwhile owes nothing and is left out.
 */
export async function remind(dependencies: CaseDependencies, caseId: string, claimant: string): Promise<CaseSnapshot> {
  const now = await dependencies.now();
  const claimed = await inTransaction(dependencies.pool, (tx) => claim(tx, dependencies, caseId, claimant, now));
  if (!claimed) return snapshotWithWords(dependencies, caseId);
  const { facts: known, addressees, due } = claimed;
  const mail = { facts: known, addressees, duties: due.map(({ duty }) => duty), messageId: messageIdFor(claimed), now };
  const reached = await mailReminder(dependencies, mail).catch(async (error) => {
    await inTransaction(dependencies.pool, (tx) => releaseRungs(tx, caseId, claimed.rungs, claimant)).catch(() => {});
    throw error;
  });
  const facts = await inTransaction(dependencies.pool, (tx) => enterSent(tx, claimed, reached, now));
  forgetTaken(dependencies, mail);
  return snapshotFrom(facts, now);
}
