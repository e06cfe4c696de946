import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { SendingDependencies } from '../activities/notice-dependencies.ts';
import { sendNotices } from '../activities/send-notices.ts';
import { createPool } from '../database/pool.ts';
import { createVault } from '../database/vault.ts';
import { Refusal } from '../domain/refusal.ts';
import { type Config, loadConfig } from './config.ts';
import { failureOf, log } from './log.ts';
import { mailersOf } from './mailers.ts';
import type { Failure, FromThread, ThreadSettings, ToThread } from './notice-thread.messages.ts';

// The thread of `notice-thread.ts`: rounds of sending, asked for and answered by messages.

const port = parentPort as MessagePort;
const tell = (what: FromThread): void => port.postMessage(what);

const rounds = new Map<number, { stop: AbortController; done: Promise<void> }>();
const nudges = new Map<number, { done: () => void; failed: (error: Error) => void }>();
let nudgesAsked = 0;

interface Means {
  dependencies: SendingDependencies;
  close: () => Promise<void>;
}

const nudgeCase = (caseId: string): Promise<void> =>
  new Promise((done, failed) => {
    nudgesAsked += 1;
    nudges.set(nudgesAsked, { done, failed });
    tell({ kind: 'nudge', nudge: nudgesAsked, caseId });
  });

/** What sending takes, from the settings. Connects to nothing yet. @throws {Refusal} the setting it lacks */
function meansOf(config: Config): Means {
  const vault = createVault(config.masterKey());
  const [mailFrom, unknownPolicy] = [config.mailFrom(), config.unknownPolicy()];
  const mailers = mailersOf(config);
  const pool = createPool(config.databaseUrl('worker'), 'tocsin notices');
  const alert = (message: string, ids: Record<string, unknown>): void => log.warn(ids, message);
  const { senderFor } = mailers;
  return {
    dependencies: { pool, vault, now: async () => new Date(), mailFrom, senderFor, unknownPolicy, alert, nudgeCase },
    close: async () => {
      mailers.close();
      await pool.end();
    },
  };
}

function failureToTell(error: unknown): Failure {
  if (error instanceof Refusal) return { refusal: error.details, exit: error.exit };
  const { failure, code } = failureOf(error);
  return { name: failure, code: code ?? null };
}

async function send(
  { dependencies }: Means,
  { round, wave, boxMs, limitedBoxMs }: Extract<ToThread, { kind: 'send' }>,
  signal: AbortSignal,
): Promise<void> {
  const heartbeat = (counts: object): void => tell({ kind: 'settled', round, counts });
  const limits = { signal, boxMs, ...(limitedBoxMs === undefined ? {} : { limitedBoxMs }), heartbeat };
  try {
    tell({ kind: 'ended', round, progress: await sendNotices(dependencies, wave, limits) });
  } catch (error) {
    tell({ kind: 'failed', round, failure: failureToTell(error) });
  }
  rounds.delete(round);
}

async function close(means: Means): Promise<void> {
  await Promise.all([...rounds.values()].map(({ done }) => done));
  await means.close();
  port.close();
}

function hearNudged({ nudge, failed }: Extract<ToThread, { kind: 'nudged' }>): void {
  const asked = nudges.get(nudge);
  nudges.delete(nudge);
  if (failed) asked?.failed(new Error('Cannot nudge the case: Temporal is away'));
  else asked?.done();
}

function hear(means: Means, said: ToThread): void {
  if (said.kind === 'close') void close(means);
  if (said.kind === 'stop') rounds.get(said.round)?.stop.abort();
  if (said.kind === 'nudged') hearNudged(said);
  if (said.kind === 'send') {
    const stop = new AbortController();
    rounds.set(said.round, { stop, done: send(means, said, stop.signal) });
  }
}

try {
  const means = meansOf(loadConfig((workerData as ThreadSettings).settings));
  port.on('message', (said: ToThread) => hear(means, said));
  tell({ kind: 'ready' });
} catch (error) {
  tell({ kind: 'refused', failure: failureToTell(error) });
  port.close();
}
