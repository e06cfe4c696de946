import type { LedgerLine } from '../domain/notice/ledger-leaf.ts';
import type { WaveKey } from './notice-ledger.ts';
import { STATE_NOW } from './notice-pages.ts';
import type { Tx } from './transaction.ts';

/** Few enough that a page is gone before the collector takes its rows for old: memory stays flat for a million. */
const PAGE_LINES = 500;

/** Every line of a wave by recipient id, page by page: the order in which a wave is hashed. */
export async function* ledgerLines(
  tx: Tx,
  { caseId, wave }: WaveKey,
  pageLines = PAGE_LINES,
): AsyncGenerator<LedgerLine[]> {
  for (let after: string | null = null; ; ) {
    const { rows }: { rows: LedgerLine[] } = await tx.query<LedgerLine>(
      `select recipient_id as "recipientId", person_key as "personKey", reference, audience, locale,
              correction, state, attempt as attempts, message_id as "messageId", sent_at as "sentAt", code,
              enhanced_code as "enhancedCode"
         from notice_delivery
        where case_id = $1 and wave = $2 and ($3::uuid is null or recipient_id > $3)
        order by recipient_id limit $4`,
      [caseId, wave, after, pageLines],
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageLines) return;
    after = last.recipientId;
  }
}

/** A line with the wave it stands in. */
export interface FoundLine extends LedgerLine {
  caseId: string;
  wave: number;
}

const COLUMNS = `d.case_id as "caseId", d.wave, d.recipient_id as "recipientId", d.person_key as "personKey", d.reference,
  d.audience, d.locale, d.correction, ${STATE_NOW} as state, d.attempt as attempts, d.message_id as "messageId",
  d.sent_at as "sentAt", d.code, d.enhanced_code as "enhancedCode"`;

/** The line of a reference, in any case; null when no notice ever carried it. */
export async function lineOfReference(tx: Tx, reference: string): Promise<FoundLine | null> {
  const { rows } = await tx.query<FoundLine>(`select ${COLUMNS} from notice_delivery d where d.reference = $1`, [
    reference,
  ]);
  return rows[0] ?? null;
}

/** The lines of these people in the waves of a case, by wave. */
export async function linesOfPeople(tx: Tx, caseId: string, personKeys: readonly string[]): Promise<FoundLine[]> {
  const { rows } = await tx.query<FoundLine>(
    `select ${COLUMNS} from notice_delivery d where d.case_id = $1 and d.person_key = any ($2)
      order by d.wave, d.recipient_id`,
    [caseId, personKeys],
  );
  return rows;
}
