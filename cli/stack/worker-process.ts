import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { Config } from '../../worker/config.ts';
import { end, launch } from './processes.ts';
import type { Part } from './supervise.ts';
import { queuesWithoutWorker } from './temporal-pollers.ts';

/** Starts `tocsin worker run` as a process of its own, by the same program file and loader as this one. */
export async function startWorker(
  stateFolder: string,
  env: NodeJS.ProcessEnv,
  log: string,
): Promise<Part & { mark: string }> {
  const program = path.resolve(process.argv[1] ?? '');
  const args = [...process.execArgv, program, 'worker', 'run'];
  const worker = await launch(process.execPath, args, { log, env: { ...env, TOCSIN_HOME: path.dirname(stateFolder) } });
  return { ...worker, mark: `${program} worker run`, stop: () => end(worker.pid, ['SIGTERM'], 15_000) };
}

/** Waits until a worker asks for work on every queue; false when none does within two minutes or we are told to stop. */
export async function waitForPollers(config: Config, stopping: AbortSignal): Promise<boolean> {
  const { connectionOptions, namespace } = config.temporal();
  const connection = await Connection.connect({ ...connectionOptions, connectTimeout: '5 seconds' });
  const giveUpAt = performance.now() + 120_000;
  try {
    while (performance.now() < giveUpAt && !stopping.aborted) {
      const missing = await queuesWithoutWorker(connection, namespace).catch(() => ['?']);
      if (missing.length === 0) return true;
      await pause(250, null, { signal: stopping }).catch(() => null);
    }
    return false;
  } finally {
    await connection.close();
  }
}
