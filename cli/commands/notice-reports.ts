import type { Command } from 'commander';
import { createPool } from '../../database/pool.ts';
import {
  matchReports,
  type ReportsRead,
  storeReports,
  summariesOf,
  type Verdict,
} from '../../desk/delivery-reports.ts';
import { preview } from '../../desk/preview.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Answer, act, asRefusal, say } from '../answer.ts';
import { examples } from '../examples.ts';
import { mailsIn } from '../mailbox.ts';
import { type Receiver, receiveReports } from '../report-receiver.ts';
import { placeOf, tokenIn } from '../report-receiver-place.ts';
import { organisationIdOfCase, type Session, speakerFor, withDesk } from '../session.ts';
import { type StatementOptions, sayAndAnswer } from '../statement-options.ts';

interface ReportsOptions extends StatementOptions {
  all?: boolean;
  from?: string;
  listen?: string;
  tokenFile?: string;
}

/** `notice reports`: what other mail servers sent back, from a mailbox or by HTTP. */
export function addReportsCommand(noun: Command): void {
  const command = noun
    .command('reports')
    .description('read delivery reports (RFC 3464) from a mailbox, or take them by HTTP: whose notice came back')
    .argument('[case]', 'case, e.g. breach-2026-0042')
    .option('--from <mailbox>', 'Maildir (new/, cur/), folder of .eml files, or mbox file; nothing in it is changed')
    .option('--listen <host:port>', 'go on taking reports by HTTP until Ctrl-C: POST, Content-Type: message/rfc822')
    .option('--token-file <file>', 'with --listen: the bearer token each request must carry, 16 characters or more')
    .option('--all', 'reports about any case')
    .addHelpText(
      'after',
      '\nA report taken by HTTP is answered 202 once it is recorded; 400 empty, 401 wrong token, 413 above 1 MiB, 415 no mail, 503 try again.\nA file counts once, however often it is read. People whose notice came back go to the list for another channel.\nExit status: 0, 64 usage, 65 refused, 69 PostgreSQL is away, 75 read, its entry waits, 77 not allowed.',
    );
  examples(
    command,
    'notice reports breach-2026-0042 --from /var/mail/notices --as dana',
    'notice reports --all --listen 127.0.0.1:8025 --token-file reports.token --as dana',
  );
  act<ReportsOptions>(command, ([caseId], options) => {
    if ((caseId === undefined) !== (options.all === true)) throw whichCase();
    const { from, listen } = options;
    if ((from === undefined) === (listen === undefined) || (listen !== undefined && options.dryRun)) throw fromWhere();
    return withDesk((session) =>
      from === undefined
        ? takeReports(session, caseId ?? null, options, listen ?? '')
        : readMailbox(session, caseId ?? null, options, from),
    );
  });
}

const usage = (message: string): Refusal =>
  new Refusal({ code: 'USAGE', message, next: 'See tocsin notice reports --help' }, EXIT.usage);

const whichCase = (): Refusal => usage('Cannot tell which reports to read: name one case, or all of them with --all');

const fromWhere = (): Refusal =>
  usage('Cannot tell where reports come from: a mailbox with --from, or HTTP with --listen (which has no --dry-run)');

type Reports = AsyncIterable<Uint8Array>;

async function readMailbox(
  session: Session,
  caseId: string | null,
  options: ReportsOptions,
  from: string,
): Promise<Answer> {
  if (caseId !== null) await organisationIdOfCase(session, caseId);
  const { read, waits } = await recordReports(session, caseId, options, mailsIn(from));
  return answerOf(caseId, options, from, read, waits);
}

/** Takes reports until it is told to stop; each is recorded before it is answered. */
async function takeReports(
  session: Session,
  caseId: string | null,
  options: ReportsOptions,
  listen: string,
): Promise<Answer> {
  if (caseId !== null) await organisationIdOfCase(session, caseId);
  const place = placeOf(listen, options.tokenFile !== undefined);
  const token = options.tokenFile === undefined ? null : tokenIn(options.tokenFile);
  const total: ReportsRead['verdicts'] = {};
  const receiver = await receiveReports({
    ...place,
    token,
    record: async (mails) => {
      const { read } = await recordReports(session, caseId, options, inTurn(mails)).catch((error) => {
        say(`! ${asRefusal(error).details.message}; the sender is told to try again`);
        throw error;
      });
      for (const [verdict, count] of Object.entries(read.verdicts) as [Verdict, number][])
        total[verdict] = (total[verdict] ?? 0) + count;
    },
  });
  say(`Taking delivery reports at ${receiver.url}; Ctrl-C ends it`);
  await untilStopped(receiver);
  return answerOf(caseId, options, receiver.url, { matched: [], verdicts: total, others: [] }, false);
}

async function* inTurn(mails: readonly Uint8Array[]): Reports {
  yield* mails;
}

function untilStopped(receiver: Receiver): Promise<void> {
  return new Promise((resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => void receiver.close().then(resolve, reject));
  });
}

async function recordReports(
  session: Session,
  caseId: string | null,
  options: ReportsOptions,
  mails: Reports,
): Promise<{ read: ReportsRead; waits: boolean }> {
  const read = await matchReports(session.desk, caseId, mails);
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
  return { read, waits };
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

function answerOf(
  caseId: string | null,
  { dryRun }: ReportsOptions,
  from: string,
  read: ReportsRead,
  waits: boolean,
): Answer {
  const summaries = summariesOf(read.matched).map(({ caseId: about, body }) => ({ caseId: about, ...body }));
  const verdicts = Object.entries(read.verdicts) as [Verdict, number][];
  const lines = [
    `${verdicts.reduce((sum, [, files]) => sum + files, 0)} mails from ${from}`,
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
