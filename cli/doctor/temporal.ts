import { Client, Connection } from '@temporalio/client';
import type { Config } from '../../worker/config.ts';
import { temporalAway } from '../../worker/temporal-away.ts';
import { missingSearchAttributes } from '../stack/register-search-attributes.ts';
import { queuesWithoutWorker } from '../stack/temporal-pollers.ts';
import { FAILURES_QUERY } from '../stack/ui-links.ts';
import { type Check, look, ok, trouble } from './finding.ts';

/** Temporal: reachable, search attributes registered, a worker on each queue, no case that fails again and again. */
export async function checkTemporal(config: Config): Promise<Check[]> {
  const { connectionOptions, namespace } = config.temporal();
  try {
    const connection = await Connection.connect({ ...connectionOptions, connectTimeout: '5 seconds' });
    try {
      return await connection.withDeadline(Date.now() + 10_000, () => checkNamespace(connection, namespace));
    } finally {
      await connection.close();
    }
  } catch (error) {
    throw temporalAway(error, connectionOptions.address);
  }
}

async function checkNamespace(connection: Connection, namespace: string): Promise<Check[]> {
  await connection.workflowService.describeNamespace({ namespace });
  const looks = [
    look('search attributes', () => checkAttributes(connection, namespace)),
    look('worker', () => checkWorkers(connection, namespace)),
    look('cases', () => checkFailures(connection, namespace)),
  ];
  return [ok('Temporal', `the namespace '${namespace}' answers`), ...(await Promise.all(looks)).flat()];
}

async function checkAttributes(connection: Connection, namespace: string): Promise<Check[]> {
  const missing = await missingSearchAttributes(connection, namespace);
  if (missing.length === 0) return [ok('search attributes', 'all are registered')];
  const message = `missing: ${missing.join(', ')}`;
  return [
    trouble('search attributes', 'fault', {
      code: 'SEARCH_ATTRIBUTES_MISSING',
      message,
      next: 'Run tocsin setup (embedded: tocsin up)',
    }),
  ];
}

async function checkWorkers(connection: Connection, namespace: string): Promise<Check[]> {
  const without = await queuesWithoutWorker(connection, namespace);
  if (without.length === 0) return [ok('worker', 'one listens on the queues cases and notices')];
  const message = `nobody works on the queue ${without.join(' and ')}: no reminder goes out from it`;
  return [
    trouble('worker', 'away', {
      code: 'NO_WORKER',
      message,
      next: 'Start one: tocsin worker run (embedded: tocsin up)',
    }),
  ];
}

async function checkFailures(connection: Connection, namespace: string): Promise<Check[]> {
  const { count } = await new Client({ connection, namespace }).workflow.count(FAILURES_QUERY);
  if (count === 0) return [ok('cases', 'no workflow fails again and again')];
  const message = `${count} workflows fail again and again`;
  return [
    trouble('cases', 'fault', {
      code: 'WORKFLOWS_FAILING',
      message,
      next: "Look at the board 'failures' of tocsin links; after a fix they go on by themselves",
    }),
  ];
}
