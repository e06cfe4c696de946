import type { ReportAction, ReturnedMessage } from '../domain/notice/delivery-report.ts';
import { longStatement } from './long-statement.ts';
import type { WaveKey } from './notice-ledger.ts';
import type { Tx } from './transaction.ts';

/** What another mail server reported about one line of the ledger. */
export interface NewReport extends WaveKey {
  recipientId: string;
  action: ReportAction;
  /** Enhanced status code, such as 5.1.1; null when the report had none. */
  status: string | null;
}

/** Stores what one file reported; of the same file given again, nothing. Yields whether it was new. */
export async function saveReportFile(
  tx: Tx,
  file: { sha256: string; verdict: string },
  reports: readonly NewReport[],
  receivedAt: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into notice_report_file (report_sha256, verdict) values ($1, $2) on conflict do nothing`,
    [file.sha256, file.verdict],
  );
  if (rowCount === 0) return false;
  await tx.query(
    `insert into notice_report
       (report_sha256, position, case_id, wave, recipient_id, action, status, received_at)
     select $1, line, case_id, wave, recipient_id, action, status, $8
       from unnest($2::text[], $3::integer[], $4::uuid[], $5::text[], $6::text[], $7::integer[])
         as r (case_id, wave, recipient_id, action, status, line)`,
    [
      file.sha256,
      reports.map(({ caseId }) => caseId),
      reports.map(({ wave }) => wave),
      reports.map(({ recipientId }) => recipientId),
      reports.map(({ action }) => action),
      reports.map(({ status }) => status),
      reports.map((_, at) => at),
      receivedAt,
    ],
  );
  return true;
}

/** Which of these files were read before. */
export async function knownReportFiles(tx: Tx, hashes: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ hash: string }>(
    `select report_sha256 as hash from notice_report_file where report_sha256 = any ($1::text[])`,
    [hashes],
  );
  return new Set(rows.map(({ hash }) => hash));
}

/** A line that a returned message is about. */
export interface ReportedLine extends WaveKey {
  recipientId: string;
  messageId: string;
  reference: string | null;
}

/** Lines with one of these references or Message-IDs, of any case; so many at once because Message-IDs have no index. */
export async function linesOfMessages(tx: Tx, messages: readonly ReturnedMessage[]): Promise<ReportedLine[]> {
  const references = messages.flatMap(({ reference }) => reference ?? []);
  const byReference = await tx.query<ReportedLine>(
    `select case_id as "caseId", wave, recipient_id as "recipientId", message_id as "messageId", reference
       from notice_delivery where reference = any ($1::text[])`,
    [references],
  );
  const found = new Set(byReference.rows.map(({ messageId }) => messageId));
  const others = messages.flatMap(({ messageId }) => (messageId === null || found.has(messageId) ? [] : messageId));
  if (others.length === 0) return byReference.rows;
  const { rows } = await longStatement<ReportedLine>(
    tx,
    `select case_id as "caseId", wave, recipient_id as "recipientId", message_id as "messageId", reference
       from notice_delivery where message_id = any ($1::text[])`,
    [others],
  );
  return [...byReference.rows, ...rows];
}

/**
 * How many people of a wave were sent a notice that came back.
 *
 * The ledger's own line stays `sent`, as it was hashed when the wave was completed: the report is a fact beside it.
 */
export async function countBounced(tx: Tx, { caseId, wave }: WaveKey): Promise<number> {
  const { rows } = await longStatement<{ people: number }>(
    tx,
    `select count(distinct r.recipient_id) as people
       from notice_report r join notice_delivery d using (case_id, wave, recipient_id)
      where r.case_id = $1 and r.wave = $2 and r.action = 'failed' and d.state = 'sent'`,
    [caseId, wave],
  );
  return rows[0]?.people ?? 0;
}

/** Why notices came back, by enhanced status code, the most frequent first. */
export async function bounceCodes(tx: Tx, { caseId, wave }: WaveKey): Promise<{ code: string; count: number }[]> {
  const { rows } = await longStatement<{ code: string; count: number }>(
    tx,
    `select coalesce(r.status, '') as code, count(distinct r.recipient_id) as count
       from notice_report r join notice_delivery d using (case_id, wave, recipient_id)
      where r.case_id = $1 and r.wave = $2 and r.action = 'failed' and d.state = 'sent'
      group by 1 order by 2 desc, 1 limit 10`,
    [caseId, wave],
  );
  return rows;
}
