import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';
import { bodyHashOf, GENESIS, type Line, linkHash } from './chain.ts';

/** An entry as stored, with the hashes it was stored with. */
export interface Recorded {
  line: Line;
  bodyHash: Buffer;
  prevHash: Buffer;
  hash: Buffer;
}

/** The first entry that is wrong and what is wrong with it; `seq` 0 means the file or the chain as a whole. */
export interface Break {
  seq: number;
  why: string;
}

/** A head that was written down earlier; `seq` null when only the hash was. */
export interface KnownHead {
  seq: number | null;
  hash: string;
}

export interface Verification {
  /** Entries the register says it has. */
  entries: number;
  ok: boolean;
  /** Hash of the newest entry, 64 hexadecimal digits; null while there is none. */
  head: string | null;
  brokenAt: Break | null;
  /** Last entry that was found in order. */
  verifiedUntil: number;
  /** `chain only`, `witnessed until <seq>`, or `broken`. */
  assurance: string;
  /** How many entries name their actor with which assurance. */
  actors: Record<string, number>;
  /** What an "ok" shows and what it does not, in plain words. */
  proves: string;
}

const CHAIN_ONLY =
  'No entry was changed, removed, inserted or swapped unless the whole chain after it was made anew. ' +
  'A person who holds the whole database could do that, or cut off the newest entries: compare with a head kept elsewhere (--head).';
const WITNESSED =
  'The chain up to the known head is the one that head was taken from: nothing before it was changed since.';
const ACTORS =
  "Who acted is as sure as each entry says: 'claimed' is a name somebody typed, 'osUser' a login of the computer, " +
  "'temporalUi' anybody who reaches the Temporal UI; none of them proves a person.";

const NOTHING = 'Nothing from this entry on can be relied upon.';
export const CHANGED = 'its content was changed: it does not give its recorded hash';
const REPLACED = 'it does not follow the entry before it: one of the two was replaced';
const REHASHED = 'its hash was changed: its content and the entry before it give another';

/** A chain being read in order; ends at the last entry found right. */
export class Chain {
  seq = 0;
  hash: Buffer = GENESIS;
  readonly #witness: Witness;
  readonly #actors: Record<string, number> = {};

  constructor(heads: KnownHead[]) {
    this.#witness = new Witness(heads);
  }

  /** Takes the next entry, unless a known head says it is another one. */
  accept(seq: number, hash: Buffer, assurance: string | null): Break | null {
    const broken = this.#witness.see(seq, hash);
    if (broken) return broken;
    this.seq = seq;
    this.hash = hash;
    if (assurance !== null) this.#actors[assurance] = (this.#actors[assurance] ?? 0) + 1;
    return null;
  }

  /** What was found, once the chain was read to its end or to the first wrong entry. */
  result(found: Break | null, head: { seq: number; hash: string | null }): Verification {
    const brokenAt = found ?? this.#witness.unseen(this.seq);
    const { until } = this.#witness;
    const ok = brokenAt === null;
    return {
      entries: head.seq,
      ok,
      head: head.hash,
      brokenAt,
      verifiedUntil: this.seq,
      assurance: !ok ? 'broken' : until > 0 ? `witnessed until ${until}` : 'chain only',
      actors: this.#actors,
      proves: !ok ? NOTHING : [CHAIN_ONLY, ...(until > 0 ? [WITNESSED] : []), ACTORS].join(' '),
    };
  }
}

/** Why a stored entry cannot be the next one of the chain; null when it is. */
export function wrongIn(chain: Chain, { line, bodyHash, prevHash, hash }: Recorded): Break | null {
  const seq = chain.seq + 1;
  if (line.seq !== seq) return { seq, why: 'it is missing' };
  if (!bodyHashOf(line).equals(bodyHash)) return { seq, why: CHANGED };
  if (!prevHash.equals(chain.hash)) return { seq, why: REPLACED };
  if (!linkHash(prevHash, bodyHash).equals(hash)) return { seq, why: REHASHED };
  return null;
}

/** The known heads, and which of them the chain was seen to pass through. */
class Witness {
  until = 0;
  readonly #unseen: Set<KnownHead>;

  constructor(heads: KnownHead[]) {
    this.#unseen = new Set(heads);
  }

  see(seq: number, hash: Buffer): Break | null {
    for (const head of this.#unseen) {
      const same = head.hash === hash.toString('hex');
      if (head.seq === seq && !same)
        return { seq, why: 'its hash is not the known one: the chain was made anew at or before it' };
      if (!same || (head.seq !== null && head.seq !== seq)) continue;
      this.#unseen.delete(head);
      this.until = Math.max(this.until, seq);
    }
    return null;
  }

  /** A known head the chain never passed through. */
  unseen(last: number): Break | null {
    for (const { seq, hash } of this.#unseen) {
      const known = `the known head '${hash.slice(0, 12)}…'`;
      if (seq !== null)
        return { seq, why: `${known} was entry ${seq}, the register ends at ${last}: its end was cut off` };
      return { seq: 0, why: `${known} is nowhere in the chain: it was made anew, or its end was cut off` };
    }
    return null;
  }
}

/**
 * Reads a known head: `<seq>:<hash>` or the hash alone.
 *
 * @throws {Refusal} `HEAD_NOT_READABLE`
 */
export function knownHeadFrom(text: string): KnownHead {
  const [, seq, hash] = /^(?:(\d{1,9}):)?([0-9a-fA-F]{64})$/.exec(text.trim()) ?? [];
  if (hash) return { seq: seq ? Number(seq) : null, hash: hash.toLowerCase() };
  const details = {
    code: 'HEAD_NOT_READABLE',
    message: `Cannot read known head ${quoteValue(text)}: it is not '<number>:<64 hexadecimal digits>'`,
    next: 'Copy it from an earlier tocsin register verify',
  };
  throw new Refusal(details, EXIT.usage);
}
