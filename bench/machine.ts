import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startPostgres } from '../cli/stack/postgres.ts';
import { migrate } from '../database/migrate.ts';
import { LOGIN_ROLES, type LoginRole, loginRole, prepareRoles } from '../database/roles.ts';

/** What is taken apart again when a bench has ended, the last first. */
export class Machine {
  readonly folder: string;
  readonly #undo: (() => Promise<unknown>)[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param keep  leaves the folder, with its logs, behind */
  static async build(keep: boolean): Promise<Machine> {
    const machine = new Machine(await mkdtemp(path.join(os.tmpdir(), 'tocsin-bench-')));
    if (!keep) machine.later(() => rm(machine.folder, { recursive: true, force: true }));
    return machine;
  }

  later(undo: () => Promise<unknown>): void {
    this.#undo.push(undo);
  }

  async takeApart(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo().catch(() => {});
  }

  log = (name: string): string => path.join(this.folder, 'logs', `${name}.log`);

  /** A PostgreSQL of its own with every durability setting as shipped, migrated. */
  async startDatabase(): Promise<Database> {
    const running = await startPostgres({ directory: path.join(this.folder, 'postgres'), log: this.log('postgres') });
    this.later(async () => {
      await running.stop();
      if (!running.data.startsWith(this.folder)) await rm(running.data, { recursive: true, force: true });
    });
    await migrate(running.adminUrl);
    const password = randomBytes(12).toString('hex');
    const passwords = Object.fromEntries(LOGIN_ROLES.map((role) => [role, password]));
    await prepareRoles(running.adminUrl, passwords as Record<LoginRole, string>);
    return {
      adminUrl: running.adminUrl,
      url: (role) => Object.assign(new URL(running.adminUrl), { username: loginRole(role), password }).href,
    };
  }
}

export interface Database {
  adminUrl: string;
  url: (role: LoginRole) => string;
}
