import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { type LedgerLine, leafOf } from '../../domain/notice/ledger-leaf.ts';
import { MerkleTree, rootFrom } from '../../domain/notice/merkle.ts';
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

describe('MerkleTree', () => {
  const rootOf = (...lines: string[]) => {
    const tree = new MerkleTree();
    for (const line of lines) tree.add(line);
    return tree.close().root;
  };
  const hex = (...parts: (string | Buffer)[]) => {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  const leaf = (line: string) => hex(Buffer.from([0]), line);
  const node = (left: Buffer, right: Buffer) => hex(Buffer.from([1]), left, right);

  it('is the tree of RFC 9162, 2.1', () => {
    assert.equal(rootOf(), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    assert.equal(rootOf('a'), leaf('a').toString('hex'));
    assert.equal(rootOf('a', 'b', 'c'), node(node(leaf('a'), leaf('b')), leaf('c')).toString('hex'));
    const five = node(node(node(leaf('a'), leaf('b')), node(leaf('c'), leaf('d'))), leaf('e'));
    assert.equal(rootOf('a', 'b', 'c', 'd', 'e'), five.toString('hex'));
  });

  it('gives every line of every small tree a way up to its root, and no other line, place or way leads there', () => {
    for (let size = 1; size <= 33; size += 1) {
      const tree = new MerkleTree();
      for (let at = 0; at < size; at += 1) tree.add(`line ${at}`, true);
      const { root, inclusions } = tree.close();
      assert.equal(inclusions.length, size);
      for (const inclusion of inclusions) {
        const { leafIndex, path } = inclusion;
        assert.equal(rootFrom(`line ${leafIndex}`, inclusion), root, `line ${leafIndex} of ${size}`);
        assert.notEqual(rootFrom('another', inclusion), root);
        if (size === 1) continue;
        assert.notEqual(rootFrom(`line ${leafIndex}`, { ...inclusion, path: path.slice(1) }), root);
        assert.notEqual(rootFrom(`line ${leafIndex}`, { ...inclusion, path: [...path, root] }), root);
        assert.notEqual(rootFrom(`line ${leafIndex}`, { ...inclusion, path: path.map(() => root) }), root);
        assert.notEqual(rootFrom(`line ${leafIndex}`, { ...inclusion, leafIndex: size }), root);
      }
    }
  });
});

describe('leafOf', () => {
  const line: LedgerLine = {
    recipientId: '6f1c1f0e-3f7a-4a53-9c55-2f1d2e1b7a01',
    personKey: 'f'.repeat(64),
    reference: '7KQ3-9XWD-4TBM-2C',
    audience: 'affected',
    locale: 'es',
    correction: 'none',
    state: 'sent',
    attempts: 1,
    messageId: '<a@e.example>',
    sentAt: at('2026-11-02T09:00:00Z'),
    code: '250',
    enhancedCode: null,
  };

  it('writes a line the same for ever: the roots of old waves are made of it', () => {
    assert.equal(
      leafOf(line, 1),
      '["6f1c1f0e-3f7a-4a53-9c55-2f1d2e1b7a01","sent","<a@e.example>","2026-11-02T09:00:00.000Z","250",null]',
    );
    assert.equal(
      leafOf(line, 2),
      `{"attempts":1,"audience":"affected","code":"250","correction":"none","enhancedCode":null,"locale":"es","messageId":"<a@e.example>",` +
        `"personKey":"${'f'.repeat(64)}","recipientId":"6f1c1f0e-3f7a-4a53-9c55-2f1d2e1b7a01",` +
        `"reference":"7KQ3-9XWD-4TBM-2C","sentAt":"2026-11-02T09:00:00.000Z","state":"sent"}`,
    );
  });
});
