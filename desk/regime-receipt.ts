import { createHash } from 'node:crypto';
import { readDocument, type StoredDocument } from '../database/document.ts';
import { entriesOfCase } from '../database/register.ts';
import type { Tx } from '../database/transaction.ts';
import type { Vault } from '../database/vault.ts';
import type { CaseFacts, MadeStep } from '../domain/case/facts.ts';
import { Refusal } from '../domain/refusal.ts';

export interface StoredStepReceipt extends StoredDocument {
  made: MadeStep;
  /** Whether its bytes are those the register refers to. */
  asRecorded: boolean;
}

/**
 * The receipt of a report beside the GDPR, the newest of its step, checked against the register.
 *
 * @throws {Refusal} `RECEIPT_MISSING`, `KEY_DESTROYED`, `SEAL_BROKEN`
 */
export async function readStepReceipt(
  tx: Tx,
  vault: Vault,
  facts: CaseFacts,
  { regimeId, step }: { regimeId: string; step: string },
): Promise<StoredStepReceipt> {
  const all = Object.hasOwn(facts.regimes, regimeId) ? (facts.regimes[regimeId]?.made ?? []) : [];
  const made = all.findLast((each) => each.step === step && each.documentId !== null);
  if (!made?.documentId) throw missing(facts.caseId, regimeId, step);
  const document = await readDocument(tx, vault, made.documentId);
  const entry = (await entriesOfCase(tx, facts.caseId)).find(({ seq }) => seq === made.seq);
  const sha256 = createHash('sha256').update(document.bytes).digest('hex');
  return { ...document, made, asRecorded: sha256 === document.sha256 && sha256 === entry?.body['receiptSha256'] };
}

const missing = (caseId: string, regimeId: string, step: string): Refusal =>
  new Refusal({
    code: 'RECEIPT_MISSING',
    message: `Cannot find a receipt under ${regimeId} (${step}) in case '${caseId}'`,
    next: `Record the report with its receipt: tocsin regime filed ${caseId} ${regimeId} ${step} --at WHEN --receipt FILE`,
  });
