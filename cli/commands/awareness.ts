import { type Command, Option } from 'commander';
import { awarenessView } from '../../desk/awareness-view.ts';
import { dutyView } from '../../desk/duty-view.ts';
import { preview } from '../../desk/preview.ts';
import { readCase } from '../../desk/read-case.ts';
import { BODIES, candidateKind } from '../../domain/case/bodies.ts';
import type { Duty } from '../../domain/case/duties/duty.ts';
import type { Precision } from '../../domain/clocks/read-local-time.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { speakerFor, withDesk } from '../session.ts';
import { type StatementOptions, sayFindings, statementOptions } from '../statement-options.ts';
import { TIME_HELP, zoneOptions } from '../time-option.ts';
import { sayingOf, sayTyped, type TypedStatement, typedBy } from '../typed-statement.ts';
import { awarenessText, whatIfText } from './awareness-text.ts';

interface AwarenessOptions extends StatementOptions {
  at?: string;
  precision?: Precision;
  kind?: string;
  certain?: boolean;
  what?: string;
  source?: string;
  reasonCode?: string;
}

const REASON_CODES = BODIES['awareness.decide'].shape.reasonCode.options;
const CASE = ['<case>', 'e.g. breach-2026-0042'] as const;

const atOption = (command: Command): Command =>
  zoneOptions(command.option('--at <time>', `when: ${TIME_HELP}`)).addHelpText(
    'after',
    '\nA time on the wall that comes twice or never is refused; a date alone counts from 00:00 in the easternmost zone concerned.',
  );

export default function awareness(noun: Command): void {
  examples(
    noun,
    'awareness show breach-2026-0042',
    'awareness decide breach-2026-0042 --at 2026-03-02T15:00 --reason "logs confirm access"',
  );
  addShow(noun);
  addPreview(noun);
  addPropose(noun);
  addDecide(noun);
  addStillUncertain(noun);
}

function addShow(noun: Command): void {
  const show = noun
    .command('show')
    .description('every moment that may count as awareness, and which one does')
    .argument(...CASE);
  examples(show, 'awareness show breach-2026-0042', 'awareness show breach-2026-0042 -o json');
  act<StatementOptions>(show, ([caseId = '']) => answerShow(caseId));
}

function addPreview(noun: Command): void {
  const whatIf = atOption(
    noun
      .command('preview')
      .description('what-if: every clock now, and with another awareness; nothing is recorded')
      .argument(...CASE),
  );
  examples(
    whatIf,
    'awareness preview breach-2026-0042 --at 2026-03-02T15:00 --as diego',
    'awareness preview breach-2026-0042 --at 2026-03-02 --as diego -o json',
  );
  act<AwarenessOptions>(whatIf, ([caseId = ''], options) => answerPreview(caseId, options));
}

function addPropose(noun: Command): void {
  const propose = statementOptions(
    atOption(
      noun
        .command('propose')
        .description('keep another moment as a candidate; the earliest that counts is proposed')
        .argument(...CASE),
    ),
    'awareness.propose',
  )
    .addOption(new Option('--kind <kind>', 'what told us').choices(candidateKind.options).default('confirmation'))
    .option('--certain', 'it gave reasonable certainty that personal data was hit (default: by its kind)')
    .option('--no-certain', 'it did not')
    .option('--what <words>', 'what was learned (sealed)')
    .option('--source <words>', 'who or what it comes from (sealed)');
  examples(
    propose,
    'awareness propose breach-2026-0042 --at 2026-03-06T17:00 --kind confirmation --what "an employee was sure"',
    'awareness propose breach-2026-0042 --at 2026-03-05 --kind press --source "a newspaper"',
  );
  act<AwarenessOptions>(propose, ([caseId = ''], options) => answerPropose(caseId, options));
}

function addDecide(noun: Command): void {
  const decide = statementOptions(
    atOption(
      noun
        .command('decide')
        .description('decide when you became aware; a later moment than now counts waits for a second person')
        .argument(...CASE),
    ),
    'awareness.decide',
  ).addOption(
    new Option('--reason-code <code>', 'why, as a code').choices(REASON_CODES).default('reasonable_certainty'),
  );
  examples(
    decide,
    'awareness decide breach-2026-0042 --at 2026-03-06T17:00 --reason "an employee was certain" --as elena',
    'awareness decide breach-2026-0042 --at 2026-03-09T09:00+01:00 --reason "…" --dry-run --as elena',
  );
  act<AwarenessOptions>(decide, ([caseId = ''], options) => answerDecide(caseId, options));
}

