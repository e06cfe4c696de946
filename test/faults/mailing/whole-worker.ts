import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { TOCSIN } from '../../support/tocsin.ts';
import type { Mailing } from './mailing.ts';

/** `tocsin worker run` in a process of its own, on a mailing's database and mail server. */
export class WholeWorker {
  readonly child: ChildProcess;
  readonly #ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  #said = '';

  constructor(mail: Mailing, temporal: string, home: string) {
    const { database, masterKey } = mail.fixture;
    const env = {
      PATH: process.env['PATH'],
      TOCSIN_HOME: home,
      TOCSIN_DATABASE_URL: database.url('desk'),
      TOCSIN_WORKER_DATABASE_URL: database.url('worker'),
      TOCSIN_MASTER_KEY: masterKey.toString('hex'),
      TOCSIN_MAIL_FROM: 'tocsin@ejemplo.example',
      TEMPORAL_ADDRESS: temporal,
      SMTP_URL: mail.sink.url,
    };
    const program = [TOCSIN, 'worker', 'run'];
    this.child = spawn(process.execPath, program, { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#ended = once(this.child, 'exit').then(([code, signal]) => ({ code, signal }));
  }

  /** Until it works. @throws with its last words when it ends instead */
  async started(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      const hear = (text: string): void => {
        this.#said += text;
        if (this.#said.includes('worker started')) resolve();
      };
      for (const stream of [this.child.stdout, this.child.stderr]) stream?.setEncoding('utf8').on('data', hear);
      void this.#ended.then(() => reject(new Error(`the worker ended: ${this.#said.slice(-2_000)}`)));
    });
    return this;
  }

  /** What it holds in memory, in megabytes. */
  get rssMb(): number {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.child.pid)], { encoding: 'utf8' })) / 1024;
  }

  /** How it ended, and after how long. */
  async end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null; tookMs: number }> {
    const asked = performance.now();
    this.child.kill(signal);
    return { ...(await this.#ended), tookMs: performance.now() - asked };
  }
}
