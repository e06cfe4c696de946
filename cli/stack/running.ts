import path from 'node:path';
import { holderOf, tryLock, unlock } from './lock.ts';
import { commandLineOf, isAlive } from './processes.ts';

const lockFile = (stateFolder: string): string => path.join(stateFolder, 'up.lock');

/** Whether a pid is a `tocsin up`, and not a later program that got the pid of one that was killed. */
const isUp = (pid: number): boolean => isAlive(pid) && /\bup\b/.test(commandLineOf(pid));

/** Makes this process the one that runs the stack of a state folder; yields the pid of the one that already does. */
export const claimStack = (stateFolder: string): number | null => tryLock(lockFile(stateFolder), isUp);

export const releaseStack = (stateFolder: string): void => unlock(lockFile(stateFolder));

/** The pid of the `tocsin up` that runs the stack of a state folder; null when none does. */
export function runningUp(stateFolder: string): number | null {
  const holder = holderOf(lockFile(stateFolder));
  return holder !== null && isUp(holder) ? holder : null;
}
