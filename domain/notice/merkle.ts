import { createHash } from 'node:crypto';

const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);
// Leaves and nodes are hashed with different prefixes, so that no line can pass for a node.
const leafHash = (line: string): Buffer => sha256(LEAF, line);
const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(NODE, left, right);

/** That a line is one of those a root was made of: its place, and the hashes beside its way up. */
export interface Inclusion {
  /** From 0. */
  leafIndex: number;
  treeSize: number;
  /** From the leaf upwards, SHA-256 in hexadecimal. */
  path: string[];
}

interface Subtree {
  hash: Buffer;
  /** Which of the sought lines it holds. */
  sought: readonly SoughtLeaf[];
}

interface SoughtLeaf {
  leafIndex: number;
  path: Buffer[];
}

/**
 * A Merkle tree over lines that arrive one by one; holds one hash a level, so a million lines cost nothing.
 *
 * @see RFC 9162, 2.1
 */
export class MerkleTree {
  // pending[n]: the finished left subtree of 2^n leaves that waits for its right neighbour
  readonly #pending: (Subtree | null)[] = [];
  readonly #found: SoughtLeaf[] = [];
  #size = 0;

  /** @param sought  whether the way from this line to the root is to be kept */
  add(line: string, sought = false): void {
    let tree: Subtree = { hash: leafHash(line), sought: [] };
    if (sought) {
      const leaf: SoughtLeaf = { leafIndex: this.#size, path: [] };
      this.#found.push(leaf);
      tree = { ...tree, sought: [leaf] };
    }
    let level = 0;
    for (let left = this.#pending[level]; left; left = this.#pending[level]) {
      tree = joined(left, tree);
      this.#pending[level] = null;
      level += 1;
    }
    this.#pending[level] = tree;
    this.#size += 1;
  }

  /**
   * Ends the tree: nothing may be added after.
   *
   * @returns the root, SHA-256 in hexadecimal (of nothing, the hash of the empty string), and the sought lines' ways up
   */
  close(): { root: string; inclusions: Inclusion[] } {
    let whole: Subtree | null = null;
    for (const left of this.#pending) {
      if (left) whole = whole ? joined(left, whole) : left;
    }
    const inclusions = this.#found.map(({ leafIndex, path }) => ({
      leafIndex,
      treeSize: this.#size,
      path: path.map((hash) => hash.toString('hex')),
    }));
    return { root: (whole?.hash ?? sha256('')).toString('hex'), inclusions };
  }
}

function joined(left: Subtree, right: Subtree): Subtree {
  for (const { path } of left.sought) path.push(right.hash);
  for (const { path } of right.sought) path.push(left.hash);
  const sought = left.sought.length + right.sought.length > 0 ? [...left.sought, ...right.sought] : left.sought;
  return { hash: nodeHash(left.hash, right.hash), sought };
}

/**
 * The root that a line and its way up give; null when the way does not fit a tree of that size.
 *
 * @see RFC 9162, 2.1.3.2
 */
export function rootFrom(line: string, { leafIndex, treeSize, path }: Inclusion): string | null {
  if (!(leafIndex >= 0 && leafIndex < treeSize)) return null;
  let [index, last] = [leafIndex, treeSize - 1];
  let hash = leafHash(line);
  for (const beside of path.map((text) => Buffer.from(text, 'hex'))) {
    if (last === 0) return null;
    if (index % 2 === 1 || index === last) {
      hash = nodeHash(beside, hash);
      while (index % 2 === 0 && index !== 0) [index, last] = [Math.floor(index / 2), Math.floor(last / 2)];
    } else {
      hash = nodeHash(hash, beside);
    }
    [index, last] = [Math.floor(index / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash.toString('hex') : null;
}
