import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { MerkleRoot } from '../../domain/notice/merkle.ts';
import { settle } from '../../domain/notice/outcome.ts';

const at = (text: string) => new Date(text);
const first = at('2026-11-02T09:00:00Z');

describe('settle', () => {
  const deferred = { kind: 'deferred', code: '451', enhancedCode: '4.7.1' } as const;
  for (const [attempt, now, next] of [
    [1, '2026-11-02T09:00:00Z', '2026-11-02T09:05:00.000Z'],
    [2, '2026-11-02T09:05:00Z', '2026-11-02T09:20:00.000Z'],
    [3, '2026-11-02T09:20:00Z', '2026-11-02T09:50:00.000Z'],
    [4, '2026-11-02T09:50:00Z', '2026-11-02T10:50:00.000Z'],
    [5, '2026-11-02T10:50:00Z', '2026-11-02T12:50:00.000Z'],
    [6, '2026-11-02T12:50:00Z', '2026-11-02T16:50:00.000Z'],
    [7, '2026-11-02T16:50:00Z', '2026-11-02T20:50:00.000Z'],
  ] as const) {
    it(`tries attempt ${attempt} again at ${next}`, () => {
      const { state, nextAttemptAt } = settle(deferred, attempt, first, at(now), 'resend');
      assert.deepEqual([state, nextAttemptAt?.toISOString()], ['waiting', next]);
    });
  }

  it('gives up after four days', () => {
    assert.equal(settle(deferred, 20, first, at('2026-11-06T08:59:00Z'), 'resend').state, 'expired');
  });

  it('never tries a refused person again, and keeps both codes', () => {
    const refused = { kind: 'refused', code: '550', enhancedCode: '5.1.1' } as const;
    assert.deepEqual(settle(refused, 1, first, first, 'resend'), {
      state: 'refused',
      nextAttemptAt: null,
      code: '550',
      enhancedCode: '5.1.1',
    });
  });

  it('sends what may have arrived again, or holds it, as the policy says', () => {
    const unknown = { kind: 'unknown', code: 'LOST_AFTER_DOT' } as const;
    assert.equal(settle(unknown, 1, first, first, 'resend').state, 'waiting');
    assert.equal(settle(unknown, 1, first, first, 'hold').state, 'unknown-held');
  });
});

describe('MerkleRoot', () => {
  const rootOf = (...lines: string[]) => {
    const tree = new MerkleRoot();
    for (const line of lines) tree.add(line);
    return tree.root();
  };
  const hex = (...parts: (string | Buffer)[]) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  const leaf = (line: string) => hex(Buffer.from([0]), line);
  const node = (left: Buffer, right: Buffer) => hex(Buffer.from([1]), left, right);

  it('is the tree of RFC 6962, 2.1', () => {
    assert.equal(rootOf(), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    assert.equal(rootOf('a'), leaf('a').toString('hex'));
    assert.equal(rootOf('a', 'b', 'c'), node(node(leaf('a'), leaf('b')), leaf('c')).toString('hex'));
    const five = node(node(node(leaf('a'), leaf('b')), node(leaf('c'), leaf('d'))), leaf('e'));
    assert.equal(rootOf('a', 'b', 'c', 'd', 'e'), five.toString('hex'));
  });
});
