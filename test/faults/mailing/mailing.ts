import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startWave } from '../../../activities/notice-campaign.ts';
import type { SmtpClient } from '../../../activities/sender.ts';
import { openMailed, recipientScope } from '../../../database/recipients.ts';
import { inTransaction } from '../../../database/transaction.ts';
import type { DeliveryState, UnknownPolicy } from '../../../domain/notice/outcome.ts';
import { CASE, csvOf, type WaveFixture, waveFixture } from '../../notice/wave-fixture.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { builtProgram } from './built-program.ts';
import type { Point } from './fault-points.ts';
import { type RecordingSink, recordingSink, type SinkBehaviour } from './recording-sink.ts';
import type { WrongSender } from './wrong-senders.ts';

/** What a life of the sender is told. */
export interface LifeSettings {
  database: string;
  mail: string;
  masterKey: string;
  caseId: string;
  wave: number;
  client: SmtpClient;
  connections: number;
  poolSize: number;
  leaseSeconds: number;
  boxMs: number;
  unknownPolicy: UnknownPolicy;
  now: string;
  /** Seconds of the engine's clock for each real one. */
  clockRate: number;
  /** Whether it begins the wave itself. */
  starts: boolean;
  point: { name: Point; time: number } | null;
  wrong: WrongSender | null;
}

export type LifeWords = { ready: true } | { point: Point } | { failed: string };

/** Connections (8) and results not yet written (16). */
export const W = 24;

let program: Promise<string> | null = null;
const ourProgram = (): Promise<string> => {
  program ??= builtProgram(fileURLToPath(new URL('mailing-process.ts', import.meta.url)));
  return program;
};

/** One sender process, from its start to its end. */
export class Life {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
  /** How it ended: its exit code, or null and the signal. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Codes of what failed and was tried again. */
  readonly failures: string[] = [];
  #beganAt = 0;
  #lastedMs = 0;
  #atPoint: () => void = () => {};
  readonly atPoint = new Promise<void>((resolve) => {
    this.#atPoint = resolve;
  });

  constructor(file: string, settings: LifeSettings) {
    const env = { ...process.env, MAILING: JSON.stringify(settings) };
    this.child = spawn(process.execPath, ['--enable-source-maps', file], {
      env,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.ended = once(this.child, 'exit').then(([code, signal]) => {
      this.#lastedMs = performance.now() - this.#beganAt;
      return { code, signal };
    });
    this.ready = Promise.race([
      new Promise<void>((resolve) => this.child.on('message', (words: LifeWords) => this.#hear(words, resolve))),
      this.ended.then(() => Promise.reject(new Error('the sender ended before it was ready'))),
    ]);
    this.ready.catch(() => {});
  }

  #hear(words: LifeWords, ready: () => void): void {
    if ('ready' in words) ready();
    if ('point' in words) this.#atPoint();
    if ('failed' in words) this.failures.push(words.failed);
  }

  get lastedMs(): number {
    return this.#lastedMs;
  }

  begin(): void {
    this.#beganAt = performance.now();
    this.child.send({ begin: true });
  }

  async end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    this.child.kill(signal);
    return this.ended;
  }
}

export interface MailingOptions {
  people: number;
  sink?: SinkBehaviour;
  /** Overrules what every life is told. */
  life?: Partial<LifeSettings>;
  /** Where the ledger lies; default: a database of the shared cluster. */
  database?: TestDatabase;
  /** Leaves the wave approved and not begun. */
  notBegun?: boolean;
}

/** What the ledger says of one person. */
export interface LedgerRow {
  messageId: string;
  address: string;
  state: DeliveryState;
}

/** An approved wave with its ledger, a mail server that records, and sender processes to be ended in any way. */
export class Mailing {
  readonly fixture: WaveFixture;
  readonly sink: RecordingSink;
  readonly people: number;
  readonly lives: Life[] = [];
  readonly #settings: LifeSettings;

  constructor(fixture: WaveFixture, sink: RecordingSink, { people, life = {} }: MailingOptions) {
    this.fixture = fixture;
    this.sink = sink;
    this.people = people;
    this.#settings = {
      database: fixture.database.url('worker'),
      mail: sink.url,
      masterKey: fixture.masterKey.toString('hex'),
      caseId: CASE,
      wave: 1,
      client: 'pipelining',
      connections: 8,
      poolSize: 8,
      leaseSeconds: 1,
      boxMs: 5_000,
      unknownPolicy: 'resend',
      now: fixture.clock.now.toISOString(),
      clockRate: 1,
      starts: false,
      point: null,
      wrong: null,
      ...life,
    };
  }

  /** A new process, ready to begin at a word. */
  async prepare(settings: Partial<LifeSettings> = {}): Promise<Life> {
    const life = new Life(await ourProgram(), { ...this.#settings, ...settings });
    this.lives.push(life);
    await life.ready;
    return life;
  }

  /** Begins a life; what the sink takes from now on came of it. */
  begin(life: Life): Life {
    this.sink.life = this.lives.indexOf(life);
    life.begin();
    return life;
  }

  async live(settings: Partial<LifeSettings> = {}): Promise<Life> {
    return this.begin(await this.prepare(settings));
  }

  ledger(): Promise<LedgerRow[]> {
    return inTransaction(this.fixture.pool('worker'), async (tx) => {
      const key = await this.fixture.vault.keyOf(tx, recipientScope(CASE));
      const { rows } = await tx.query<{
        messageId: string;
        state: DeliveryState;
        recipientId: string;
        sealed: Buffer;
      }>(
        `select d.message_id as "messageId", d.state, r.recipient_id as "recipientId", r.sealed
           from notice_delivery d join recipient r using (recipient_id) where d.case_id = $1 and d.wave = 1`,
        [CASE],
      );
      return rows.map((row) => ({
        messageId: row.messageId,
        state: row.state,
        address: openMailed(key, row).address,
      }));
    });
  }

  /** Lines in a state; of these messages only, where they are given. */
  count(state: DeliveryState, messageIds: readonly string[] | null = null): Promise<number> {
    return inTransaction(this.fixture.pool('worker'), async (tx) => {
      const { rows } = await tx.query<{ count: number }>(
        `select count(*) as count from notice_delivery
          where case_id = $1 and wave = 1 and state = $2 and ($3::text[] is null or message_id = any ($3))`,
        [CASE, state, messageIds],
      );
      return rows[0]?.count ?? 0;
    });
  }

  /** Waits until what the sink took from this life, but for `but` messages, stands as sent in the ledger. */
  async recorded(life: Life, but = 0): Promise<void> {
    const number = this.lives.indexOf(life);
    for (const giveUpAt = performance.now() + 60_000; performance.now() < giveUpAt; ) {
      const taken = this.sink.takings.filter((taking) => taking.life === number).map(({ messageId }) => messageId);
      if ((await this.count('sent', taken)) >= new Set(taken).size - but || life.child.killed) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('what was taken is not recorded after 60 s');
  }

  async close(): Promise<void> {
    for (const { child } of this.lives) child.kill('SIGKILL');
    await this.sink.close();
    await this.fixture.close();
  }
}

export async function mailing(options: MailingOptions): Promise<Mailing> {
  const fixture = await waveFixture(options.database);
  await fixture.import(1, 'affected', csvOf(options.people));
  await fixture.approve(1);
  if (!options.notBegun) await startWave(fixture.dependencies(null), { caseId: CASE, wave: 1 });
  return new Mailing(fixture, await recordingSink(options.sink), options);
}
