import { migrationsPending } from '../../database/migrate.ts';
import { createPool, type Pool, withClient } from '../../database/pool.ts';
import { groupRole, LOGIN_ROLES, type LoginRole } from '../../database/roles.ts';
import {
  databaseNow,
  type RegisterGuard,
  registerGuards,
  rolesNobodyFills,
  tryWriting,
} from '../../database/survey.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { LADDERS } from '../../domain/law/ladders.ts';
import type { Role } from '../../domain/law/roles.ts';
import type { Config } from '../../worker/config.ts';
import { type Check, look, ok, trouble } from './finding.ts';

const CLOCK_TOLERANCE_MS = 5_000;

/** PostgreSQL: reachable by every login role, migrated, guarded, in time with this machine, and somebody to remind. */
export async function checkDatabase(config: Config): Promise<Check[]> {
  const logins = await Promise.all(LOGIN_ROLES.map((role) => look(`login ${role}`, () => checkLogin(config, role))));
  const [desk = []] = logins;
  if (desk.some(({ state }) => state !== 'ok')) return desk;
  const pool = createPool(config.databaseUrl('desk'), 'tocsin doctor', { max: 2 });
  try {
    const migrated = await look('migrations', () => checkMigrations(config));
    if (migrated.some(({ state }) => state !== 'ok')) return [...logins.flat(), ...migrated];
    const rest = [
      look('register guards', () => checkGuards(pool)),
      look('store', () => checkStore(pool)),
      look('clock', () => checkClock(pool)),
      look('addressees', () => checkAddressees(pool)),
    ];
    return [...logins, migrated, ...(await Promise.all(rest))].flat();
  } finally {
    await pool.end();
  }
}

async function checkLogin(config: Config, role: LoginRole): Promise<Check[]> {
  const url = config.databaseUrl(role);
  await withClient(url, (client) => client.query('select 1'));
  return [ok(`login ${role}`, `PostgreSQL at ${new URL(url).host} lets the ${role} in`)];
}

async function checkMigrations(config: Config): Promise<Check[]> {
  const pending = await migrationsPending(config.databaseUrl('desk'));
  if (pending.length === 0) return [ok('migrations', 'the tables are those of this version')];
  const message = `${pending.length} migrations are missing: ${pending.join(', ')}`;
  return [
    trouble('migrations', 'fault', {
      code: 'MIGRATIONS_PENDING',
      message,
      next: 'Run tocsin setup (embedded: tocsin up)',
    }),
  ];
}

async function checkGuards(pool: Pool): Promise<Check[]> {
  const { tooWide, guards } = await inSnapshot(pool, (tx) => registerGuards(tx, LOGIN_ROLES.map(groupRole)));
  const found: Check[] = [];
  if (tooWide.length > 0) {
    const message = `the register may be changed by ${tooWide.join(', ')}`;
    const next = 'Revoke update, delete and truncate on register_entry from these roles, then run register verify';
    found.push(trouble('register guards', 'fault', { code: 'REGISTER_GRANTS_TOO_WIDE', message, next }));
  }
  found.push(...sleepingGuards(guards));
  return found.length > 0 ? found : [ok('register guards', 'no login role can change or empty the register')];
}

function sleepingGuards(guards: RegisterGuard[]): Check[] {
  const part = 'register guards';
  const code = 'REGISTER_UNGUARDED';
  if (guards.length === 0) {
    const next = 'Restore the database from a backup, or ask who dropped them; then run register verify';
    return [
      trouble(part, 'fault', { code, message: 'the triggers that keep the register append-only are gone', next }),
    ];
  }
  const sleeping = guards.filter(({ always }) => !always).map(({ trigger }) => trigger);
  if (sleeping.length === 0) return [];
  const wake = sleeping.map((trigger) => `alter table register_entry enable always trigger ${trigger};`);
  const message = `triggers that keep the register append-only do not fire always: ${sleeping.join(', ')}`;
  return [trouble(part, 'fault', { code, message, next: `As the owner run: ${wake.join(' ')} then register verify` })];
}

async function checkStore(pool: Pool): Promise<Check[]> {
  await tryWriting(pool);
  return [ok('store', 'PostgreSQL can be written to, and its disk has room')];
}

async function checkClock(pool: Pool): Promise<Check[]> {
  const before = Date.now();
  const now = await inSnapshot(pool, databaseNow);
  const middle = (before + Date.now()) / 2;
  const skewMs = now ? Math.abs(now.getTime() - middle) : 0;
  if (skewMs <= CLOCK_TOLERANCE_MS) return [ok('clock', 'this machine and the database agree on the time')];
  const message = `the clocks of this machine and of the database differ by ${Math.round(skewMs / 1000)} s`;
  return [
    trouble('clock', 'fault', {
      code: 'CLOCK_SKEW',
      message,
      next: 'Synchronise both by NTP before the next awareness is recorded',
    }),
  ];
}

async function checkAddressees(pool: Pool): Promise<Check[]> {
  const reminded = new Set<Role>(
    Object.values(LADDERS).flatMap(({ rungs, repeatRoles }) => [
      ...rungs.flatMap(({ roles }) => roles),
      ...repeatRoles,
    ]),
  );
  const unfilled = await inSnapshot(pool, (tx) => rolesNobodyFills(tx, [...reminded]));
  if (unfilled.length === 0) return [ok('addressees', 'every role that a reminder names is filled')];
  return unfilled.map(({ organisationId, roles }) => noAddressee(organisationId, roles));
}

/** Reminders for an unfilled role go to the DPO; without a DPO only the organisation's alert address is left. */
function noAddressee(organisationId: string, roles: Role[]): Check {
  const withoutDpo = roles.includes('dpo');
  const instead = withoutDpo ? "only the organisation's alert address hears of it" : 'the DPO is reminded instead';
  return trouble('addressees', withoutDpo ? 'fault' : 'warning', {
    code: 'NO_ADDRESSEE',
    message: `nobody of '${organisationId}' is ${roles.join(', ')}: ${instead}`,
    next: 'Name somebody: tocsin person add',
  });
}
