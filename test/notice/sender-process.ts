import { sendNotices } from '../../activities/send-notices.ts';
import { SMTP_CLIENT_NAMES } from '../../activities/sender.ts';
import { SMTP_CLIENTS } from '../../activities/smtp-clients.ts';
import { createPool } from '../../database/pool.ts';
import { createVault } from '../../database/vault.ts';

/** A worker's sending in a process of its own, to be killed: sends one wave to the end. */
const given = (name: string): string => process.env[name] ?? '';
const wave = { caseId: given('CASE'), wave: Number(given('WAVE')) };
const pool = createPool(given('DATABASE'), 'test sender');
const client = SMTP_CLIENT_NAMES.find((name) => name === given('CLIENT')) ?? 'pipelining';
const sender = SMTP_CLIENTS[client](given('MAIL'));
const dependencies = {
  pool,
  vault: createVault(Buffer.from(given('KEY'), 'hex')),
  now: async () => new Date(given('NOW')),
  senderFor: () => sender,
  mailFrom: 'tocsin@ejemplo.example',
  startCampaign: async () => {},
  nudgeCase: async () => {},
  leaseSeconds: 1,
};

for (let state = ''; state !== 'finished'; ) {
  const round = await sendNotices(dependencies, wave, {
    signal: new AbortController().signal,
    boxMs: 5_000,
    heartbeat: () => {},
  });
  state = round.state;
  if (state === 'waiting') await new Promise((resolve) => setTimeout(resolve, 100)); // the dead sender's lease runs out
}
sender.close();
await pool.end();
