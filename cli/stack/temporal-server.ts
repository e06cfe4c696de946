import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { freePort } from './ports.ts';
import { end, type Launched, launch } from './processes.ts';
import { registerSearchAttributes } from './register-search-attributes.ts';

export interface TemporalOptions {
  executable: string;
  /** SQLite file that keeps everything; made if missing. */
  dbFile: string;
  log: string;
  /** Ports to take when they are free. */
  port?: number;
  uiPort?: number;
  /** Told the pid at once, so that a kill during the start leaves no unknown orphan. */
  launched?: (pid: number) => void;
}

export interface RunningTemporal {
  address: string;
  port: number;
  uiPort: number;
  uiUrl: string;
  pid: number;
  ended: Promise<string>;
  stop(): Promise<void>;
}

export const NAMESPACE = 'default';
/** Closed runs hold ids and instants only; a month lets an operator look back. The register keeps the rest. */
const RETENTION_SECONDS = 30 * 24 * 3600;

/**
 * Starts the Temporal dev server on a file, with its UI, on loopback, and prepares the namespace (search attributes,
 * retention). Everything in the file survives a kill -9; without the file it starts empty.
 *
 * @throws {Refusal} `TEMPORAL_START_FAILED`
 */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  mkdirSync(path.dirname(options.dbFile), { recursive: true });
  sweepSidecars(options.dbFile);
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(options.port, 7233);
    const uiPort = await freePort(options.uiPort, 8233);
    const launched = await launch(options.executable, argumentsFor(options, port, uiPort), { log: options.log });
    options.launched?.(launched.pid);
    const address = `127.0.0.1:${port}`;
    const failure = await readiness(address, launched);
    const stop = () => end(launched.pid, ['SIGTERM']);
    if (failure === null) return { address, port, uiPort, uiUrl: `http://127.0.0.1:${uiPort}`, ...launched, stop };
    await stop();
    if (attempt === 3) throw startFailed(failure, options.log);
  }
}

/** Write-ahead log of a database that somebody deleted: it belongs to nothing any more. */
function sweepSidecars(dbFile: string): void {
  if (!existsSync(dbFile)) for (const suffix of ['-wal', '-shm']) rmSync(dbFile + suffix, { force: true });
}

const argumentsFor = (options: TemporalOptions, port: number, uiPort: number): string[] => [
  ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port)],
  ...['--db-filename', options.dbFile, '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
  ...['--ui-ip', '127.0.0.1', '--ui-port', String(uiPort), '--ui-disable-news-fetch'],
  ...['--namespace', NAMESPACE, '--log-format', 'json', '--log-level', 'warn'],
];

/** Null once the namespace answers and is prepared, else why it never will. */
async function readiness(address: string, { ended }: Launched): Promise<string | null> {
  const outcome: { end: string | null; failure: string } = { end: null, failure: 'no answer' };
  void ended.then((how) => {
    outcome.end = how;
  });
  const giveUpAt = performance.now() + 60_000;
  while (outcome.end === null && performance.now() < giveUpAt) {
    try {
      await prepareNamespace(address);
      return null;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      outcome.failure = error instanceof Error ? error.message : String(error);
    }
    await pause(150);
  }
  return outcome.end ?? outcome.failure;
}

async function prepareNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2 seconds' });
  try {
    await connection.withDeadline(Date.now() + 10_000, async () => {
      await registerSearchAttributes(connection, NAMESPACE);
      const config = { workflowExecutionRetentionTtl: { seconds: RETENTION_SECONDS as never } };
      await connection.workflowService.updateNamespace({ namespace: NAMESPACE, config });
    });
  } finally {
    await connection.close();
  }
}

function startFailed(failure: string, log: string): Refusal {
  const last = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').at(-1) : '';
  const message = `Cannot start the Temporal server: ${failure}`;
  return new Refusal(
    { code: 'TEMPORAL_START_FAILED', message, next: `Read '${log}': ${last?.slice(0, 300)}` },
    EXIT.serviceAway,
  );
}
