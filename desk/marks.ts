import { createHash } from 'node:crypto';

const FIRST_SLOTS = 1024;

/**
 * The texts seen so far, each as 64 bits of its hash: a million take 16 to 32 MB, and two of them are taken for one with
 * a chance of 1 to 37 million.
 */
export class Marks {
  #slots = new BigUint64Array(FIRST_SLOTS);
  #count = 0;

  get size(): number {
    return this.#count;
  }

  /** Yields whether the text is new. */
  add(text: string): boolean {
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    const isNew = put(this.#slots, markOf(text));
    if (isNew) this.#count += 1;
    return isNew;
  }

  #grow(): void {
    const wider = new BigUint64Array(this.#slots.length * 2);
    for (const mark of this.#slots) if (mark !== 0n) put(wider, mark);
    this.#slots = wider;
  }
}

/** Zero marks an empty slot. */
const markOf = (text: string): bigint => createHash('sha256').update(text).digest().readBigUInt64LE() || 1n;

/** The first free slot from where the mark belongs; there is always one. Yields whether the mark was not there yet. */
function put(slots: BigUint64Array, mark: bigint): boolean {
  let at = Number(mark & BigInt(slots.length - 1));
  while (slots[at] !== 0n && slots[at] !== mark) at = (at + 1) % slots.length;
  const isNew = slots[at] !== mark;
  slots[at] = mark;
  return isNew;
}
