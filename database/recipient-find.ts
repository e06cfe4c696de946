import type { Audience } from '../domain/notice/audiences.ts';
import type { DeliveryState } from '../domain/notice/outcome.ts';
import type { Tx } from './transaction.ts';

/** A line of a list that names an address, still sealed. */
export interface ListedPerson {
  recipientId: string;
  importId: string;
  personKey: string;
  wave: number;
  audience: Audience;
  locale: string;
  channel: string;
  sealed: Buffer;
}

/**
 * Everybody whom the lists of a case know by an address; several people may share it.
 *
 * @param addressKey  keyed hash of the canonical address, under the key of `recipientScope`
 */
export async function listedAt(tx: Tx, caseId: string, addressKey: string): Promise<ListedPerson[]> {
  const { rows } = await tx.query<ListedPerson>(
    `select r.recipient_id as "recipientId", import_id as "importId", r.person_key as "personKey", l.wave, l.audience,
            r.locale, r.channel, r.sealed
       from recipient r join recipient_import l using (import_id)
      where l.case_id = $1 and (r.person_key = $2 or r.address_key = $2)
      order by l.wave, l.recorded_at, r.recipient_id`,
    [caseId, addressKey],
  );
  return rows;
}

/** What the ledger says of a notice to somebody. */
export interface NoticeOfPerson {
  personKey: string;
  wave: number;
  audience: Audience;
  locale: string;
  correction: string;
  state: DeliveryState;
  attempts: number;
  sentAt: Date | null;
  code: string | null;
  enhancedCode: string | null;
  reference: string | null;
  messageId: string;
}

/** The notices of a case to these people, in order of the waves. */
export async function noticesTo(tx: Tx, caseId: string, personKeys: readonly string[]): Promise<NoticeOfPerson[]> {
  const { rows } = await tx.query<NoticeOfPerson>(
    `select person_key as "personKey", wave, audience, locale, correction, state, attempt as attempts,
            sent_at as "sentAt", code, enhanced_code as "enhancedCode", reference, message_id as "messageId"
       from notice_delivery where case_id = $1 and person_key = any ($2) order by wave, recipient_id`,
    [caseId, personKeys],
  );
  return rows;
}
