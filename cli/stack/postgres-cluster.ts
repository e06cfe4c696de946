import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Account, accountFor, canReach } from './postgres-account.ts';
import { postgresPrograms } from './postgres-programs.ts';
import { keepSecret } from './secret-file.ts';

export interface PostgresOptions {
  /** Folder that keeps the cluster, its password and its lock; made if missing. */
  directory: string;
  /** The port to take when it is free. */
  port?: number;
  database?: string;
  log?: string;
  /** Extra settings as `name=value`. */
  settings?: string[];
  initdbFlags?: string[];
  /** What to do with a server of this folder that already runs (an orphan of a killed process): default `adopt`. */
  whenRunning?: 'adopt' | 'replace';
}

export interface Cluster extends PostgresOptions {
  account: Account;
  home: string;
  data: string;
  password: string;
  log: string;
}

/** What a start needs to know of a folder's cluster, which may not exist yet; makes the folder and the password. */
export function prepareCluster(options: PostgresOptions): Cluster {
  mkdirSync(options.directory, { recursive: true, mode: 0o755 });
  const account = accountFor(path.join(options.directory, 'data'));
  const home = homeFor(account, options.directory);
  const password = keepSecret(path.join(home, 'password'), 24); // beside the data: they live and die together
  const log = options.log ?? path.join(options.directory, 'postgres.log');
  return { ...options, account, home, data: path.join(home, 'data'), password, log };
}

/** Root's own folders are closed to PostgreSQL's account: then the cluster lives under /var/lib. */
function homeFor(account: Account, directory: string): string {
  if (canReach(account, directory)) return directory;
  const name = createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 12);
  const home = path.join('/var/lib/tocsin', name);
  mkdirSync(home, { recursive: true, mode: 0o755 });
  return home;
}

/** Makes the cluster, beside its place and then renamed: a start cut short leaves no half cluster behind. */
export async function initialise(cluster: Cluster): Promise<void> {
  const { account, home, data, password } = cluster;
  const unfinished = path.join(home, 'data.new');
  const passwordFile = path.join(home, 'initial-password');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  for (const file of [unfinished, passwordFile]) give(file, account);
  const { initdb } = postgresPrograms(account, home);
  const layout = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const args = [`--pgdata=${unfinished}`, ...layout, ...access, ...(cluster.initdbFlags ?? [])];
  try {
    await promisify(execFile)(initdb, args, { ...account, cwd: '/', env: { ...process.env, LC_ALL: 'C' } });
    renameSync(unfinished, data);
  } catch (cause) {
    throw refusal(
      'POSTGRES_INIT_FAILED',
      `Cannot make the PostgreSQL cluster in '${home}'`,
      lastWords(String(cause)),
      cause,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function give(file: string, { uid, gid }: Account): void {
  if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid);
}

export const lastWords = (text: string): string => text.trim().split('\n').slice(-2).join(' ').slice(0, 300);

export const refusal = (code: string, message: string, next: string, cause?: unknown): Refusal =>
  Object.assign(new Refusal({ code, message, next }, EXIT.serviceAway), { cause });
