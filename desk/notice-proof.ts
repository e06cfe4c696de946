import { loadFacts, organisationOfCase } from '../database/case.ts';
import { lineOfReference, linesOfPeople } from '../database/ledger-lines.ts';
import { type NoticeProof, proveLines } from '../database/notice-proof.ts';
import { inSnapshot } from '../database/transaction.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Desk } from './context.ts';
import { referenceFrom } from './notice-reference.ts';
import { addressOf, peopleAt } from './people-at.ts';

/** Whose lines are asked for: a person's by address, or one by the reference in the notice, which names nobody. */
export type ProofWish = { address: string } | { reference: string };

export interface ProofFound {
  /** Null while no wave with a line of theirs is complete. */
  proof: NoticeProof | null;
  /** Waves with a line that is not proved yet, because the wave still runs. */
  openWaves: number[];
  /** What the register keeps of the person asked about; null when a reference was asked for. */
  personKey: string | null;
  waves: number[];
}

/**
 * Finds lines of the ledger and proves each against the register.
 *
 * @throws {Refusal} `REFERENCE_FORM`, `REFERENCE_UNKNOWN`,
 *   `ADDRESS_FORM`, `RECIPIENTS_ERASED`, `LEDGER_CHANGED`
 */
export function proveNotices(desk: Pick<Desk, 'pool' | 'vault'>, caseId: string, wish: ProofWish): Promise<ProofFound> {
  return inSnapshot(desk.pool, async (tx) => {
    if ('reference' in wish) {
      const reference = referenceFrom(wish.reference);
      const line = await lineOfReference(tx, reference);
      if (line?.caseId !== caseId) throw notOfCase(caseId, reference);
      return { ...(await proveLines(tx, caseId, [line])), personKey: null, waves: [line.wave] };
    }
    const facts = await loadFacts(tx, (await organisationOfCase(tx, caseId)) ?? '', caseId);
    const { addressKey, personKeys } = await peopleAt(tx, desk.vault, facts, addressOf(wish.address));
    const lines = await linesOfPeople(tx, caseId, personKeys);
    const found = await proveLines(tx, caseId, lines);
    return { ...found, personKey: addressKey, waves: [...new Set(lines.map(({ wave }) => wave))] };
  });
}

const notOfCase = (caseId: string, reference: string): Refusal =>
  new Refusal({
    code: 'REFERENCE_UNKNOWN',
    message: `Cannot prove ${reference}: no notice of case '${caseId}' carries this reference`,
    next: `See whose it is with 'tocsin notice verify ${reference}'`,
  });
