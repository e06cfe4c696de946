import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { noticeSaying } from '../../cli/rehearse/mixpanel/say-story.ts';
import { say } from '../../desk/say.ts';
import type { StatementKind } from '../../domain/case/bodies.ts';
import type { Engine } from '../engine.ts';
import { ORGANISATION } from '../open-cases.ts';

const DATES = { detectedOn: '2025-11-09', toldOn: '2025-11-25', plannedOn: '2025-11-28' };
const LINES_AT_ONCE = 1_000;
const run = promisify(execFile);

/** Opens a case that is ready to tell people: assessed, with the texts of the story in Spanish. */
export async function caseToTell({ desk }: Engine): Promise<string> {
  const speaker = { organisationId: ORGANISATION, actor: 'dpo', assurance: 'claimed' } as const;
  const learnedAt = new Date(Date.now() - 3_600_000).toISOString();
  const opening = { learnedAt, precision: 'instant', from: 'confirmation', certain: true };
  const { caseId } = await say(desk, speaker, { kind: 'case.open', caseId: null, body: opening });
  const tell = (kind: StatementKind, body: Record<string, unknown>, words: Record<string, string> = {}) =>
    say(desk, speaker, { kind, caseId, body, words });
  await tell('risk.assess', {
    ...{ inputs: { dpc: 3, ei: 1, cb: 1 }, conclusion33: 'notify', conclusion34: 'communicate', risk: 'high' },
  });
  const { body, words } = noticeSaying('es', DATES, 'privacy@bench.example');
  await tell('case.recordFacts', body, words ?? {});
  return caseId ?? '';
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

/** Runs a command as a person would, as the data protection officer. */
export async function tocsin({ env }: Engine, ...args: string[]): Promise<void> {
  const program = path.resolve(import.meta.dirname, '../../cli/main.ts');
  const common = ['--as', 'dpo', '--org', ORGANISATION, '--yes', '-o', 'json'];
  await run(process.execPath, [...process.execArgv, program, ...args, ...common], { env, maxBuffer: 1 << 24 });
}
