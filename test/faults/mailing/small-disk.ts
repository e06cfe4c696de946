import { execFileSync } from 'node:child_process';
import { chownSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withClient } from '../../../database/pool.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const AS_ROOT = process.getuid?.() === 0 ? [] : ['sudo', '-n'];

function asRoot(...command: string[]): void {
  const [program = '', ...args] = [...AS_ROOT, ...command];
  execFileSync(program, args, { stdio: 'pipe' });
}

/** A file system of its own, small enough to be filled without harm to the machine. */
export class SmallDisk {
  readonly folder = tempFolder('disk');
  readonly #filler = path.join(this.folder, 'filler');
  readonly #megabytes: number;

  private constructor(megabytes: number) {
    this.#megabytes = megabytes;
    asRoot('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=1777`, 'tocsin-small-disk', this.folder);
  }

  /** Null, said aloud, where no file system can be mounted: that takes root, or sudo without a password. */
  static mounted(megabytes: number): SmallDisk | null {
    try {
      return new SmallDisk(megabytes);
    } catch {
      process.stderr.write(`${SmallDisk.NOT_RUN}\n`);
      return null;
    }
  }

  static readonly NOT_RUN = 'RING 2 NOT RUN: a full disk, for no small file system can be mounted here';

  /** Moves a database onto it; `data` is the folder of its server. */
  async holdDatabase(adminUrl: string, data: string): Promise<void> {
    const place = path.join(this.folder, 'tablespace');
    const { uid, gid } = statSync(data);
    execFileSync('mkdir', ['-m', '700', place]);
    if (AS_ROOT.length === 0) chownSync(place, uid, gid);
    const { pathname } = new URL(adminUrl);
    const elsewhere = Object.assign(new URL(adminUrl), { pathname: '/postgres' }).href;
    await withClient(elsewhere, async (client) => {
      await client.query(`create tablespace small location '${place}'`);
      await client.query(`alter database ${client.escapeIdentifier(pathname.slice(1))} set tablespace small`);
    });
  }

  /** Leaves not a page free. */
  fill(): void {
    try {
      writeFileSync(this.#filler, Buffer.alloc(this.#megabytes * 1024 * 1024));
      throw new Error('the small disk took more than it can hold');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  /** Gives the room back. */
  clear(): void {
    rmSync(this.#filler, { force: true });
  }

  /** Once its server is stopped. */
  close(): void {
    asRoot('umount', '--lazy', this.folder);
  }
}
