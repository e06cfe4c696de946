import { createHash } from 'node:crypto';

const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** Root of a Merkle tree over lines that arrive one by one; holds one hash a level, so a million lines cost nothing. */
export class MerkleRoot {
  // pending[n]: the finished left subtree of 2^n leaves that waits for its right neighbour
  readonly #pending: (Buffer | null)[] = [];

  add(line: string): void {
    let hash = sha256(LEAF, line);
    let level = 0;
    for (let left = this.#pending[level]; left; left = this.#pending[level]) {
      hash = sha256(NODE, left, hash);
      this.#pending[level] = null;
      level += 1;
    }
    this.#pending[level] = hash;
  }

  /**
   * Leaves and nodes are hashed with different prefixes, so that no line can pass for a node.
   *
   * @returns SHA-256 in hexadecimal; of nothing, the hash of the empty string
   * @see RFC 6962, 2.1
   */
  root(): string {
    let hash: Buffer | null = null;
    for (const left of this.#pending) {
      if (left) hash = hash ? sha256(NODE, left, hash) : left;
    }
    return (hash ?? sha256('')).toString('hex');
  }
}
