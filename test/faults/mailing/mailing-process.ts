import { completeWave, startWave } from '../../../activities/notice-campaign.ts';
import type { NoticeDependencies } from '../../../activities/notice-dependencies.ts';
import { sendNotices } from '../../../activities/send-notices.ts';
import type { Sender } from '../../../activities/sender.ts';
import { SMTP_CLIENTS } from '../../../activities/smtp-clients.ts';
import { createPool } from '../../../database/pool.ts';
import { createVault } from '../../../database/vault.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { haltsAt } from './fault-points.ts';
import type { LifeSettings, LifeWords } from './mailing.ts';
import { WRONG_SENDERS } from './wrong-senders.ts';

// The sending of a worker in a process of its own, to be killed, stopped or frozen: sends one wave to its end and
// completes it, as the campaign's workflow does. Ready, it waits until it is told to begin.

const settings: LifeSettings = JSON.parse(process.env['MAILING'] ?? '{}');
const tell = (words: LifeWords): void => {
  if (process.connected) process.send?.(words);
};
const halt = haltsAt(settings.point, tell);

const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
const wave = { caseId: settings.caseId, wave: settings.wave };
const pool = createPool(settings.database, 'test mailing', { max: settings.poolSize });
const sender = SMTP_CLIENTS[settings.client](settings.mail, { connections: settings.connections });
const watched: Sender = {
  connections: sender.connections,
  slots: sender.slots,
  send: async (mail, options) => {
    await halt('rendered');
    return sender.send(mail, options);
  },
  close: () => sender.close(),
};
const bornAt = performance.now();
const dependencies: NoticeDependencies = {
  pool,
  vault: createVault(Buffer.from(settings.masterKey, 'hex')),
  now: async () => new Date(Date.parse(settings.now) + (performance.now() - bornAt) * settings.clockRate),
  senderFor: () => watched,
  mailFrom: 'tocsin@ejemplo.example',
  startCampaign: () => halt('campaign'),
  nudgeCase: () => halt('nudge'),
  stopping: stopping.signal,
  unknownPolicy: settings.unknownPolicy,
  leaseSeconds: settings.leaseSeconds,
};

/** As the workflow does: a service that is away is tried again. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refusal) || stopping.signal.aborted) throw error;
      tell({ failed: error.details.code });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function mail(): Promise<void> {
  if (settings.starts) await insist(() => startWave(dependencies, wave));
  const limits = { signal: stopping.signal, boxMs: settings.boxMs, heartbeat: () => {} };
  while (!stopping.signal.aborted) {
    const { state, code } = await insist(() => sendNotices(dependencies, wave, limits));
    if (state === 'finished') break;
    if (state === 'blocked') tell({ failed: code ?? 'BLOCKED' });
    if (state !== 'sending') await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (!stopping.signal.aborted) await insist(() => completeWave(dependencies, wave));
}

process.once('message', async () => {
  try {
    const wrong = settings.wrong === null ? null : WRONG_SENDERS[settings.wrong];
    await (wrong ? wrong({ pool, wave, sender, dependencies }) : mail());
    await halt('close');
    sender.close();
    await pool.end();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(70);
  }
});
tell({ ready: true });
