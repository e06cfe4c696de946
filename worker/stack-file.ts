import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EXIT, Refusal } from '../domain/refusal.ts';

/** A process of the embedded stack: its pid, and a word of its command line that proves the pid is still it. */
export interface StackProcess {
  pid: number;
  mark: string;
}

/** `.tocsin/stack.json`: how other terminals find the embedded stack, and how a start after a kill finds its orphans. */
export interface StackFile {
  ports: { postgres?: number; temporal?: number; ui?: number; smtp?: number };
  /** Settings by the name of the environment variable that would give them. Holds passwords: mode 0600. */
  settings: Record<string, string>;
  processes: Record<string, StackProcess>;
}

/** The state folder: `.tocsin` in the folder that TOCSIN_HOME names, else in the current one. */
export const stateFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  path.resolve(env['TOCSIN_HOME'] || process.cwd(), '.tocsin');

export const stackFilePath = (folder: string): string => path.join(folder, 'stack.json');

/**
 * The stack file of a state folder; null when nothing was ever started there.
 *
 * @throws {Refusal} `STATE_NOT_READABLE` when it is another user's, `STATE_DAMAGED` when it is no stack file
 */
export function readStackFile(folder: string): StackFile | null {
  const file = stackFilePath(folder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw refusal(
      'STATE_NOT_READABLE',
      `Cannot read '${file}': ${code}`,
      'Use the account that ran npm start, or set TOCSIN_HOME to a folder of your own',
    );
  }
  try {
    const { ports = {}, settings = {}, processes = {} } = JSON.parse(text) as Partial<StackFile>;
    return { ports, settings, processes };
  } catch {
    throw refusal(
      'STATE_DAMAGED',
      `Cannot understand '${file}'`,
      `Delete it and run npm start: it is written anew, no case is lost`,
    );
  }
}

const refusal = (code: string, message: string, next: string): Refusal =>
  new Refusal({ code, message, next }, EXIT.serviceAway);
