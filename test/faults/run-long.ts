import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

// `npm run test:long [-- NAME …]`: the fault tests of mailings with the numbers of a night (200 kills, each place ten
// times, 100,000 people), or those of them whose file is named so. TOCSIN_LONG_PEOPLE=1000000 for a million.

const root = path.resolve(import.meta.dirname, '../..');
const asked = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ring2.test.ts') || file === 'whole-worker.ring3.test.ts')
  .filter((file) => asked.length === 0 || asked.some((name) => file.startsWith(name)))
  .map((file) => `test/faults/${file}`);
const flags = ['--import', 'tsx', '--test', '--test-concurrency=1', '--test-reporter=spec'];
const env = { ...process.env, TOCSIN_LONG: '1' };
const { status } = spawnSync(process.execPath, [...flags, ...files], { cwd: root, env, stdio: 'inherit' });
process.exitCode = status ?? 1;
