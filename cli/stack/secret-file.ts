import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file whole or not at all: a reader, or a start after a kill, never sees half of it. */
export function writeWhole(file: string, content: string | Buffer, mode = 0o600): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  writeFileSync(unfinished, content, { mode });
  chmodSync(unfinished, mode);
  renameSync(unfinished, file);
}

/**
 * The secret kept in a file, made at the first call. Never replaced once it exists: two processes asking at the same
 * time get the same secret.
 *
 * @param mode  0600, or 0400 for a key that nothing may ever rewrite
 */
export function keepSecret(file: string, bytes: number, mode = 0o600): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const unfinished = `${file}.${process.pid}.tmp`;
  writeFileSync(unfinished, `${randomBytes(bytes).toString('base64url')}\n`, { mode });
  try {
    linkSync(unfinished, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}
