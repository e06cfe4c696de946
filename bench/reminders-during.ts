import { setTimeout as pause } from 'node:timers/promises';
import { type Engine, startEngine } from './engine.ts';
import { type Lateness, latenessOf } from './figures.ts';
import type { Machine } from './machine.ts';
import { runCampaign } from './notices/campaign.ts';
import { describeOrganisation, openCases } from './open-cases.ts';
import { type Note, reached } from './progress.ts';

export interface RemindersDuringFigures {
  idle: Lateness;
  during: Lateness;
  /** How much later the last of a hundred reminders was than in the idle run, in milliseconds. */
  p99LaterMs: number;
  reminders: number;
  recipients: number;
  /** Messages a second of the campaign meanwhile. */
  durable: number;
  /** Whether the campaign was still sending when the last reminder was taken. */
  campaignOutlasted: boolean;
}

const LEAD_MS = 20_000;
const PER_CASE_MS = 400;

async function taken(
  engine: Engine,
  caseIds: readonly string[],
  note: Note,
): Promise<Readonly<Record<string, number>>> {
  await reached(
    caseIds.length,
    'reminders sent',
    async () => {
      const { takenAt } = await engine.sink.taken();
      return caseIds.filter((caseId) => caseId in takenAt).length;
    },
    note,
  );
  return (await engine.sink.taken()).takenAt;
}

const latenessAt = (dueAt: number, caseIds: readonly string[], takenAt: Readonly<Record<string, number>>): Lateness =>
  latenessOf(caseIds.map((caseId) => (takenAt[caseId] ?? Number.NaN) - dueAt));

/**
 * Lateness of reminders of other cases that fall due at one instant in the middle of a campaign at full speed, beside
 * the same with nothing else to do; one worker process does both.
 */
export async function benchRemindersDuring(
  machine: Machine,
  { reminders, recipients }: { reminders: number; recipients: number },
  note: Note,
): Promise<RemindersDuringFigures> {
  const engine = await startEngine(machine, note);
  await describeOrganisation(engine);
  const waiting = async (leadMs: number): Promise<{ caseIds: string[]; dueAt: number }> => {
    const dueAt = Date.now() + leadMs + reminders * PER_CASE_MS;
    return { dueAt, caseIds: await openCases(engine, reminders, dueAt, note) };
  };

  const alone = await waiting(LEAD_MS);
  await pause(Math.max(0, alone.dueAt - Date.now()));
  const idle = latenessAt(alone.dueAt, alone.caseIds, await taken(engine, alone.caseIds, note));

  let busy: { caseIds: string[]; dueAt: number } = { caseIds: [], dueAt: 0 };
  // Their cases are opened once the list is in, so that the instant falls into the sending.
  const imported = async (): Promise<void> => {
    busy = await waiting(LEAD_MS);
  };
  let ended = false;
  const asked = { people: recipients, client: 'pipelining' as const, beforeSending: imported };
  const campaign = runCampaign(machine, engine, { ...asked, sendAt: () => busy.dueAt - SENDING_BEFORE_MS }, note);
  void campaign.then(
    () => {
      ended = true;
    },
    () => {},
  );
  while (busy.dueAt === 0) await Promise.race([pause(200), campaign]);
  await pause(Math.max(0, busy.dueAt - Date.now()));
  const during = latenessAt(busy.dueAt, busy.caseIds, await taken(engine, busy.caseIds, note));
  const campaignOutlasted = !ended;
  const { perSecond } = await campaign;
  const figures = { idle, during, p99LaterMs: during.p99Ms - idle.p99Ms, reminders, recipients };
  return { ...figures, durable: Math.round(perSecond), campaignOutlasted };
}

/** The wave is approved this long before the reminders fall due: planned, begun and at full speed by then. */
const SENDING_BEFORE_MS = 8_000;

export function remindersDuringTable({ idle, during, ...figures }: RemindersDuringFigures): string[][] {
  const row = (name: string, { p50Ms, p99Ms, maxMs }: Lateness): string[] => [
    name,
    ...[p50Ms, p99Ms, maxMs].map((ms) => `${(ms / 1000).toFixed(2)} s`),
  ];
  const sent = `${figures.durable} a second to ${figures.recipients} people`;
  return [
    [`${figures.reminders} reminders at one instant`, 'half within', '99 % within', 'last'],
    row('with nothing else to do', idle),
    row('during a campaign', during),
    ['the campaign', figures.campaignOutlasted ? `${sent}, still sending` : `${sent}, over before the last`, '', ''],
  ];
}
