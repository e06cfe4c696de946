import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { createPool } from '../../database/pool.ts';
import { waitingStatements } from '../../database/statement.ts';
import { inSnapshot, type Tx } from '../../database/transaction.ts';
import { type CalendarDeadline, deadlines, forCalendar } from '../../desk/deadlines.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { renderDeadlinesIcs } from '../../templates/deadlines-ics.ts';
import { loadConfig } from '../../worker/config.ts';
import { type Answer, act, type CommonOptions, say } from '../answer.ts';
import { examples } from '../examples.ts';
import type { StatementOptions } from '../statement-options.ts';
import { sayTyped, typedBy } from '../typed-statement.ts';
import { listText, nextAfter } from './deadlines-text.ts';

interface DeadlinesOptions extends CommonOptions {
  check?: boolean;
  ics?: string;
  all?: boolean;
  drills?: boolean;
}

export default function deadlinesNoun(noun: Command): void {
  const list = noun
    .command('list', { isDefault: true })
    .description('what is owed, by when; the most urgent first')
    .argument('[case]', 'one case, what is done included (default: every open case)')
    .option('--check', 'exit 2 when a deadline is missed, 75 when statements still wait; drills do not count')
    .option('--ics <file>', 'write a calendar file; - writes it to standard output')
    .option('--all', 'also what is met, superseded or not required')
    .option('--drills', 'count drills too')
    .addHelpText(
      'after',
      '\nExit status: 0; with --check 2 when a deadline is missed, 75 when none is but statements wait to be delivered; 69 PostgreSQL is away.',
    );
  examples(list, 'deadlines', 'deadlines --check -o json');
  examples(noun, 'deadlines breach-2026-0042', 'deadlines --ics /srv/calendars/breaches.ics');
  noun.addHelpText('after', () => `\n${list.helpInformation()}`);
  act<DeadlinesOptions>(list, ([caseId], options) => listDeadlines(caseId ?? null, options));

  const ack = noun
    .command('ack')
    .description('say that you have seen a reminder, so that it does not go to the deputies')
    .argument('<case>', 'e.g. breach-2026-0042')
    .argument('<duty>', "e.g. authority/ES/initial (see 'tocsin deadlines')");
  examples(
    ack,
    'deadlines ack breach-2026-0042 authority/ES/initial --as diego',
    'deadlines ack breach-2026-0042 people/1',
  );
  act<StatementOptions>(ack, ([caseId = '', dutyId = ''], options) => {
    const typed = typedBy(options, { dutyId });
    const command = `deadlines ack ${caseId} ${dutyId}`;
    return sayTyped({ kind: 'deadline.acknowledge', caseId, typed, command }, options);
  });
}

/** Needs PostgreSQL and nothing else: no Temporal, no master key. */
async function withSnapshot<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const pool = createPool(loadConfig().databaseUrl('desk'), 'tocsin deadlines', { max: 1 });
  try {
    return await inSnapshot(pool, work);
  } finally {
    await pool.end();
  }
}

async function listDeadlines(caseId: string | null, options: DeadlinesOptions): Promise<Answer> {
  const now = new Date();
  const { check, org, ics, drills } = options;
  const { listed, calendar, waiting } = await withSnapshot(async (tx) => {
    const all = options.all === true || ics !== undefined;
    const found = await deadlines(tx, { caseId, organisationId: org ?? null, all }, now);
    const waiting = (await waitingStatements(tx)).filter(
      (statement) => (caseId ?? statement.caseId) === statement.caseId,
    );
    return { listed: found, calendar: ics === undefined ? [] : await forCalendar(tx, found), waiting };
  });
  if (ics !== undefined) return writeCalendar(ics, calendar, options);
  if (waiting.length > 0) say(waitingText(waiting.length));
  const missed = listed.some(({ drill, state }) => state === 'missed' && (drills || !drill));
  return {
    data: listed.map(({ zone: _zone, metAt: _metAt, ...contract }) => contract),
    text: listText(caseId, listed, now),
    exit: !check ? EXIT.ok : missed ? EXIT.missed : waiting.length > 0 ? EXIT.waiting : EXIT.ok,
    ...nextAfter(listed),
  };
}

/** A clock that a waiting statement would start or move is not in this list yet; a cron job must not take that for quiet. */
const waitingText = (count: number): string =>
  `${count} statement(s) wait to be delivered to their cases; what they start or move is not shown here: see 'tocsin statement list --waiting'`;

const asEntry = (deadline: CalendarDeadline) => ({
  ...deadline,
  owed: deadline.state === 'running' || deadline.state === 'missed',
});

/** The file is replaced in one step, so that a calendar reading it never sees half of it. */
function writeCalendar(file: string, calendar: readonly CalendarDeadline[], options: DeadlinesOptions): Answer {
  const text = renderDeadlinesIcs(calendar.map(asEntry));
  const events = calendar.filter(({ actBy }) => actBy !== null).length;
  if (file === '-') return { data: { file, events, calendar: text }, text: text.trimEnd() };
  if (!options.dryRun) replaceFile(file, text);
  const verb = options.dryRun ? 'Would write' : 'Wrote';
  return {
    data: { file, events, written: !options.dryRun },
    text: `${verb} ${events} deadline(s) to ${file}`,
    next: 'Write it anew from cron, and let calendars subscribe to it: a moved deadline moves there too',
  };
}

function replaceFile(file: string, text: string): void {
  const unfinished = `${file}.${randomUUID().slice(0, 8)}`;
  try {
    writeFileSync(unfinished, text, { mode: 0o644 });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new Refusal({
      code: 'FILE_NOT_WRITABLE',
      message: `Cannot write file ${quoteValue(file)}: ${code}`,
      next: 'Check the folder and your right to write there',
    });
  }
}
