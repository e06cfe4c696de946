import { createHash } from 'node:crypto';
import {
  knownReportFiles,
  linesOfMessages,
  type NewReport,
  type ReportedLine,
  saveReportFile,
} from '../database/notice-reports.ts';
import type { Pool } from '../database/pool.ts';
import { inSnapshot, inTransaction } from '../database/transaction.ts';
import type { BodyOf } from '../domain/case/bodies.ts';
import type { Desk } from './context.ts';
import { type DeliveryReport, type NoReport, readDeliveryReport } from './delivery-report.ts';

/** What a mail turned out to be. */
export type Verdict = 'REPORT' | 'READ_BEFORE' | 'NOT_OURS' | 'OTHER_CASE' | NoReport;

/** One file that counts, with what it says of our lines. */
export interface MatchedReport {
  sha256: string;
  reports: NewReport[];
}

export interface ReportsRead {
  matched: MatchedReport[];
  verdicts: Partial<Record<Verdict, number>>;
  /** Hashes of files that are no reports and need not be read again. */
  others: { sha256: string; verdict: NoReport }[];
}

const BATCH = 200;

interface Read {
  sha256: string;
  report: DeliveryReport | NoReport;
}

/**
 * Reads mails and finds which lines of the ledger they are about; stores nothing.
 *
 * @param only  a case: reports about another one are counted and left for it; null: all cases
 */
export async function matchReports(
  desk: Pick<Desk, 'pool'>,
  only: string | null,
  mails: AsyncIterable<Uint8Array>,
): Promise<ReportsRead> {
  const result: ReportsRead = { matched: [], verdicts: {}, others: [] };
  const seen = new Set<string>();
  let batch: Read[] = [];
  const flush = async (): Promise<void> => {
    await matchBatch(desk, only, batch, result);
    batch = [];
  };
  for await (const bytes of mails) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (seen.has(sha256)) {
      count(result, 'READ_BEFORE');
      continue;
    }
    seen.add(sha256);
    batch.push({ sha256, report: await readDeliveryReport(bytes) });
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return result;
}

const count = ({ verdicts }: ReportsRead, verdict: Verdict): void => {
  verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
};

async function matchBatch(
  desk: Pick<Desk, 'pool'>,
  only: string | null,
  batch: readonly Read[],
  result: ReportsRead,
): Promise<void> {
  if (batch.length === 0) return;
  const returned = batch.flatMap(({ report }) => (typeof report === 'string' ? [] : [report.returned]));
  const { known, lines } = await inSnapshot(desk.pool, async (tx) => ({
    known: await knownReportFiles(
      tx,
      batch.map(({ sha256 }) => sha256),
    ),
    lines: await linesOfMessages(tx, returned),
  }));
  for (const { sha256, report } of batch) {
    if (known.has(sha256)) count(result, 'READ_BEFORE');
    else take(result, only, sha256, report, lines);
  }
}

function take(
  result: ReportsRead,
  only: string | null,
  sha256: string,
  report: DeliveryReport | NoReport,
  lines: readonly ReportedLine[],
): void {
  if (typeof report === 'string') {
    result.others.push({ sha256, verdict: report });
    count(result, report);
    return;
  }
  const line = lineOf(report, lines);
  const verdict = line === null ? 'NOT_OURS' : only !== null && line.caseId !== only ? 'OTHER_CASE' : 'REPORT';
  count(result, verdict);
  if (line === null || verdict !== 'REPORT') return;
  const { caseId, wave, recipientId } = line;
  result.matched.push({ sha256, reports: report.recipients.map((each) => ({ caseId, wave, recipientId, ...each })) });
}

/** Message-ID and reference must not speak of two lines: then somebody put the report together. */
function lineOf({ returned }: DeliveryReport, lines: readonly ReportedLine[]): ReportedLine | null {
  const { messageId, reference } = returned;
  const byReference = reference === null ? undefined : lines.find((line) => line.reference === reference);
  const byMessage = messageId === null ? undefined : lines.find((line) => line.messageId === messageId);
  if (byReference && byMessage && byReference.recipientId !== byMessage.recipientId) return null;
  return byMessage ?? (messageId === null ? byReference : null) ?? null;
}

export type ReportsBody = BodyOf<'notice.recordReports'>;

/** What the register is told: one statement for each wave of each case, in counts. */
export function summariesOf(matched: readonly MatchedReport[]): { caseId: string; body: ReportsBody }[] {
  const groups = new Map<string, MatchedReport[]>();
  for (const one of matched) {
    const [first] = one.reports;
    if (!first) continue;
    const key = `${first.caseId} ${first.wave}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map(summaryOf);
}

function summaryOf(files: MatchedReport[]): { caseId: string; body: ReportsBody } {
  const reports = files.flatMap((file) => file.reports);
  const actions: ReportsBody['actions'] = {};
  const statuses: ReportsBody['statuses'] = {};
  for (const { action, status } of reports) {
    actions[action] = (actions[action] ?? 0) + 1;
    if (status !== null) statuses[status] = (statuses[status] ?? 0) + 1;
  }
  const hashes = files.map(({ sha256 }) => sha256).sort();
  const filesHash = createHash('sha256').update(hashes.join('\n')).digest('hex');
  const { caseId = '', wave = 1 } = reports[0] ?? {};
  return { caseId, body: { wave, files: files.length, filesHash, actions, statuses } };
}

/** Stores what the reports say, each file in a transaction of its own; what was stored before changes nothing. */
export async function storeReports(pool: Pool, { matched, others }: ReportsRead, receivedAt: Date): Promise<void> {
  for (const { sha256, reports } of matched) {
    await inTransaction(pool, (tx) => saveReportFile(tx, { sha256, verdict: 'REPORT' }, reports, receivedAt));
  }
  for (const other of others) await inTransaction(pool, (tx) => saveReportFile(tx, other, [], receivedAt));
}
