import { organisationOfCase } from '../database/case.ts';
import { type DeadlineRow, lastMoves, listDeadlines } from '../database/deadline.ts';
import type { Tx } from '../database/transaction.ts';
import type { Duty } from '../domain/case/duties/duty.ts';
import { authorityOf } from '../domain/law/authorities.ts';
import { quoteValue, Refusal } from '../domain/refusal.ts';
import { type DutyView, dutyView } from './duty-view.ts';

/** A duty in a list across cases. */
export interface Deadline extends DutyView {
  /** Drills run the same clocks and are left out of counts. */
  drill: boolean;
  /** When it was done. */
  metAt: string | null;
  /** Where its clock is read: the authority's zone, else the organisation's. */
  zone: string;
}

export interface DeadlineRequest {
  /** One case, met and superseded duties included; null: every case that has not ended. */
  caseId: string | null;
  organisationId: string | null;
  /** Also duties that are met, superseded or not required. */
  all: boolean;
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const dutyOf = ({ dutyId, rule, state, dueAt, actBy, metAt, why }: DeadlineRow): Duty => ({
  dutyId,
  rule,
  state,
  dueAt: iso(dueAt),
  actBy: iso(actBy),
  metAt: iso(metAt),
  why,
  label: dutyId,
});

function zoneOf({ dutyId, zone }: DeadlineRow): string {
  const [kind, code] = dutyId.split('/');
  return (kind === 'authority' && code && authorityOf(code)?.zones[0]) || zone;
}

function deadlineOf(row: DeadlineRow, now: Date): Deadline {
  const facts = { caseId: row.caseId, policy: { zone: row.zone } };
  return { ...dutyView(facts, dutyOf(row), now), drill: row.drill, metAt: iso(row.metAt), zone: zoneOf(row) };
}

const URGENCY: Record<DutyView['state'], number> = { missed: 0, running: 1, met: 2, notRequired: 3, superseded: 4 };

/** Missed before running before settled; among equals the order of their instants, as they came from the table. */
const byUrgency = (a: Deadline, b: Deadline): number => URGENCY[a.state] - URGENCY[b.state];

/**
 * Duties with their clocks, the most urgent first. Reads PostgreSQL only: it answers while Temporal is away.
 *
 * @throws {Refusal} `CASE_UNKNOWN`
 */
export async function deadlines(tx: Tx, request: DeadlineRequest, now: Date): Promise<Deadline[]> {
  const { caseId, organisationId, all } = request;
  if (caseId !== null && (await organisationOfCase(tx, caseId)) === null) throw caseUnknown(caseId);
  const rows = await listDeadlines(tx, { caseId, organisationId });
  const shown = rows.filter(({ state }) => all || caseId !== null || state === 'open');
  return shown.map((row) => deadlineOf(row, now)).sort(byUrgency);
}

const caseUnknown = (caseId: string): Refusal =>
  new Refusal({
    code: 'CASE_UNKNOWN',
    message: `Cannot find case ${quoteValue(caseId)}`,
    next: "List the cases with 'tocsin case list'",
  });

/** A deadline as a calendar needs it: a number that rises whenever the case moved, and when that was. */
export interface CalendarDeadline extends Deadline {
  sequence: number;
  movedAt: string;
}

/** Adds to each deadline the newest register entry that can have moved it. */
export async function forCalendar(tx: Tx, listed: readonly Deadline[]): Promise<CalendarDeadline[]> {
  const moves = await lastMoves(tx, [...new Set(listed.map(({ caseId }) => caseId))]);
  return listed.flatMap((deadline) => {
    const move = moves.get(deadline.caseId);
    return move ? [{ ...deadline, sequence: move.seq, movedAt: move.at.toISOString() }] : [];
  });
}
