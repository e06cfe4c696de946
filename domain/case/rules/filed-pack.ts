import { quoteValue, Refusal } from '../../refusal.ts';
import { type AuthorityFile, type FiledPhase, type PreparedPack, samePhase } from '../facts.ts';

/** What a person says was filed. */
interface Filed {
  phase: string;
  submittedAt: string;
  /** The pack named; null: the one that follows from what is on file. */
  packHash: string | null;
}

const packUnknown = ({ code }: AuthorityFile, { phase, packHash }: Filed): Refusal =>
  new Refusal({
    code: 'PACK_UNKNOWN',
    message: `Cannot tell what was filed with ${code}: no pack for the ${phase} filing has the hash ${quoteValue(packHash ?? '')}`,
    next: 'Leave --pack out to take the approved one, else the newest from before the filing; packs stand in the timeline of the case',
  });

/** @throws {Refusal} `PACK_UNKNOWN` */
function named(file: AuthorityFile, packs: readonly PreparedPack[], filed: Filed): PreparedPack {
  const pack = packs.find(({ hash }) => hash === filed.packHash);
  if (pack) return pack;
  throw packUnknown(file, filed);
}

/** The approved pack, if it was there when the filing was made. */
function approved({ approval }: AuthorityFile, packs: readonly PreparedPack[]): PreparedPack | undefined {
  return approval ? packs.findLast(({ hash }) => hash === approval.packHash) : undefined;
}

/**
 * The prepared pack a filing was typed across from, which is what the authority was told: the one named, the one
 * frozen before when the record is corrected, the approved one, or the newest of its phase prepared by then.
 *
 * Null where none was prepared before the filing: what it said is not known here.
 *
 * @throws {Refusal} `PACK_UNKNOWN`
 */
export function filedPack(file: AuthorityFile, filed: Filed, corrected?: FiledPhase): PreparedPack | null {
  const ofPhase = file.packs.filter(({ phase }) => samePhase(phase, filed.phase));
  if (filed.packHash !== null) return named(file, ofPhase, filed);
  const kept = corrected && samePhase(corrected.phase, filed.phase) ? corrected.packHash : null;
  if (kept !== null) return ofPhase.findLast(({ hash }) => hash === kept) ?? null;
  const before = ofPhase.filter(({ at }) => Date.parse(at) <= Date.parse(filed.submittedAt));
  return approved(file, before) ?? before.at(-1) ?? null;
}
