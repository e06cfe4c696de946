import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { promisify } from 'node:util';
import { noticeSaying } from '../../cli/rehearse/mixpanel/say-story.ts';
import { listStatements } from '../../database/statement.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { say } from '../../desk/say.ts';
import type { StatementKind } from '../../domain/case/bodies.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import type { Engine } from '../engine.ts';
import { ORGANISATION, openCase } from '../open-cases.ts';
import { type Note, reached } from '../progress.ts';

const DATES = { detectedOn: '2025-11-09', toldOn: '2025-11-25', plannedOn: '2025-11-28' };
/** Its first reminder is far away. */
const OPEN_HOURS_MS = 20 * 3_600_000;
const LINES_AT_ONCE = 1_000;
const run = promisify(execFile);

/** Whatever was said and waits for a busy machine has been decided. */
const settled = ({ pool }: Engine, note: Note): Promise<void> =>
  reached(
    1,
    'statements decided',
    async () => ((await inSnapshot(pool, (tx) => listStatements(tx, { state: 'waiting' }))).length === 0 ? 1 : 0),
    note,
  );

const isWaiting = (error: unknown): boolean =>
  (error instanceof Refusal && error.details.code === 'SAVED_WAITING') ||
  (error as { code?: unknown }).code === EXIT.waiting;

/** Opens a case that is ready to tell people: assessed, with the texts of the story in Spanish. */
export async function caseToTell(engine: Engine, note: Note): Promise<string> {
  const speaker = { organisationId: ORGANISATION, actor: 'dpo', assurance: 'claimed' } as const;
  const caseId = await openCase(engine, Date.now() + OPEN_HOURS_MS);
  const tell = async (kind: StatementKind, body: Record<string, unknown>, words: Record<string, string> = {}) => {
    await say(engine.desk, speaker, { kind, caseId, body, words }).catch((error) => {
      if (!isWaiting(error)) throw error;
    });
    await settled(engine, note);
  };
  await tell('risk.assess', {
    ...{ inputs: { dpc: 3, ei: 1, cb: 1 }, conclusion33: 'notify', conclusion34: 'communicate', risk: 'high' },
  });
  const { body, words } = noticeSaying('es', DATES, 'privacy@bench.example');
  await tell('case.recordFacts', body, words ?? {});
  return caseId;
}

/** Writes a list of invented people. */
export async function writeList(file: string, people: number): Promise<void> {
  const out = createWriteStream(file);
  out.write('email,name\n');
  for (let from = 1; from <= people; from += LINES_AT_ONCE) {
    const count = Math.min(LINES_AT_ONCE, people - from + 1);
    const lines = Array.from({ length: count }, (_, at) => `p${from + at}@people.example,Person ${from + at}\n`);
    if (!out.write(lines.join(''))) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** Runs a command as a person would, as the data protection officer, and waits until what it said is decided. */
export async function tocsin(engine: Engine, note: Note, ...args: string[]): Promise<void> {
  const common = ['--as', 'dpo', '--org', ORGANISATION, '--yes', '-o', 'json'];
  const options = { env: engine.env, maxBuffer: 1 << 24 };
  await run(process.execPath, [engine.program, ...args, ...common], options).catch((error) => {
    if (!isWaiting(error)) throw error;
  });
  await settled(engine, note);
}
