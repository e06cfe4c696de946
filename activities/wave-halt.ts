import { lockCase } from '../database/case.ts';
import { engineEntry, enter } from '../database/enter.ts';
import {
  claimSaying,
  endHalt,
  type Halt,
  restServer,
  type ServerName,
  saveHalt,
  wakeServer,
} from '../database/notice-halt.ts';
import { inTransaction } from '../database/transaction.ts';
import { PASSING } from '../domain/notice/halt.ts';
import type { SendingDependencies, WaveInput } from './notice-dependencies.ts';
import { factsOf } from './wave-watch.ts';

/** A server that is away for less than this is no news. */
const SAID_AFTER_MS = 10 * 60_000;

/**
 * Notes why a wave stands still, lets its mail server alone for a minute, and says so once: an entry in the register, by
 * which the case owes its people a mail, and a word to the operator. What passes by itself is said when it has lasted ten minutes.
 *
 * Safe to repeat: whoever sets `said_at` says it.
 *
 * @param server  null when the reason is not the server's
 */
export async function haltWave(
  dependencies: SendingDependencies,
  wave: WaveInput,
  halt: Halt,
  server: ServerName | null,
): Promise<void> {
  const now = await dependencies.now();
  const says = await inTransaction(dependencies.pool, async (tx) => {
    const since = await saveHalt(tx, wave, halt, now);
    if (server !== null) await restServer(tx, server, halt, now);
    const lasted = !PASSING.has(halt.reason) || now.getTime() - since.getTime() >= SAID_AFTER_MS;
    return lasted;
  });
  if (says) await sayHalt(dependencies, wave, halt, now);
}

async function sayHalt(dependencies: SendingDependencies, wave: WaveInput, halt: Halt, now: Date): Promise<void> {
  const said = await inTransaction(dependencies.pool, async (tx) => {
    await lockCase(tx, wave.caseId);
    if (!(await claimSaying(tx, wave, now))) return false;
    const facts = await factsOf(tx, wave.caseId);
    await enter(tx, engineEntry(facts, 'wave.stall', { wave: wave.wave, ...halt }, now));
    return true;
  });
  if (!said) return;
  dependencies.alert?.('The mailing of a wave stands still', { ...wave, code: halt.reason });
  // The case tells its people; where the word is lost, it hears of it with whatever comes next.
  await dependencies.nudgeCase(wave.caseId).catch(() => {});
}

/** Notes that a wave goes on, in the register too where it was said to stand still. */
export async function unhaltWave(dependencies: SendingDependencies, wave: WaveInput): Promise<void> {
  const now = await dependencies.now();
  const wasSaid = await inTransaction(dependencies.pool, async (tx) => {
    await lockCase(tx, wave.caseId);
    const stood = await endHalt(tx, wave);
    if (!stood?.saidAt) return false;
    const facts = await factsOf(tx, wave.caseId);
    await enter(tx, engineEntry(facts, 'wave.goOn', { wave: wave.wave, reason: stood.reason }, now));
    return true;
  });
  if (wasSaid) await dependencies.nudgeCase(wave.caseId).catch(() => {});
}

/** The mail server took, or judged, a message again. */
export const serverRecovered = ({ pool }: SendingDependencies, server: ServerName): Promise<void> =>
  inTransaction(pool, (tx) => wakeServer(tx, server));
