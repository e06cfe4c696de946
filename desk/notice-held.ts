import { loadFacts } from '../database/case.ts';
import { countHeld, type HeldPart, type HeldReference, listHeld } from '../database/notice-held.ts';
import { inSnapshot } from '../database/transaction.ts';
import { waveIn } from '../domain/case/rules/notice.ts';
import { reasonWords } from '../domain/notice/progress.ts';
import type { Desk } from './context.ts';

/** References shown of a wave's held notices; `notice others --csv` names every person. */
const MOST_REFERENCES = 20;

/** Notices of one wave that may or may not have arrived: counts, codes and references, never a person. */
export interface HeldView {
  caseId: string;
  wave: number;
  /** How many wait for a person's decision. */
  open: number;
  /** When they were given up; null: they were not. */
  givenUpAt: string | null;
  /** Whether some go out again just now. */
  goingOut: boolean;
  /** By what is known of them and by what befell them. */
  counts: { part: HeldPart; code: string; words: string; count: number }[];
  /** The first 20, those to decide before the others. */
  references: HeldReference[];
}

/**
 * What became of a wave's notices that may or may not have arrived.
 *
 * @throws {Refusal} `WAVE_UNKNOWN`
 */
export function readHeld(
  desk: Pick<Desk, 'pool'>,
  organisationId: string,
  caseId: string,
  number: number,
): Promise<HeldView> {
  return inSnapshot(desk.pool, async (tx) => {
    const wave = waveIn(await loadFacts(tx, organisationId, caseId), number);
    const key = { caseId, wave: number };
    const counted = await countHeld(tx, key);
    return {
      ...key,
      open: counted.filter(({ part }) => part === 'open').reduce((sum, { count }) => sum + count, 0),
      givenUpAt: wave.heldGivenUpAt,
      goingOut: wave.resend !== null,
      counts: counted.map(({ part, code, count }) => ({ part, code, words: reasonWords(code), count })),
      references: await listHeld(tx, key, MOST_REFERENCES),
    };
  });
}
