import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { EXIT, Refusal } from '../../domain/refusal.ts';

/** The unprivileged account PostgreSQL runs as when we are root; empty for an ordinary user, who runs it himself. */
export interface Account {
  uid?: number;
  gid?: number;
}

/**
 * The account for a cluster. PostgreSQL refuses to run as root, so root hands it to the owner of the data folder, else
 * to `postgres` (made if the machine has none), else to `nobody`.
 */
export function accountFor(dataFolder: string): Account {
  if (process.getuid?.() !== 0) return {};
  return ownerOf(dataFolder) ?? lookUp('postgres') ?? createPostgresAccount() ?? lookUp('nobody') ?? refuse();
}

function ownerOf(folder: string): Account | null {
  const owner = statSync(folder, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : null;
}

function lookUp(name: string): Account | null {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }).trim());
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return null;
  }
}

function createPostgresAccount(): Account | null {
  spawnSync('groupadd', ['--system', 'postgres'], { stdio: 'ignore' });
  spawnSync('useradd', ['--system', '--no-create-home', '-g', 'postgres', 'postgres'], { stdio: 'ignore' });
  return lookUp('postgres');
}

function refuse(): never {
  throw new Refusal(
    {
      code: 'POSTGRES_AS_ROOT',
      message: 'Cannot start PostgreSQL as root, and this machine has no account to run it as',
      next: "Create an account named 'postgres', or run the command as an ordinary user",
    },
    EXIT.serviceAway,
  );
}

/** Whether the account may reach a file or folder: every folder above it must let the account through. */
export function canReach(account: Account, target: string): boolean {
  if (account.uid === undefined) return true;
  const { uid, gid } = account;
  const probe = spawnSync('test', ['-x', path.resolve(target)], {
    uid,
    ...(gid === undefined ? {} : { gid }),
    cwd: '/',
  });
  return probe.status === 0;
}
