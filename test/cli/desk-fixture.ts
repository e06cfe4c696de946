import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { acceptStatement } from '../../activities/accept-statement.ts';
import { preparePacks } from '../../activities/prepare-packs.ts';
import { loadFacts } from '../../database/case.ts';
import { createPool, type Pool } from '../../database/pool.ts';
import { findStatement, type Outcome } from '../../database/statement.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { createVault, type Vault } from '../../database/vault.ts';
import { say } from '../../desk/say.ts';
import type { StatementKind } from '../../domain/case/bodies.ts';
import type { CaseFacts } from '../../domain/case/facts.ts';
import { Refusal } from '../../domain/refusal.ts';
import { migratedDatabase, type TestDatabase } from '../support/postgres.ts';
import { TOCSIN } from '../support/tocsin.ts';

export const ORGANISATION = 'acme';

/** What is said to a case in a test: by whom, when, and in which words. */
export interface Saying {
  as: string;
  /** When it is said; statements about the past are judged by it. */
  at: string;
  body: object;
  caseId?: string;
  words?: Record<string, string>;
  corrects?: number;
}

export interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
  /** The answer of `-o json`, else an empty object. */
  json: Record<string, unknown>;
  /** The code of a refusal in JSON, else undefined. */
  code: string | undefined;
}

export interface DeskFixture {
  database: TestDatabase;
  pool: Pool;
  vault: Vault;
  folder: string;
  /** Settings of a `tocsin` process; Temporal is away unless a test adds an address. */
  env: Record<string, string>;
  /** Says something at the desk and has the case decide at once, as its workflow would. Yields case and seq. */
  said: (kind: StatementKind, saying: Saying) => Promise<{ caseId: string; seq: number }>;
  /** The same, refusals as they are. */
  outcomeOf: (kind: StatementKind, saying: Saying) => Promise<Outcome>;
  /** Opens a case and yields its id. */
  open: (at: string, body: object) => Promise<string>;
  facts: (caseId: string) => Promise<CaseFacts>;
  /** Lets the engine prepare what packs are missing. */
  prepare: (caseId: string, at: string) => Promise<void>;
  tocsin: (args: string[], env?: Record<string, string>, input?: string) => Promise<Run>;
  close: () => Promise<void>;
}

const PEOPLE: Record<string, string[]> = {
  diego: ['dpo'],
  elena: ['decisionOwner'],
  carla: ['handler'],
  olga: ['decisionOwner', 'dpo'],
  gloria: ['auditor'],
};

const away = (): Promise<never> => Promise.reject(new Error('connect: no Temporal in this test'));

/** A described organisation in a migrated database, and hands to speak and to run commands with. */
export async function deskFixture(policy: object = {}): Promise<DeskFixture> {
  const database = await migratedDatabase();
  const masterKey = randomBytes(32);
  const vault = createVault(masterKey);
  const pool = createPool(database.url('worker'), 'test worker', { max: 2 });
  const deskPool = createPool(database.url('desk'), 'test desk', { max: 2 });
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-cli-'));
  const env = {
    TOCSIN_DATABASE_URL: database.url('desk'),
    TOCSIN_WORKER_DATABASE_URL: database.url('worker'),
    TOCSIN_IMPORTER_DATABASE_URL: database.url('importer'),
    TOCSIN_MASTER_KEY: masterKey.toString('base64'),
    TEMPORAL_ADDRESS: '127.0.0.1:1',
  };

  const outcomeOf = async (kind: StatementKind, saying: Saying): Promise<Outcome & { caseId: string | null }> => {
    const now = async (): Promise<Date> => new Date(saying.at);
    const statementId = randomUUID();
    const { as, body, caseId = null, words = {}, corrects } = saying;
    const speaker = { organisationId: ORGANISATION, actor: as, assurance: 'claimed' as const };
    const desk = { pool: deskPool, vault, now, temporal: away };
    const statement = { kind, caseId, body, words, statementId, ...(corrects ? { corrects } : {}) };
    await say(desk, speaker, statement).catch((error) => {
      if (!(error instanceof Refusal) || error.details.code !== 'SAVED_WAITING') throw error;
    });
    const stored = await inSnapshot(pool, (tx) => findStatement(tx, statementId));
    if (!stored) throw new Error(`Cannot find statement '${statementId}'`);
    if (stored.outcome) return { ...stored.outcome, caseId: stored.caseId };
    const dependencies = { pool, vault, now, sendStaffMail: async () => {} };
    const input = { caseId: stored.caseId ?? '', updateId: statementId, say: { statementId, kind } };
    return { ...(await acceptStatement(dependencies, input)).outcome, caseId: stored.caseId };
  };
  const said = async (kind: StatementKind, saying: Saying): Promise<{ caseId: string; seq: number }> => {
    const outcome = await outcomeOf(kind, saying);
    if (!outcome.accepted) throw new Error(`'${kind}' was refused: ${outcome.refusal.code} ${outcome.refusal.message}`);
    return { caseId: outcome.caseId ?? '', seq: outcome.seq };
  };

  await said('organisation.describe', {
    as: 'diego',
    at: '2020-01-01T00:00:00Z',
    body: { country: 'ES', zone: 'Europe/Madrid', authority: 'ES', policy },
    words: { name: 'Acme S.L.' },
  });
  // The first person added may speak for the others.
  for (const [personId, roles] of Object.entries(PEOPLE)) {
    const words = { name: personId, email: `${personId}@acme.example` };
    await said('person.add', { as: 'diego', at: '2020-01-01T00:00:00Z', body: { personId, roles }, words });
  }
  await said('processor.describe', {
    as: 'diego',
    at: '2020-01-01T00:00:00Z',
    body: { processorId: 'vendor', contractHours: 48 },
    words: { name: 'Vendor Inc.' },
  });

  return {
    database,
    pool,
    vault,
    folder,
    env,
    said,
    outcomeOf,
    open: async (at, body) => (await said('case.open', { as: 'carla', at, body })).caseId,
    facts: (caseId) => inSnapshot(pool, (tx) => loadFacts(tx, ORGANISATION, caseId)),
    prepare: async (caseId, at) => {
      await preparePacks({ pool, vault, now: async () => new Date(at), sendStaffMail: async () => {} }, caseId);
    },
    tocsin: (args, extra = {}, input) => run(args, folder, { ...env, ...extra }, input),
    close: async () => {
      await pool.end();
      await deskPool.end();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs the command as a process of its own, with no terminal. */
function run(args: string[], cwd: string, env: Record<string, string>, input = ''): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [TOCSIN, ...args], { cwd, env: { PATH: process.env['PATH'] ?? '', ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject).on('close', (status) => {
      const json = /^[[{]/.test(stdout) ? (JSON.parse(stdout) as Record<string, unknown>) : {};
      resolve({ status, stdout, stderr, json, code: (json['error'] as { code?: string } | undefined)?.code });
    });
    child.stdin.end(input);
  });
}
