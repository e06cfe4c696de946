import { setTimeout as pause } from 'node:timers/promises';
import { EXIT, Refusal } from '../domain/refusal.ts';
import { bareTimerLateness } from './bare-timers.ts';
import { type Engine, startEngine } from './engine.ts';
import { type Lateness, latenessOf, megabytes, peakRss, ratio } from './figures.ts';
import type { Machine } from './machine.ts';
import { describeOrganisation, openCases } from './open-cases.ts';
import { type Note, reached } from './progress.ts';

export interface RemindersFigures extends Lateness {
  ratios: { p50ToBareTimers: number; p99ToBareTimers: number };
  /** The most memory the worker's process held, in bytes. */
  rss: number;
  count: number;
  bareTimers: Lateness;
}

const WARM_UP = 50;
const TRIES = 2;
const HOUR_MS = 3_600_000;
/** The last case opened needs a moment to be waiting. */
const SPARE_MS = 3_000;

/** Opens some cases that owe nothing now, and yields how many are ready in a second. */
async function openingRate(engine: Engine, note: Note): Promise<number> {
  await openCases(engine, WARM_UP, Date.now() + HOUR_MS, note);
  const began = performance.now();
  await openCases(engine, WARM_UP, Date.now() + HOUR_MS, note);
  return (WARM_UP / (performance.now() - began)) * 1000;
}

const tooLate = (leadSeconds: number): Refusal =>
  new Refusal(
    {
      code: 'LEAD_TOO_SHORT',
      message: `Cannot measure: opening the cases took longer than the ${leadSeconds} s before their reminders`,
      next: 'Run it again on a quieter machine, with a smaller --count, or with a longer --lead',
    },
    EXIT.serviceAway,
  );

const sentOf = async (engine: Engine, caseIds: string[]): Promise<number> => {
  const { takenAt } = await engine.sink.taken();
  return caseIds.filter((caseId) => caseId in takenAt).length;
};

/**
 * Opens the cases early enough that all wait when their reminders fall due; where that took too long, lets those
 * reminders pass and opens as many again, at the pace seen.
 *
 * @throws {Refusal} `LEAD_TOO_SHORT`
 */
async function waitingCases(
  engine: Engine,
  count: number,
  leadSeconds: number,
  note: Note,
): Promise<{ caseIds: string[]; dueAt: number }> {
  let lead = leadSeconds;
  for (let tries = 1; ; tries += 1) {
    const began = Date.now();
    const dueAt = began + lead * 1000;
    note(`opening ${count} cases, all their reminders due in ${lead} s`);
    const caseIds = await openCases(engine, count, dueAt, note);
    if (Date.now() < dueAt - SPARE_MS) return { caseIds, dueAt };
    if (tries === TRIES) throw tooLate(lead);
    lead = Math.ceil(((Date.now() - began) / 1000) * 2);
    note(`that took too long; the same again, ${lead} s ahead`);
    await reached(count, 'reminders let pass', () => sentOf(engine, caseIds), note);
  }
}

/**
 * Lateness of reminders that all fall due at one instant, each one mail of a case of its own: from the instant to the
 * mail server's having taken the mail. Beside it, in the same run on the same server, bare Temporal timers.
 *
 * @param leadSeconds  from the first opening to the instant; null: by how fast cases open here
 */
export async function benchReminders(
  machine: Machine,
  count: number,
  leadSeconds: number | null,
  note: Note,
): Promise<RemindersFigures> {
  const engine = await startEngine(machine, note);
  const bareTimers = latenessOf(await bareTimerLateness(engine.client, engine.address, count, note));
  await describeOrganisation(engine);
  const lead = leadSeconds ?? Math.ceil((count / (await openingRate(engine, note))) * 2) + 15;
  const { caseIds, dueAt } = await waitingCases(engine, count, lead, note);
  note(`all cases wait; reminders due in ${Math.round((dueAt - Date.now()) / 1000)} s`);
  await pause(dueAt - Date.now());
  await reached(count, 'reminders sent', () => sentOf(engine, caseIds), note);
  const { takenAt } = await engine.sink.taken();
  const lateness = latenessOf(caseIds.map((caseId) => (takenAt[caseId] ?? Number.NaN) - dueAt));
  const ratios = {
    p50ToBareTimers: ratio(lateness.p50Ms, bareTimers.p50Ms),
    p99ToBareTimers: ratio(lateness.p99Ms, bareTimers.p99Ms),
  };
  return { ratios, ...lateness, rss: peakRss(engine.workerPid), count, bareTimers };
}

export function remindersTable({ count, ratios, bareTimers, rss, ...lateness }: RemindersFigures): string[][] {
  const row = (name: string, { p50Ms, p99Ms, maxMs }: Lateness): string[] => [
    name,
    ...[p50Ms, p99Ms, maxMs].map((ms) => `${(ms / 1000).toFixed(2)} s`),
  ];
  return [
    [`${count} due at one instant`, 'half within', '99 % within', 'last'],
    row('reminders, mail taken', lateness),
    row('bare Temporal timers', bareTimers),
    ['ratio', String(ratios.p50ToBareTimers), String(ratios.p99ToBareTimers), ''],
    ["worker's memory", megabytes(rss), '', ''],
  ];
}
