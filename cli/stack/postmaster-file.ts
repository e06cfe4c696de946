import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isOurs } from './processes.ts';

/** A pid no system gives out: PostgreSQL takes a lock file that names it for one left by a dead server. */
const NOBODY = 2_147_483_647;

export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

const lockFile = (data: string): string => path.join(data, 'postmaster.pid');

/** What `postmaster.pid` says (line 1 pid, 4 port, 8 state), whether or not that server still lives; null without one. */
export function readPostmaster(data: string): Postmaster | null {
  try {
    const lines = readFileSync(lockFile(data), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return null;
  }
}

/** The living server of this data folder; null when there is none. */
export function livingPostmaster(data: string): Postmaster | null {
  const found = readPostmaster(data);
  return found && isOurs(found.pid, data) ? found : null;
}

/**
 * Makes a stale `postmaster.pid` harmless when its pid belongs to a zombie or to another program by now.
 *
 * Only the pid is changed. The file is not deleted, because PostgreSQL finds in it the shared memory of the old server and
 * refuses to start while any of its processes still writes.
 */
export function disarmStalePostmaster(data: string): void {
  if (readPostmaster(data) === null || livingPostmaster(data) !== null) return;
  const [, ...rest] = readFileSync(lockFile(data), 'utf8').split('\n');
  writeFileSync(lockFile(data), [NOBODY, ...rest].join('\n'));
}
