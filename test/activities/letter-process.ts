import { sendLetters } from '../../activities/send-letters.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { createPool } from '../../database/pool.ts';
import { createVault } from '../../database/vault.ts';

/** A worker's sending of letters in a process of its own, to be killed. */
const given = (name: string): string => process.env[name] ?? '';
const pool = createPool(given('DATABASE'), 'test letters');
const sender = createPipeliningSender(given('MAIL'));
const dependencies = {
  pool,
  vault: createVault(Buffer.from(given('KEY'), 'base64')),
  now: async () => new Date(given('NOW')),
  sendStaffMail: async () => {},
  senderFor: () => sender,
  mailFrom: 'tocsin@acme.example',
};
await sendLetters(dependencies, { caseId: given('CASE'), kind: 'filing' });
sender.close();
await pool.end();
