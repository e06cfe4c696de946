import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { it } from 'node:test';

it('every test id of the law has its test', () => {
  const script = path.resolve(import.meta.dirname, '../law-coverage.ts');
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', script], { encoding: 'utf8' });
  const missing = stdout.split('\n').filter((line) => line.includes('MISSING'));
  assert.deepEqual([status, missing], [0, []]);
});
