import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from './processes.ts';

/** The living process that holds a lock, or null when it was taken by us. */
type Holder = number | null;

/** Locks this process holds. A file that names our pid and is not among them was left by a namesake, in a container. */
const held = new Set<string>();

/**
 * Tries to take a lock file for this process. A lock left by a dead process is swept away.
 *
 * The pid is written to a file of its own first and then linked, so that nobody ever reads a lock without its holder.
 *
 * @param holds  whether a pid is still the program that took the lock; default: whether it lives
 */
export function tryLock(file: string, holds: (pid: number) => boolean = isAlive): Holder {
  mkdirSync(path.dirname(file), { recursive: true });
  const own = `${file}.${process.pid}.${randomUUID().slice(0, 8)}`;
  writeFileSync(own, String(process.pid));
  try {
    for (;;) {
      if (link(own, file)) {
        held.add(file);
        return null;
      }
      const holder = holderOf(file);
      if (holder !== null && stillHolds(file, holder, holds)) return holder;
      sweep(file, holds);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

const stillHolds = (file: string, holder: number, holds: (pid: number) => boolean): boolean =>
  holder === process.pid ? held.has(file) : holds(holder);

function link(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The pid in a lock file; null when there is none. */
export function holderOf(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return null;
  }
}

/** Renaming lets exactly one of several sweepers win; a living lock moved by mistake is put back. */
function sweep(file: string, holds: (pid: number) => boolean): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const holder = holderOf(aside);
  if (holder !== null && stillHolds(file, holder, holds)) link(aside, file);
  rmSync(aside, { force: true });
}

export const unlock = (file: string): void => {
  if (!held.delete(file)) return;
  if (holderOf(file) === process.pid) rmSync(file, { force: true });
};

/** Does the work while no other process does work under the same lock; waits for its turn. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (tryLock(file) !== null) await pause(50);
  try {
    return await work();
  } finally {
    unlock(file);
  }
}
