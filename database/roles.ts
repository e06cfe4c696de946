import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { EXIT, Refusal } from '../domain/refusal.ts';
import { withClient } from './pool.ts';

/** Owns every table and cannot log in: only migrations act as it. */
export const OWNER = 'tocsin_owner';

export type LoginRole = 'desk' | 'worker' | 'importer' | 'auditor';
export const LOGIN_ROLES: readonly LoginRole[] = ['desk', 'worker', 'importer', 'auditor'];

/** The group that holds the grants of a process. */
export const groupRole = (role: LoginRole): string => `tocsin_${role}`;
/** The name a process logs in with; a member of its group and nothing else. */
export const loginRole = (role: LoginRole): string => `tocsin_${role}_login`;

/**
 * Makes the owner and group roles and closes the database to everybody else. Safe to repeat, and safe when several
 * databases of one cluster are prepared at once: roles belong to the cluster.
 */
export async function prepareGroups(client: pg.Client): Promise<void> {
  const groups = LOGIN_ROLES.map(groupRole);
  for (const role of [OWNER, ...groups]) await createRole(client, role);
  const { rows } = await client.query<{ database: string; me: string; superuser: boolean }>(
    `select current_database() as database, current_user as me, rolsuper as superuser
       from pg_roles where rolname = current_user`,
  );
  for (const { database, me, superuser } of rows) {
    if (!superuser) await define(client, 'grant %I to %I', OWNER, me);
    await define(client, 'revoke all on database %I from public', database);
    await define(client, 'grant create, connect on database %I to %I', database, OWNER);
    for (const group of groups) await define(client, 'grant connect on database %I to %I', database, group);
  }
  await define(client, 'revoke all on schema public from public');
  await define(client, 'grant create, usage on schema public to %I', OWNER);
  for (const group of groups) await define(client, 'grant usage on schema public to %I', group);
}

/**
 * Makes the login role of each process, or sets its password anew. Safe to repeat.
 *
 * Passwords reach the server as SCRAM verifiers only, so that no server log can hold them.
 *
 * @throws {Refusal} `PASSWORD_NOT_USABLE` for an empty password or one with other than printable ASCII characters
 */
export async function prepareRoles(adminUrl: string, passwords: Record<LoginRole, string>): Promise<void> {
  const verifiers = LOGIN_ROLES.map((role) => ({ role, verifier: scramVerifier(role, passwords[role]) }));
  await withClient(adminUrl, async (client) => {
    await prepareGroups(client);
    for (const { role, verifier } of verifiers) {
      const name = loginRole(role);
      await createRole(client, name);
      await define(client, 'alter role %I login inherit nocreatedb nocreaterole password %L', name, verifier);
      await define(client, 'grant %I to %I', groupRole(role), name);
    }
  });
}

async function createRole(client: pg.Client, name: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
  if (rowCount === 0) await define(client, 'create role %I nologin', name);
}

const ALREADY_THERE = new Set(['42710', '23505']);
/** "tuple concurrently updated": another database of the cluster is being prepared at this moment. */
const AT_THE_SAME_TIME = 'XX000';

/** Runs a statement that takes names instead of parameters; the server quotes them (`%I`, `%L`). */
async function define(client: pg.Client, statement: string, ...names: string[]): Promise<void> {
  const { rows } = await client.query<{ quoted: string }>('select format($1, variadic $2::text[]) as quoted', [
    statement,
    names,
  ]);
  for (const { quoted } of rows) await insist(client, quoted, 50);
}

async function insist(client: pg.Client, statement: string, triesLeft: number): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== undefined && ALREADY_THERE.has(code)) return;
    if (code !== AT_THE_SAME_TIME || triesLeft === 0) throw error;
    await insist(client, statement, triesLeft - 1);
  }
}

const ITERATIONS = 4096;

/** What PostgreSQL stores of a password (RFC 5803); ASCII only, because then SASLprep changes nothing. */
function scramVerifier(role: LoginRole, password: string): string {
  if (!/^[\x21-\x7e]{1,128}$/.test(password)) {
    const details = {
      code: 'PASSWORD_NOT_USABLE',
      message: `Cannot set the password of the login role '${loginRole(role)}': it is empty, too long or not printable ASCII`,
      next: 'Use 1 to 128 printable ASCII characters without spaces',
    };
    throw new Refusal(details, EXIT.usage);
  }
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const keyed = (name: string) => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}
