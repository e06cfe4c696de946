import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

// `npm run test:long`: the fault tests of ring 2 with the numbers of a night (200 kills, each place ten times).

const root = path.resolve(import.meta.dirname, '../..');
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ring2.test.ts'))
  .map((file) => `test/faults/${file}`);
const flags = ['--import', 'tsx', '--test', '--test-concurrency=1', '--test-reporter=spec'];
const env = { ...process.env, TOCSIN_LONG: '1' };
const { status } = spawnSync(process.execPath, [...flags, ...files], { cwd: root, env, stdio: 'inherit' });
process.exitCode = status ?? 1;
