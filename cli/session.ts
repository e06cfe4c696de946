import type { Client, ConnectionOptions } from '@temporalio/client';
import { organisationOfCase } from '../database/case.ts';
import { listOrganisations } from '../database/organisation.ts';
import { createPool } from '../database/pool.ts';
import { organisationOfWaiting } from '../database/statement.ts';
import { inSnapshot, type Tx } from '../database/transaction.ts';
import { createVault } from '../database/vault.ts';
import type { Desk, Speaker } from '../desk/context.ts';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';
import { type Config, loadConfig } from '../worker/config.ts';
import type { CommonOptions } from './answer.ts';

const CONNECT_MS = 3_000;

/** An open desk, for the length of one command. */
export interface Session {
  desk: Desk;
  config: Config;
  /** Reads in one consistent snapshot. */
  read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

/**
 * A client that connects on first use and gives up soon: a desk opens while Temporal is away. Its library, slow to load,
 * is loaded then too: many commands only read PostgreSQL.
 */
function lazyTemporal(config: Config): { temporal: () => Promise<Client>; close: () => Promise<void> } {
  let connecting: Promise<Client> | null = null;
  const connect = async (): Promise<Client> => {
    const { Client, Connection } = await import('@temporalio/client');
    const { connectionOptions, namespace } = config.temporal();
    const connection = await Connection.connect({
      ...(connectionOptions as ConnectionOptions),
      connectTimeout: CONNECT_MS,
    });
    return new Client({ connection, namespace });
  };
  return {
    temporal: () => (connecting ??= connect()),
    close: async () => {
      const client = await connecting?.catch(() => null);
      await client?.connection.close();
    },
  };
}

/**
 * Opens a desk on the configured database and closes it after `work`.
 *
 * @throws {Refusal} `SETTING_MISSING`, `DATABASE_AWAY`, and whatever `work` refuses
 */
export const withDesk = <T>(work: (session: Session) => Promise<T>): Promise<T> => withDeskOf(loadConfig(), work);

/** As `withDesk`, on settings at hand. */
export async function withDeskOf<T>(config: Config, work: (session: Session) => Promise<T>): Promise<T> {
  const pool = createPool(config.databaseUrl('desk'), 'tocsin desk', { max: 3 });
  const vault = createVault(config.masterKey());
  const { temporal, close } = lazyTemporal(config);
  const desk: Desk = { pool, vault, temporal, now: async () => new Date() };
  try {
    return await work({ desk, config, read: (reading) => inSnapshot(pool, reading) });
  } finally {
    await close();
    await pool.end();
  }
}

/** @throws {Refusal} `ACTOR_MISSING` */
export function actorOf(options: Pick<CommonOptions, 'as'>): string {
  const actor = options.as ?? process.env['TOCSIN_ACTOR'];
  if (actor) return actor;
  throw new Refusal(
    {
      code: 'ACTOR_MISSING',
      message: 'Cannot tell who is speaking',
      next: "Add --as PERSON or set TOCSIN_ACTOR ('tocsin person list' shows who there is)",
    },
    EXIT.usage,
  );
}

/** @throws {Refusal} `CASE_UNKNOWN` */
export async function organisationIdOfCase(session: Session, caseId: string): Promise<string> {
  const organisationId = await session.read(
    async (tx) => (await organisationOfCase(tx, caseId)) ?? (await organisationOfWaiting(tx, caseId)),
  );
  if (organisationId) return organisationId;
  throw new Refusal({
    code: 'CASE_UNKNOWN',
    message: `Cannot find case ${quoteValue(caseId)}`,
    next: "List the cases with 'tocsin case list'",
  });
}

/** The organisation named by --org, or the only one. @throws {Refusal} `ORGANISATION_UNCLEAR`, `ORGANISATION_UNKNOWN` */
export async function organisationIdOf(session: Session, options: Pick<CommonOptions, 'org'>): Promise<string> {
  const known = (await session.read(listOrganisations)).map(({ organisationId }) => organisationId);
  if (options.org && known.includes(options.org)) return options.org;
  const [only, ...others] = known;
  if (!options.org && only && others.length === 0) return only;
  throw new Refusal(
    {
      code: options.org ? 'ORGANISATION_UNKNOWN' : 'ORGANISATION_UNCLEAR',
      message: options.org
        ? `Cannot find organisation ${quoteValue(options.org)}`
        : `Cannot tell which organisation: there are ${known.length}`,
      next:
        known.length > 0
          ? `Name one with --org: ${known.join(', ')}`
          : "Describe yours first with 'tocsin organisation set'",
    },
    EXIT.usage,
  );
}

/** Who speaks about a case; the command line only claims it. */
export async function speakerFor(session: Session, caseId: string, options: CommonOptions): Promise<Speaker> {
  return { organisationId: await organisationIdOfCase(session, caseId), actor: actorOf(options), assurance: 'claimed' };
}
