import pino from 'pino';

/** Fields a log line may have: ids, counts, codes. Everything else is dropped before it is written. */
const ALLOWED = new Set([
  'caseId',
  'wave',
  'queue',
  'workflowId',
  'runId',
  'activityType',
  'attempt',
  'code',
  'count',
  'seq',
  'durationMs',
  'address',
  'namespace',
  'taskQueue',
  'pid',
  'buildId',
  'failure',
]);

const allowed = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => ALLOWED.has(name) && typeof value !== 'object'));

/** The worker's log: JSON lines on stderr, with no words and no personal data. */
export const log = pino(
  { base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { log: allowed } },
  pino.destination(2),
);

/** What may be said of an error: its kind and code, never its text, which may hold a row's values. */
export function failureOf(error: unknown): { failure: string; code?: string } {
  const name = error instanceof Error ? error.name : typeof error;
  const code = (error as { code?: unknown } | null)?.code;
  return { failure: name, ...(typeof code === 'string' || typeof code === 'number' ? { code: String(code) } : {}) };
}