function addStillUncertain(noun: Command): void {
  const uncertain = statementOptions(
    noun
      .command('still-uncertain')
      .description('say, with the reason, that an alert is still being looked into')
      .argument(...CASE),
    'awareness.stillUncertain',
  );
  examples(
    uncertain,
    'awareness still-uncertain breach-2026-0042 --reason "log analysis runs until noon" --as diego',
    'awareness still-uncertain breach-2026-0042 --from answer.json --as diego',
  );
  act<AwarenessOptions>(uncertain, ([caseId = ''], options) => {
    const command = `awareness still-uncertain ${caseId}`;
    return sayTyped({ kind: 'awareness.stillUncertain', caseId, typed: typedBy(options, {}), command }, options);
  });
}

function answerShow(caseId: string): Promise<Answer> {
  return withDesk(async ({ desk, read }) => {
    const found = await read((tx) => readCase(tx, desk.vault, caseId));
    const view = awarenessView(found);
    const { zone } = found.facts.policy;
    const first = view.candidates.find(({ proposed }) => proposed) ?? view.candidates[0];
    return {
      data: view,
      text: awarenessText(view, zone),
      ...(view.awareness.status !== 'decided' && view.pending.length === 0
        ? { next: nextAfterShow(caseId, first?.at) }
        : {}),
    };
  });
}

/** An alert with no certain moment leaves three answers (R-2-2); a candidate leaves one. */
function nextAfterShow(caseId: string, at: string | undefined): string {
  const decide = `Next: tocsin awareness decide ${caseId} --at ${at ?? 'WHEN'} --reason "…"`;
  if (at !== undefined) return decide;
  return `${decide}\n  or: tocsin awareness still-uncertain ${caseId} --reason "…"\n  or: tocsin case gate ${caseId} --outcome notABreach --reason "…"`;
}

/** @throws {Refusal} `TIME_MISSING` */
function requireTime({ at, from }: AwarenessOptions): void {
  if (at !== undefined || from !== undefined) return;
  const next = `Add --at, such as ${TIME_HELP}`;
  throw new Refusal({ code: 'TIME_MISSING', message: 'Cannot tell which moment: --at is missing', next }, EXIT.usage);
}

async function answerPropose(caseId: string, options: AwarenessOptions): Promise<Answer> {
  requireTime(options);
  const { at, precision, kind, certain, what, source } = options;
  const typed = typedBy(options, { at, precision, kind, certain, what, source });
  return sayTyped({ kind: 'awareness.propose', caseId, typed, command: `awareness propose ${caseId}` }, options);
}

function decisionOf(caseId: string, options: AwarenessOptions): TypedStatement {
  requireTime(options);
  const { at, precision, reasonCode } = options;
  const typed = typedBy(options, { at, precision, reasonCode });
  return { kind: 'awareness.decide', caseId, typed, command: `awareness decide ${caseId}` };
}

const answerDecide = async (caseId: string, options: AwarenessOptions): Promise<Answer> =>
  options.dryRun ? answerPreview(caseId, options) : sayTyped(decisionOf(caseId, options), options);

function answerPreview(caseId: string, options: AwarenessOptions): Promise<Answer> {
  return withDesk(async (session) => {
    const speaker = await speakerFor(session, caseId, options);
    // Only the clocks are asked for: a reason that is still to be written must not stand in the way.
    const statement = decisionOf(caseId, {
      reasonCode: 'reasonable_certainty',
      ...options,
      reason: options.reason ?? '…',
    });
    const previewed = await preview(session.desk, speaker, await sayingOf(session, speaker, statement));
    const now = await session.desk.now();
    const view = (duties: Duty[]) => duties.map((duty) => dutyView(previewed.facts, duty, now));
    const { before, after, confirmed, findings, awaitsSecondPerson } = previewed;
    sayFindings(findings, options);
    const changes = { before: view(before), after: view(after), confirmed: confirmed && view(confirmed) };
    return {
      data: { dryRun: true, caseId, ...changes, findings, awaitsSecondPerson },
      text: `${whatIfText(previewed)}\nNothing was recorded.`,
      next: `Record it: tocsin awareness decide ${caseId} --at ${options.at ?? 'WHEN'} --reason "…"`,
    };
  });
}
