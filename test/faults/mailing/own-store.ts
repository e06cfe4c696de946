import { connect, createServer, type Socket } from 'node:net';
import { type RunningPostgres, startPostgres } from '../../../cli/stack/postgres.ts';
import { migrate } from '../../../database/migrate.ts';
import { loginRole, prepareRoles } from '../../../database/roles.ts';
import { type TestDatabase, testPasswords } from '../../support/postgres.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A PostgreSQL of a test's own, durable as in operation, to be stopped and spoilt. */
export class OwnStore {
  readonly #directory = tempFolder('store');
  #running: RunningPostgres | null = null;

  /** Starts it, again on the same port. */
  async start(): Promise<void> {
    const port = this.#running?.port;
    const at = { directory: this.#directory, database: 'tocsin', ...(port ? { port } : {}) };
    this.#running = await startPostgres({ ...at, initdbFlags: ['--no-sync'] });
  }

  /** Ends it without a word, as a crash does: open transactions are gone, clients are cut off. */
  async crash(): Promise<void> {
    process.kill(this.#now.pid, 'SIGQUIT');
    await this.#now.ended;
  }

  get adminUrl(): string {
    return this.#now.adminUrl;
  }

  /** Where its data lie. */
  get data(): string {
    return this.#now.data;
  }

  get #now(): RunningPostgres {
    if (!this.#running) throw new Error('Cannot use the store: it was not started');
    return this.#running;
  }

  /** Its database, migrated; `drop` stops the server. */
  async database(): Promise<TestDatabase> {
    await this.start();
    await migrate(this.adminUrl);
    await prepareRoles(this.adminUrl, testPasswords());
    const url: TestDatabase['url'] = (role) =>
      Object.assign(new URL(this.adminUrl), { username: loginRole(role), password: testPasswords()[role] }).href;
    return { adminUrl: this.adminUrl, url, drop: () => this.#now.stop() };
  }
}

/** A way to a server that can turn into a black hole: nothing comes through, and nothing is closed. */
export class Hole {
  #swallows = false;
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  /** Ways that let something through. */
  readonly #passing = new Set<Socket>();
  readonly #server = createServer((near) => this.#join(near));

  constructor(url: string) {
    this.#target = new URL(url);
  }

  get passing(): number {
    return this.#passing.size;
  }

  /** The server's address by this way. */
  async url(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    return Object.assign(new URL(this.#target), { port: String(port) }).href;
  }

  /** Nothing comes through any more, by ways that are open or new ones. */
  swallow(): void {
    this.#swallows = true;
    for (const socket of this.#sockets) socket.pause();
    this.#passing.clear();
  }

  /** New ways let everything through; what was swallowed stays so. */
  relent(): void {
    this.#swallows = false;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #join(near: Socket): void {
    const far = connect(Number(this.#target.port), this.#target.hostname);
    if (!this.#swallows) this.#passing.add(near);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.on('data', (bytes) => to.write(bytes));
      from
        .on('error', () => {})
        .on('close', () => {
          this.#sockets.delete(from);
          this.#passing.delete(from);
          to.destroy();
        });
      if (this.#swallows) from.pause();
    }
  }
}
