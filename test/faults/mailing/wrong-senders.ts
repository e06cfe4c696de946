import { randomUUID } from 'node:crypto';
import type { NoticeDependencies, WaveInput } from '../../../activities/notice-dependencies.ts';
import type { Sender } from '../../../activities/sender.ts';
import type { Pool } from '../../../database/pool.ts';
import { openMailed, recipientScope } from '../../../database/recipients.ts';
import { inTransaction } from '../../../database/transaction.ts';

// Senders with one mistake each, to prove that the judge of the killed ones sees it. Nothing else uses them.

export interface WrongWork {
  pool: Pool;
  wave: WaveInput;
  sender: Sender;
  dependencies: NoticeDependencies;
}

interface Line {
  recipientId: string;
  messageId: string;
  sealed: Buffer;
}

interface Mistake {
  /** How lines are taken from the ledger; the SQL after `update … set`, null to take without writing anything. */
  claim: string | null;
  page: number;
  /** Results written at once; null: none are, they were written at the claim. */
  group: number | null;
}

const MISTAKES = {
  /** The checkpoint is moved when a page is fetched, not when its messages were taken. */
  recordsAtClaim: { claim: `state = 'sent', sent_at = now()`, page: 500, group: null },
  /** No claim, no lease, no fence: whoever looks takes the same lines. */
  noFence: { claim: null, page: 500, group: 16 },
  /** Results are saved up. */
  savesResults: { claim: `state = 'claimed', lease_until = now() + interval '1 s'`, page: 2_000, group: 1_000 },
} as const satisfies Record<string, Mistake>;

export type WrongSender = keyof typeof MISTAKES;

export const WRONG_SENDERS = Object.fromEntries(
  Object.entries(MISTAKES).map(([name, mistake]) => [name, (work: WrongWork) => sendWrongly(work, mistake)]),
) as Record<WrongSender, (work: WrongWork) => Promise<void>>;

async function sendWrongly(work: WrongWork, mistake: Mistake): Promise<void> {
  const sendEach = async (lines: Line[]): Promise<void> => {
    const page = lines[Symbol.iterator]();
    const done: string[] = [];
    const lane = async (): Promise<void> => {
      for (const line of page) {
        await sendOne(work, line);
        done.push(line.recipientId);
        if (mistake.group !== null && done.length >= mistake.group) await record(work, done.splice(0));
      }
    };
    await Promise.all(Array.from({ length: work.sender.connections }, lane));
    if (mistake.group !== null) await record(work, done);
  };
  while (!(await finished(work))) {
    const lines = await take(work, mistake);
    await sendEach(lines);
    if (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const OPEN = `(d.state = 'waiting' or (d.state = 'claimed' and d.lease_until < now()))`;

function take({ pool, wave: { caseId, wave } }: WrongWork, { claim, page }: Mistake): Promise<Line[]> {
  const due = `select d.recipient_id from notice_delivery d where d.case_id = $1 and d.wave = $2 and ${OPEN} limit ${page}`;
  const columns = `d.recipient_id as "recipientId", d.message_id as "messageId", r.sealed`;
  const from = `from (${due} ${claim ? 'for update skip locked' : ''}) due join recipient r using (recipient_id)`;
  const text = claim
    ? `update notice_delivery d set ${claim} ${from} where d.recipient_id = due.recipient_id returning ${columns}`
    : `select ${columns} ${from} join notice_delivery d using (recipient_id)`;
  return inTransaction(pool, async (tx) => (await tx.query<Line>(text, [caseId, wave])).rows);
}

async function sendOne({ pool, wave, sender, dependencies }: WrongWork, line: Line): Promise<void> {
  const key = await inTransaction(pool, (tx) => dependencies.vault.keyOf(tx, recipientScope(wave.caseId)));
  const { address } = openMailed(key, line);
  const mime = Buffer.from(`Message-ID: ${line.messageId}\r\nSubject: ${randomUUID()}\r\n\r\nNotice\r\n`);
  await sender.send({ from: 'tocsin@ejemplo.example', to: address, mime });
}

async function record({ pool, wave: { caseId, wave } }: WrongWork, recipientIds: string[]): Promise<void> {
  await inTransaction(pool, (tx) =>
    tx.query(
      `update notice_delivery set state = 'sent', sent_at = now(), lease_until = null
        where case_id = $1 and wave = $2 and recipient_id = any ($3::uuid[])`,
      [caseId, wave, recipientIds],
    ),
  );
}

function finished({ pool, wave: { caseId, wave } }: WrongWork): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      `select 1 from notice_delivery where case_id = $1 and wave = $2 and state in ('waiting', 'claimed') limit 1`,
      [caseId, wave],
    );
    return rowCount === 0;
  });
}
