import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { createPool } from '../../database/pool.ts';
import { MAX_REPORT_BYTES } from '../../desk/delivery-report.ts';
import {
  matchReports,
  type ReportsRead,
  storeReports,
  summariesOf,
  type Verdict,
} from '../../desk/delivery-reports.ts';
import { preview } from '../../desk/preview.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { type Answer, act, say } from '../answer.ts';
import { examples } from '../examples.ts';
import { organisationIdOfCase, type Session, speakerFor, withDesk } from '../session.ts';
import { type StatementOptions, sayAndAnswer } from '../statement-options.ts';

interface ReportsOptions extends StatementOptions {
  all?: boolean;
  from: string;
}

/** `notice reports`: what other mail servers sent back, from a folder of mails. */
export function addReportsCommand(noun: Command): void {
  const command = noun
    .command('reports')
    .description('read delivery reports (RFC 3464) from a mailbox folder: whose notice came back')
    .argument('[case]', 'case, e.g. breach-2026-0042')
    .requiredOption('--from <folder>', 'Maildir (new/, cur/) or a folder of .eml files; nothing in it is changed')
    .option('--all', 'reports about any case')
    .addHelpText(
      'after',
      '\nA file counts once, however often it is read. People whose notice came back go to the list for another channel.\nExit status: 0, 64 usage, 65 refused, 69 PostgreSQL is away, 75 read, its entry waits, 77 not allowed.',
    );
  examples(
    command,
    'notice reports breach-2026-0042 --from /var/mail/notices --as dana',
    'notice reports --all --from ./bounces --dry-run',
  );
  act<ReportsOptions>(command, ([caseId], options) => {
    if ((caseId === undefined) !== (options.all === true)) throw whichCase();
    return withDesk((session) => readReports(session, caseId ?? null, options));
  });
}

const whichCase = (): Refusal =>
  new Refusal(
    {
      code: 'USAGE',
      message: 'Cannot tell which reports to read: name one case, or all of them with --all',
      next: 'See tocsin notice reports --help',
    },
    EXIT.usage,
  );

async function readReports(session: Session, caseId: string | null, options: ReportsOptions): Promise<Answer> {
  if (caseId !== null) await organisationIdOfCase(session, caseId);
  const read = await matchReports(session.desk, caseId, mailsIn(options.from));
  const summaries = summariesOf(read.matched);
  const sayings = [];
  for (const { caseId: about, body } of summaries) {
    const speaker = await speakerFor(session, about, options);
    const saying = { kind: 'notice.recordReports' as const, caseId: about, body };
    await preview(session.desk, speaker, saying);
    sayings.push({ speaker, saying });
  }
  let waits = false;
  if (!options.dryRun) {
    // Entered first, stored after: killed in between, the files are read again, and nothing that came back is lost.
    for (const { speaker, saying } of sayings) {
      waits = (await sayAndAnswer(session, speaker, saying, options).then(() => false, waitsOrThrow)) || waits;
    }
    await store(session, read);
  }
  return answerOf(caseId, options, read, waits);
}

function waitsOrThrow(error: unknown): true {
  if (!(error instanceof Refusal) || error.exit !== EXIT.waiting) throw error;
  say(`! ${error.details.message}`);
  return true;
}

async function store(session: Session, read: ReportsRead): Promise<void> {
  const pool = createPool(session.config.databaseUrl('importer'), 'tocsin notice reports', { max: 1 });
  try {
    await storeReports(pool, read, await session.desk.now());
  } finally {
    await pool.end();
  }
}

const VERDICT_WORDS: Record<Verdict, string> = {
  REPORT: 'about notices of ours',
  READ_BEFORE: 'read before',
  OTHER_CASE: 'about another case: left for it',
  NOT_OURS: 'about no message of ours',
  NOT_A_REPORT: 'no delivery reports, such as answers of people or of their holiday programs: read them yourself',
  NOT_READABLE: 'not readable as mail',
  TOO_LARGE: 'larger than a report can be, not read',
};

function answerOf(caseId: string | null, { dryRun, from }: ReportsOptions, read: ReportsRead, waits: boolean): Answer {
  const summaries = summariesOf(read.matched).map(({ caseId: about, body }) => ({ caseId: about, ...body }));
  const verdicts = Object.entries(read.verdicts) as [Verdict, number][];
  const lines = [
    `${verdicts.reduce((sum, [, files]) => sum + files, 0)} files in ${from}`,
    ...verdicts.map(([verdict, files]) => `  ${files} ${VERDICT_WORDS[verdict]} (${verdict})`),
    ...summaries.map(
      ({ caseId: about, wave, actions }) =>
        `${about}, wave ${wave}: ${Object.entries(actions)
          .map(([action, count]) => `${count} ${action}`)
          .join(', ')}`,
    ),
    ...(dryRun ? ['Nothing was recorded.'] : []),
  ];
  const [first] = summaries;
  return {
    data: { verdicts: read.verdicts, waves: summaries, recorded: dryRun !== true },
    text: lines.join('\n'),
    ...(first ? { next: `Next: tocsin notice status ${caseId ?? first.caseId}` } : {}),
    exit: waits ? EXIT.waiting : EXIT.ok,
  };
}

/** The mails of a folder, one by one, by name; of one that is too large, so much that it is seen to be. */
async function* mailsIn(folder: string): AsyncGenerator<Uint8Array> {
  for (const file of filesIn(folder)) {
    const found = statSync(file, { throwIfNoEntry: false });
    // A mail server may move a file from new/ to cur/ meanwhile: the next reading finds it.
    if (!found?.isFile()) continue;
    yield found.size > MAX_REPORT_BYTES ? headOf(file) : readFileSync(file);
  }
}

function headOf(file: string): Buffer {
  const head = Buffer.alloc(MAX_REPORT_BYTES + 1);
  const opened = openSync(file, 'r');
  try {
    readSync(opened, head, 0, head.length, 0);
  } finally {
    closeSync(opened);
  }
  return head;
}

/** @throws {Refusal} `FILE_UNREADABLE` */
function filesIn(folder: string): string[] {
  try {
    const names = readdirSync(folder);
    const maildir = ['new', 'cur'].filter((name) => names.includes(name));
    const flat = names.filter((name) => name.endsWith('.eml')).map((name) => path.join(folder, name));
    return [...flat, ...maildir.flatMap((name) => namesIn(path.join(folder, name)))].sort();
  } catch {
    throw new Refusal(
      {
        code: 'FILE_UNREADABLE',
        message: `Cannot read the folder ${quoteValue(folder)}: there is none, or it is closed`,
        next: 'Check the path: a Maildir, or a folder of .eml files',
      },
      EXIT.usage,
    );
  }
}

const namesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .map((name) => path.join(folder, name));
