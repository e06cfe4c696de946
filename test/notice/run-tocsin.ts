import { spawn } from 'node:child_process';
import { TOCSIN } from '../support/tocsin.ts';
import type { WaveFixture } from './wave-fixture.ts';

const NOBODY_LISTENS = '127.0.0.1:9';

export interface Ran {
  exit: number | null;
  out: string;
  words: string;
}

/**
 * Runs the command line in a process of its own, on a fixture's database; Temporal is away.
 *
 * @param onOut    called with everything printed so far, whenever something is printed
 * @param onWords  the same for what is said beside it; `stop` asks the process to end, as Ctrl-C does
 */
export function runTocsin(
  fixture: WaveFixture,
  folder: string,
  args: readonly string[],
  onOut: (out: string) => void = () => {},
  onWords: (words: string, stop: () => void) => void = () => {},
): Promise<Ran> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    TOCSIN_HOME: folder,
    TOCSIN_ACTOR: 'dana',
    TOCSIN_DATABASE_URL: fixture.database.url('desk'),
    TOCSIN_IMPORTER_DATABASE_URL: fixture.database.url('importer'),
    TOCSIN_MASTER_KEY: fixture.masterKey.toString('hex'),
    TEMPORAL_ADDRESS: NOBODY_LISTENS,
  };
  const child = spawn(process.execPath, [TOCSIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ran: Ran = { exit: null, out: '', words: '' };
  child.stdout.on('data', (chunk) => {
    ran.out += chunk;
    onOut(ran.out);
  });
  child.stderr.on('data', (chunk) => {
    ran.words += chunk;
    onWords(ran.words, () => child.kill('SIGINT'));
  });
  return new Promise((resolve) => child.on('close', (exit) => resolve({ ...ran, exit })));
}
