import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { SendingDependencies } from '../activities/notice-dependencies.ts';
import { sendNotices } from '../activities/send-notices.ts';
import { createPool } from '../database/pool.ts';
import { createVault } from '../database/vault.ts';
import { Refusal } from '../domain/refusal.ts';
import { loadConfig } from './config.ts';
import { failureOf, log } from './log.ts';
import { mailersOf } from './mailers.ts';
import type { Failure, FromThread, ThreadSettings, ToThread } from './notice-thread.messages.ts';

// The thread of `notice-thread.ts`: rounds of sending, asked for and answered by messages.

const port = parentPort as MessagePort;
const tell = (what: FromThread): void => port.postMessage(what);

const config = loadConfig((workerData as ThreadSettings).settings);
const pool = createPool(config.databaseUrl('worker'), 'tocsin notices');
const mailers = mailersOf(config);
const rounds = new Map<number, { stop: AbortController; done: Promise<void> }>();
const nudges = new Map<number, { done: () => void; failed: (error: Error) => void }>();
let nudgesAsked = 0;

const dependencies: SendingDependencies = {
  pool,
  vault: createVault(config.masterKey()),
  now: async () => new Date(),
  mailFrom: config.mailFrom(),
  senderFor: mailers.senderFor,
  unknownPolicy: config.unknownPolicy(),
  alert: (message, ids) => log.warn(ids, message),
  nudgeCase: (caseId) =>
    new Promise((done, failed) => {
      nudgesAsked += 1;
      nudges.set(nudgesAsked, { done, failed });
      tell({ kind: 'nudge', nudge: nudgesAsked, caseId });
    }),
};

function failureToTell(error: unknown): Failure {
  if (error instanceof Refusal) return { refusal: error.details, exit: error.exit };
  const { failure, code } = failureOf(error);
  return { name: failure, code: code ?? null };
}

async function send({ round, wave, boxMs, limitedBoxMs }: Extract<ToThread, { kind: 'send' }>, signal: AbortSignal) {
  const heartbeat = (counts: object): void => tell({ kind: 'settled', round, counts });
  const limits = { signal, boxMs, ...(limitedBoxMs === undefined ? {} : { limitedBoxMs }), heartbeat };
  try {
    tell({ kind: 'ended', round, progress: await sendNotices(dependencies, wave, limits) });
  } catch (error) {
    tell({ kind: 'failed', round, failure: failureToTell(error) });
  }
  rounds.delete(round);
}

async function close(): Promise<void> {
  await Promise.all([...rounds.values()].map(({ done }) => done));
  mailers.close();
  await pool.end();
  port.close();
}

port.on('message', (said: ToThread) => {
  if (said.kind === 'close') void close();
  if (said.kind === 'stop') rounds.get(said.round)?.stop.abort();
  if (said.kind === 'send') {
    const stop = new AbortController();
    rounds.set(said.round, { stop, done: send(said, stop.signal) });
  }
  if (said.kind === 'nudged') {
    const nudge = nudges.get(said.nudge);
    nudges.delete(said.nudge);
    if (said.failed) nudge?.failed(new Error('Cannot nudge the case: Temporal is away'));
    else nudge?.done();
  }
});
