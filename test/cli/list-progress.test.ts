import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listProgress } from '../../cli/list-progress.ts';

async function* chunks(count: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < count; at += 1) yield Buffer.alloc(10);
}

/** Reads ten chunks of ten bytes, one line each, and yields what was shown. */
async function shown(screen: { isTTY: boolean }, output: 'text' | 'json', stepMs: number, size: number | null = 100) {
  let at = 0;
  const written: string[] = [];
  const write = (text: string): number => written.push(text);
  const progress = listProgress({ bytes: chunks(10), size }, output, { ...screen, write }, () => at);
  let lines = 0;
  for await (const _ of progress.bytes) {
    at += stepMs;
    lines += 1000;
    progress.lines(lines);
  }
  progress.end();
  return written;
}

describe('listProgress', () => {
  it('writes one line in place on a terminal, and clears it', async () => {
    const written = await shown({ isTTY: true }, 'text', 200);
    assert.equal(written[0], '\rRead 1,000 people (10 %)');
    assert.equal(written.at(-2), '\rRead 10,000 people (100 %)');
    assert.equal(written.at(-1), '\r\u001b[K');
  });

  it('writes a line each 10 % where there is no terminal', async () => {
    const written = await shown({ isTTY: false }, 'text', 200);
    assert.equal(written.length, 10);
    assert.equal(written[4], 'Read 5,000 people (50 %)\n');
  });

  it('writes a line each 10 seconds where nobody knows how much there is', async () => {
    assert.deepEqual(await shown({ isTTY: false }, 'text', 2_500, null), [
      'Read 4,000 people\n',
      'Read 8,000 people\n',
    ]);
  });

  it('writes nothing for machines, nor about a list read within a blink', async () => {
    assert.deepEqual(await shown({ isTTY: true }, 'json', 10_000), []);
    assert.deepEqual(await shown({ isTTY: true }, 'text', 5), []);
  });
});
