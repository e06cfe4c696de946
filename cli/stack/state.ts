import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { readStackFile, type StackFile, stackFilePath } from '../../worker/stack-file.ts';
import { writeWhole } from './secret-file.ts';

/** The stack file in hand of the one process that may write it. */
export interface State {
  folder: string;
  readonly now: StackFile;
  /** Notes and saves at once; a setting given as null is forgotten. */
  note(change: {
    ports?: StackFile['ports'];
    settings?: Record<string, string | null>;
    processes?: Record<string, { pid: number; mark: string } | null>;
  }): void;
}

/**
 * Opens the state folder, making it at the first call.
 *
 * @throws {Refusal} `STATE_NOT_WRITABLE` when it belongs to another account
 */
export function openState(folder: string): State {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 }); // PostgreSQL's account must pass through when root starts it
    accessSync(folder, constants.W_OK);
    if (existsSync(stackFilePath(folder))) accessSync(stackFilePath(folder), constants.W_OK);
  } catch (error) {
    throw notWritable(folder, (error as NodeJS.ErrnoException).code);
  }
  const now: StackFile = readStackFile(folder) ?? { ports: {}, settings: {}, processes: {} };
  return {
    folder,
    now,
    note: ({ ports = {}, settings = {}, processes = {} }) => {
      Object.assign(now.ports, ports);
      assignOrForget(now.settings, settings);
      assignOrForget(now.processes, processes);
      writeWhole(stackFilePath(folder), `${JSON.stringify(now, null, 2)}\n`);
    },
  };
}

function assignOrForget<T>(target: Record<string, T>, changes: Record<string, T | null>): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete target[name];
    else target[name] = value;
  }
}

const notWritable = (folder: string, code: string | undefined): Refusal =>
  new Refusal(
    {
      code: 'STATE_NOT_WRITABLE',
      message: `Cannot write to the state folder '${folder}': ${code}`,
      next: `Start as the account that owns it, or set TOCSIN_HOME to a folder of your own (now: '${path.dirname(folder)}')`,
    },
    EXIT.serviceAway,
  );
