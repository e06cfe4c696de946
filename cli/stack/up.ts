import { existsSync } from 'node:fs';
import path from 'node:path';
import { migrate, migrationsPending } from '../../database/migrate.ts';
import { LOGIN_ROLES, type LoginRole, loginRole, prepareRoles } from '../../database/roles.ts';
import { isOwnTemporal, loadConfig } from '../../worker/config.ts';
import { startMailCatcher } from './mail-catcher.ts';
import { endOrphans } from './orphans.ts';
import { type RunningPostgres, startPostgres } from './postgres.ts';
import { prepareCluster } from './postgres-cluster.ts';
import { keepSecret } from './secret-file.ts';
import type { State } from './state.ts';
import { type Part, type Supervised, supervise, type Watch } from './supervise.ts';
import { temporalProgram } from './temporal-binary.ts';
import { NAMESPACE, type RunningTemporal, startTemporal } from './temporal-server.ts';
import { dataLost, masterKeyLost, notMigrated, refuseTaken } from './up-refusals.ts';
import { startWorker, waitForPollers } from './worker-process.ts';

/** What the bringing up says, in words. */
export interface Voice {
  done(words: string): void;
  note(words: string): void;
  warn(words: string): void;
}

/** Ports a person insists on; without one the usual port is taken, or any free one. */
export interface AskedPorts {
  postgres?: number;
  temporal?: number;
  ui?: number;
  smtp?: number;
}

export interface UpOptions {
  env: NodeJS.ProcessEnv;
  ports: AskedPorts;
  voice: Voice;
  /** Set once the person wants to stop: no further part is started. */
  stopping: AbortSignal;
}

/** The running stack; parts are stopped in the order opposite to their start. */
export class Stack {
  readonly #state: State;
  readonly #options: UpOptions;
  readonly #parts: { name: string; stop: () => Promise<void> }[] = [];
  #worker: Supervised | null = null;

  constructor(state: State, options: UpOptions) {
    this.#state = state;
    this.#options = options;
  }

