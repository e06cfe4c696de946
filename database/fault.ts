import { EXIT, Refusal } from '../domain/refusal.ts';

/** An error PostgreSQL answered with, re-made without the server's words: those hold row values. */
export class DatabaseFault extends Error {
  readonly sqlState: string;
  readonly constraint: string | null;
  readonly table: string | null;

  constructor(sqlState: string, constraint: string | null, table: string | null) {
    const where = [constraint && `constraint '${constraint}'`, table && `table '${table}'`]
      .filter(Boolean)
      .join(' of ');
    super(`Cannot finish a database statement: PostgreSQL answered ${sqlState}${where ? ` (${where})` : ''}`);
    this.name = 'DatabaseFault';
    this.sqlState = sqlState;
    this.constraint = constraint;
    this.table = table;
  }
}

const AWAY_SQL_STATES = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25P03']);
const AWAY_SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]);
/** The driver's own sentences, which carry no code. */
const AWAY_WORDS =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|query read timeout|not queryable/i;

const AWAY = () =>
  refusal(
    'DATABASE_AWAY',
    'Cannot reach PostgreSQL',
    'Start it (tocsin up, or your own server), check TOCSIN_DATABASE_URL, then run the command again',
  );

const BY_SQL_STATE: Record<string, () => Refusal> = {
  '25006': () =>
    refusal(
      'STORE_READ_ONLY',
      'Cannot write: PostgreSQL is read-only',
      'Point TOCSIN_DATABASE_URL at the primary server',
    ),
  '53100': () =>
    refusal('STORE_FULL', 'Cannot write: the disk of PostgreSQL is full', 'Free disk space on the database server'),
  '28P01': () => loginRefused(),
  '28000': () => loginRefused(),
  '3D000': () =>
    refusal('DATABASE_UNKNOWN', 'Cannot find the database of TOCSIN_DATABASE_URL', 'Create it, then run tocsin setup'),
  '42P01': () => notPrepared(),
  '3F000': () => notPrepared(),
  '55P03': () => busy('another session held a lock too long'),
  '57014': () => busy('a statement took too long'),
  '40001': () => busy('another session changed the same rows'),
  '40P01': () => busy('two sessions waited for each other'),
};

const loginRefused = () =>
  refusal('DATABASE_LOGIN_REFUSED', 'Cannot log in to PostgreSQL', 'Check user and password in TOCSIN_DATABASE_URL');
const notPrepared = () =>
  refusal('DATABASE_NOT_PREPARED', 'Cannot use the database: a table is missing', 'Run tocsin setup with an admin URL');
const busy = (why: string) =>
  refusal('DATABASE_BUSY', `Cannot finish now: ${why}`, 'Run the command again; nothing was changed');

const refusal = (code: string, message: string, next: string): Refusal =>
  new Refusal({ code, message, next }, EXIT.serviceAway);

/**
 * What to throw instead of an error met while talking to PostgreSQL.
 *
 * Servers away, read-only, full, busy or unprepared become a `Refusal` (exit 69); any other answer of the server becomes
 * a `DatabaseFault` with SQLSTATE and constraint only. Errors that are not the database's come back unchanged.
 */
export function asDatabaseRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Refusal || error instanceof DatabaseFault) return error;
  const { code, constraint, table } = error as Error & { code?: unknown; constraint?: string; table?: string };
  if (isAway(error, code)) return AWAY();
  if (typeof code !== 'string' || !isServerAnswer(error)) return error;
  return BY_SQL_STATE[code]?.() ?? new DatabaseFault(code, constraint ?? null, table ?? null);
}

function isAway(error: Error, code: unknown): boolean {
  if (typeof code !== 'string') return AWAY_WORDS.test(error.message) || isAggregateAway(error);
  return AWAY_SOCKET_CODES.has(code) || AWAY_SQL_STATES.has(code) || (code.startsWith('08') && isServerAnswer(error));
}

/** `localhost` tried on two addresses fails with one error for each. */
const isAggregateAway = (error: Error): boolean =>
  error instanceof AggregateError &&
  error.errors.some((one) => one instanceof Error && isAway(one, (one as NodeJS.ErrnoException).code));

/** Only the server's answers carry a severity; file and crypto errors of Node have a `code`, too. */
const isServerAnswer = (error: Error): boolean => 'severity' in error && 'routine' in error;
