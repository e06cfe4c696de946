import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A new folder that PostgreSQL's account may pass through, also when root runs the tests; gone when this process ends. */
export function tempFolder(name: string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), `tocsin-${name}-`));
  chmodSync(folder, 0o755);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
