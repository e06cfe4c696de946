import canonicalize from 'canonicalize';
import type { Audience } from './audiences.ts';
import type { NoticeCorrection } from './correction.ts';
import type { DeliveryState } from './outcome.ts';

/** One person's line of the ledger as it is hashed and proved; nothing of it names the person. */
export interface LedgerLine {
  recipientId: string;
  /** Keyed hash of the address; the key goes with the case's people. */
  personKey: string;
  /** What the notice showed the person; null for waves planned before notices carried one. */
  reference: string | null;
  audience: Audience;
  locale: string;
  /** What the notice corrects of an earlier one. */
  correction: NoticeCorrection;
  state: DeliveryState;
  attempts: number;
  messageId: string;
  sentAt: Date | null;
  code: string | null;
  enhancedCode: string | null;
}

/** How the lines of a wave were written for hashing: 1 in waves completed before `merkleVersion` was entered. */
export type MerkleVersion = 1 | 2;
export const MERKLE_VERSION: MerkleVersion = 2;

/** The line as the text that is hashed; the same for ever, since roots of old waves must still be checked. */
export function leafOf(line: LedgerLine, version: MerkleVersion): string {
  const { recipientId, state, messageId, code, enhancedCode } = line;
  const sentAt = line.sentAt?.toISOString() ?? null;
  if (version === 1) return JSON.stringify([recipientId, state, messageId, sentAt, code, enhancedCode]);
  const { personKey, reference, audience, locale, correction, attempts } = line;
  const outcome = { state, attempts, messageId, sentAt, code, enhancedCode };
  return canonicalize({ recipientId, personKey, reference, audience, locale, correction, ...outcome }) ?? '';
}
