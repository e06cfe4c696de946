import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { tryLock, unlock, withLock } from '../../cli/stack/lock.ts';

describe('lock', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-lock-'));
  const file = (name: string): string => path.join(folder, name);
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('names its holder to whoever comes second', () => {
    assert.equal(tryLock(file('a')), null);
    assert.equal(tryLock(file('a')), process.pid);
    unlock(file('a'));
    assert.equal(tryLock(file('a')), null);
  });

  it('is taken over from a dead process', () => {
    writeFileSync(file('b'), '2147483000');
    assert.equal(tryLock(file('b')), null);
  });

  it('is taken over from an earlier process that had our own pid, as in a restarted container', () => {
    writeFileSync(file('c'), String(process.pid));
    assert.equal(tryLock(file('c')), null);
  });

  it('is respected when its holder lives, and taken over when that pid is another program by now', () => {
    writeFileSync(file('d'), String(process.ppid));
    assert.equal(tryLock(file('d')), process.ppid);
    assert.equal(
      tryLock(file('d'), () => false),
      null,
    );
  });

  it('lets work under it happen one at a time, and is free afterwards even when the work fails', async () => {
    let inside = 0;
    const work = async () => {
      inside += 1;
      assert.equal(inside, 1);
      await new Promise(setImmediate);
      inside -= 1;
      throw new Error('failed');
    };
    const results = await Promise.allSettled([1, 2, 3].map(() => withLock(file('e'), work)));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected', 'rejected'],
    );
    assert.equal(existsSync(file('e')), false);
  });
});
