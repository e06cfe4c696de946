import { Connection } from '@temporalio/client';
import type { Command } from 'commander';
import { migrate, migrationsPending } from '../../database/migrate.ts';
import { LOGIN_ROLES, type LoginRole, loginRole, prepareRoles } from '../../database/roles.ts';
import { type Config, loadConfig } from '../../worker/config.ts';
import { temporalAway } from '../../worker/temporal-away.ts';
import { type Answer, act, type CommonOptions } from '../answer.ts';
import { missingSearchAttributes, registerSearchAttributes } from '../stack/register-search-attributes.ts';

export default function setup(command: Command): void {
  command
    .addHelpText('before', '  $ tocsin setup --dry-run\n  $ TOCSIN_DATABASE_ADMIN_URL=postgres://… tocsin setup\n')
    .addHelpText(
      'after',
      [
        '\nPrepares servers of your own; the embedded ones are prepared by tocsin up. Safe to repeat.',
        'Reads TOCSIN_DATABASE_ADMIN_URL (a superuser, or the database owner with createrole), TOCSIN_DATABASE_URL and the',
        'addresses of the other roles, whose passwords it sets, and TEMPORAL_ADDRESS.',
        '\nExit status: 0, 64 a setting is wrong, 65 the namespace has attributes of another type, 69 a server is away.',
      ].join('\n'),
    );
  act(command, (_, options) => prepare(loadConfig(), options));
}

interface Prepared {
  dryRun: boolean;
  migrations: string[];
  loginRoles: string[];
  searchAttributes: string[];
  warnings: string[];
}

/** Applies migrations, makes the login roles, registers the search attributes; with `--dry-run` only says what is missing. */
export async function prepare(config: Config, { dryRun = false }: Pick<CommonOptions, 'dryRun'>): Promise<Answer> {
  const adminUrl = config.databaseAdminUrl();
  const logins = LOGIN_ROLES.map((role) => ({ role, url: new URL(config.databaseUrl(role)) }));
  config.temporal();
  const passwords = Object.fromEntries(logins.map(({ role, url }) => [role, decodeURIComponent(url.password)]));
  const migrations = dryRun ? await migrationsPending(adminUrl) : await migrate(adminUrl);
  if (!dryRun) await prepareRoles(adminUrl, passwords as Record<LoginRole, string>);
  const prepared: Prepared = {
    dryRun,
    migrations,
    loginRoles: LOGIN_ROLES.map(loginRole),
    searchAttributes: await prepareNamespace(config, dryRun),
    warnings: logins
      .filter(({ role, url }) => url.username !== loginRole(role))
      .map(({ role, url }) => otherLogin(role, url)),
  };
  return { data: prepared, text: textOf(prepared), next: 'Check everything: tocsin doctor' };
}

async function prepareNamespace(config: Config, dryRun: boolean): Promise<string[]> {
  const { connectionOptions, namespace } = config.temporal();
  try {
    const connection = await Connection.connect({ ...connectionOptions, connectTimeout: '5 seconds' });
    try {
      const work = dryRun ? missingSearchAttributes : registerSearchAttributes;
      return await connection.withDeadline(Date.now() + 15_000, () => work(connection, namespace));
    } finally {
      await connection.close();
    }
  } catch (error) {
    throw temporalAway(error, connectionOptions.address);
  }
}

const otherLogin = (role: LoginRole, url: URL): string =>
  `the ${role}'s address logs in as '${url.username}', which is not the role made here ('${loginRole(role)}')`;

function textOf({ dryRun, migrations, loginRoles, searchAttributes, warnings }: Prepared): string {
  const done = (names: string[]) => (names.length === 0 ? 'nothing to do' : names.join(', '));
  return [
    `${dryRun ? 'Missing migrations' : 'Migrations applied'}: ${done(migrations)}`,
    `${dryRun ? 'Login roles to make or set passwords of' : 'Login roles made or passwords set'}: ${loginRoles.join(', ')}`,
    `${dryRun ? 'Missing search attributes' : 'Search attributes registered'}: ${done(searchAttributes)}`,
    ...warnings.map((warning) => `Note: ${warning}`),
  ].join('\n');
}