  get #voice(): Voice {
    return this.#options.voice;
  }

  #log = (name: string): string => path.join(this.#state.folder, 'logs', `${name}.log`);

  /** Starts every part in turn. @throws {Refusal} what could not be started and what to do */
  async start(): Promise<void> {
    const { env, ports } = this.#options;
    await endOrphans(this.#state.now.processes, this.#voice.note);
    for (const port of Object.values(ports)) await refuseTaken(port);
    const steps = [
      env['TOCSIN_DATABASE_URL'] ? this.#ownDatabase : this.#embeddedPostgres,
      isOwnTemporal(env) ? this.#ownTemporal : this.#embeddedTemporal,
      env['SMTP_URL'] ? this.#ownMail : this.#mailCatcher,
      this.#startWorker,
    ];
    for (const step of steps) {
      if (this.#options.stopping.aborted) return;
      await step();
    }
  }

  /** Stops what runs, the last started first, so that the worker ends before the servers it needs. */
  async stop(): Promise<void> {
    for (const { name, stop } of this.#parts.splice(0).reverse()) {
      await stop();
      this.#voice.done(`${name} stopped`);
    }
    this.#state.note({ processes: { up: null, worker: null, temporal: null, postgres: null } });
  }

  #embeddedPostgres = async (): Promise<void> => {
    const directory = path.join(this.#state.folder, 'postgres');
    this.#keepMasterKey(directory);
    const start = async (): Promise<RunningPostgres> => {
      const port = this.#options.ports.postgres ?? this.#state.now.ports.postgres ?? 5434;
      const running = await startPostgres({ directory, port, log: this.#log('postgres'), whenRunning: 'replace' });
      await this.#notePostgres(running);
      return running;
    };
    const running = await start();
    this.#supervise('PostgreSQL', running, async () => {
      if (!existsSync(running.data)) throw dataLost(running.data);
      return start();
    });
    const where = running.data.startsWith(directory)
      ? ''
      : `, data in ${running.data} (root's project folder is closed to its account)`;
    this.#voice.done(`PostgreSQL on 127.0.0.1:${running.port}${where}`);
    await this.#prepareDatabase(running.adminUrl);
  };

  async #notePostgres({ adminUrl, port, pid, data }: RunningPostgres): Promise<void> {
    const before = this.#state.now.ports.postgres;
    const url = (role: LoginRole) =>
      Object.assign(new URL(adminUrl), { username: loginRole(role), password: this.#password(role) }).href;
    this.#state.note({
      ports: { postgres: port },
      processes: { postgres: { pid, mark: data } },
      settings: {
        TOCSIN_DATABASE_URL: url('desk'),
        TOCSIN_WORKER_DATABASE_URL: url('worker'),
        TOCSIN_IMPORTER_DATABASE_URL: url('importer'),
        TOCSIN_AUDITOR_DATABASE_URL: url('auditor'),
        TOCSIN_DATABASE_ADMIN_URL: adminUrl,
      },
    });
    if (before !== port) await this.#worker?.restart();
  }

  #password = (role: LoginRole): string => keepSecret(path.join(this.#state.folder, `password-${role}`), 24);

  async #prepareDatabase(adminUrl: string): Promise<void> {
    const applied = await migrate(adminUrl);
    const passwords = Object.fromEntries(LOGIN_ROLES.map((role) => [role, this.#password(role)]));
    await prepareRoles(adminUrl, passwords as Record<LoginRole, string>);
    this.#voice.done(
      `Register and login roles ready (${applied.length === 0 ? 'up to date' : `${applied.length} migrations applied`})`,
    );
  }

  /** A new key beside old data would lock their words for ever without a sign, so a lost one is asked for. */
  #keepMasterKey(directory: string): void {
    const file = path.join(this.#state.folder, 'master.key');
    const { data } = prepareCluster({ directory });
    if (!existsSync(file) && existsSync(data)) throw masterKeyLost(file, data);
    keepSecret(file, 32, 0o400);
    this.#state.note({ settings: { TOCSIN_MASTER_KEY_FILE: file } });
  }

  #ownDatabase = async (): Promise<void> => {
    const config = loadConfig(this.#options.env);
    if (this.#options.env['TOCSIN_DATABASE_ADMIN_URL']) await migrate(config.databaseAdminUrl());
    const pending = await migrationsPending(config.databaseUrl('desk'));
    if (pending.length > 0) throw notMigrated(pending.length);
    this.#voice.done(`PostgreSQL of TOCSIN_DATABASE_URL (${new URL(config.databaseUrl('desk')).host})`);
  };

  #embeddedTemporal = async (): Promise<void> => {
    const { path: executable, words } = await temporalProgram('temporal', this.#options.env, this.#voice.note);
    const dbFile = path.join(this.#state.folder, 'temporal.db');
    const start = async (): Promise<RunningTemporal> => {
      const { ports } = this.#state.now;
      const port = this.#options.ports.temporal ?? ports.temporal ?? 7233;
      const uiPort = this.#options.ports.ui ?? ports.ui ?? 8233;
      const launched = (pid: number) => this.#state.note({ processes: { temporal: { pid, mark: dbFile } } });
      const running = await startTemporal({ executable, dbFile, log: this.#log('temporal'), port, uiPort, launched });
      await this.#noteTemporal(running);
      return running;
    };
    const running = await start();
    this.#supervise('Temporal', running, start);
    this.#voice.done(`Temporal on ${running.address}, UI on ${running.uiUrl} (program: ${words})`);
  };

  async #noteTemporal({ address, port, uiPort, uiUrl }: RunningTemporal): Promise<void> {
    const before = this.#state.now.ports.temporal;
    const settings = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: NAMESPACE, TOCSIN_UI_URL: uiUrl };
    this.#state.note({ ports: { temporal: port, ui: uiPort }, settings });
    if (before !== port) await this.#worker?.restart();
  }

  #ownTemporal = async (): Promise<void> => {
    const { connectionOptions, namespace } = loadConfig(this.#options.env).temporal();
    this.#voice.done(`Temporal of the environment (${connectionOptions.address}, namespace '${namespace}')`);
  };

  #mailCatcher = async (): Promise<void> => {
    const folder = path.join(this.#state.folder, 'mail');
    const catcher = await startMailCatcher(folder, this.#options.ports.smtp, this.#state.now.ports.smtp, 1025);
    this.#parts.push({ name: 'Mail catcher', stop: catcher.stop });
    const settings = {
      SMTP_URL: catcher.smtpUrl,
      TOCSIN_MAIL_FOLDER: folder,
      TOCSIN_MAIL_FROM: 'Tocsin <tocsin@tocsin.example>',
    };
    this.#state.note({ ports: { smtp: catcher.port }, settings });
    this.#voice.done(`Mail catcher on 127.0.0.1:${catcher.port}, nothing leaves this machine`);
  };

  #ownMail = async (): Promise<void> => {
    this.#voice.done('SMTP server of SMTP_URL: mail really goes out');
  };

  #startWorker = async (): Promise<void> => {
    const start = async (): Promise<Part> => {
      const worker = await startWorker(this.#state.folder, this.#options.env, this.#log('worker'));
      this.#state.note({ processes: { worker: { pid: worker.pid, mark: worker.mark } } });
      return worker;
    };
    const first = await start();
    this.#worker = this.#supervise('Worker', first, start);
    const polling = await waitForPollers(loadConfig(this.#stackEnv()), this.#options.stopping);
    if (polling) this.#voice.done('Worker is listening on the queues cases and notices');
    else if (!this.#options.stopping.aborted)
      this.#voice.warn(`The worker does not listen yet; read ${this.#log('worker')}`);
  };

  #stackEnv = (): NodeJS.ProcessEnv => ({ ...this.#options.env, TOCSIN_HOME: path.dirname(this.#state.folder) });

  #supervise<T extends Part>(name: string, first: T, start: () => Promise<T>): Supervised {
    const watch: Watch<T> = {
      lost: (how, waitMs) => this.#voice.warn(`${name} ended (${how}); starting it again in ${waitMs / 1000} s`),
      failed: (error, waitMs) =>
        this.#voice.warn(`${name} did not start: ${reasonOf(error)}; next try in ${waitMs / 1000} s`),
      back: ({ pid }) => this.#voice.done(`${name} is back (pid ${pid})`),
    };
    const supervised = supervise(first, start, watch);
    this.#parts.push({ name, stop: supervised.stop });
    return supervised;
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
