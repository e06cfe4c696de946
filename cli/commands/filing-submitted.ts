import path from 'node:path';
import { confirm } from '@clack/prompts';
import { type Command, Option } from 'commander';
import { loadFacts } from '../../database/case.ts';
import { entriesOfCase } from '../../database/register.ts';
import type { Speaker } from '../../desk/context.ts';
import { fileWith, storeReceipt } from '../../desk/filing.ts';
import { preview } from '../../desk/preview.ts';
import { type Receipt, readReceipt } from '../../desk/receipt.ts';
import { phaseOwed } from '../../domain/case/acts.ts';
import type { BodyOf } from '../../domain/case/bodies.ts';
import type { AuthorityFile, CaseFacts, FiledPhase } from '../../domain/case/facts.ts';
import { EXIT, type Finding, Refusal } from '../../domain/refusal.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import type { Typed } from '../kept-answers.ts';
import { sayMailHead } from '../mail-head.ts';
import type { Session } from '../session.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { TIME_HELP } from '../time-option.ts';
import { sayingOf, sayTyped, typedBy } from '../typed-statement.ts';
import { type AuthorityOptions, authorityOption } from './filing-draft.ts';
import { assertOfAll, readReceipts, sayMany } from './filing-submitted-many.ts';

type Phase = BodyOf<'filing.recordSubmission'>['phase'];

interface SubmittedOptions extends StatementOptions, AuthorityOptions {
  at?: string;
  number?: string;
  receipt?: string;
  complete?: boolean;
  incomplete?: boolean;
  phase?: Phase;
  pack?: string;
  note?: string;
}

export function addSubmitted(noun: Command): void {
  const submitted = authorityOption(
    noun.command('submitted').description('record that it was filed: when, under which number, with which receipt'),
  )
    .option('--at <time>', `when the authority registered it: ${TIME_HELP}`)
    .option('--zone <zone>', "zone of a time written without offset (default: the organisation's)")
    .option(
      '--number <number>',
      'registry number the authority gave; may follow later (--corrects) where the filing is not made in a portal',
    )
    .option('--receipt <file>', 'its receipt: PDF, PNG, JPEG, .eml or .p7s, 25 MiB at most (sealed, hashed)')
    .option('--complete', 'everything was given')
    .addOption(new Option('--incomplete', 'more follows in a later phase (default)').conflicts('complete'))
    .addOption(new Option('--phase <phase>', 'default: what is owed').choices(['initial', 'complementary', 'final']))
    .option(
      '--pack <hash>',
      'sha256 of the pack it was typed across from (default: the approved one, else the newest before)',
    )
    .option('--note <words>', 'anything worth remembering (sealed)');
  statementOptions(submitted, 'filing.recordSubmission');
  examples(
    submitted,
    'filing submitted breach-2026-0042 --authority ES --at 2026-03-12T10:04 --number O00007128_26_1 --receipt receipt.pdf --as carla',
    'filing submitted breach-2026-0042 --from receipts.csv --as carla',
  );
  submitted.addHelpText(
    'after',
    '\nA late filing is recorded like any other; its reasons are then asked for (Art. 33(1), second sentence).\n\nMany at once: --from a .csv file with the columns authority, submittedAt, registryNumber and, where wanted, receipt,\nphase, subtype (or a JSON list of such objects). Each line is a statement of its own: one refused leaves the others.\nExit status: 0, or the highest of its lines.',
  );
  act<SubmittedOptions>(submitted, ([caseId = ''], options) => answerSubmitted(caseId, options));
}

const subtypeOf = ({ complete, incomplete }: SubmittedOptions): 'complete' | 'incomplete' | undefined =>
  complete ? 'complete' : incomplete ? 'incomplete' : undefined;

/** The phase of the entry it corrects, else what is owed, else a further word. */
function phaseOf(facts: CaseFacts, file: AuthorityFile, corrects: unknown): Phase {
  const corrected = file.phases.find(({ seq }) => seq === corrects);
  const owed = phaseOwed(facts, file);
  return corrected?.phase ?? (owed === 'initial' ? 'initial' : 'complementary');
}

async function withDefaults(typed: Typed, session: Session, speaker: Speaker, caseId: string): Promise<Typed> {
  const { receipt: _, ...fields } = typed;
  const facts = await session.read((tx) => loadFacts(tx, speaker.organisationId, caseId));
  const asked = typeof typed['authority'] === 'string' ? typed['authority'] : undefined;
  const file = fileWith(facts, asked);
  const phase = typed['phase'] ?? phaseOf(facts, file, typed['corrects']);
  const corrected = await correctedFields(session, caseId, typed['corrects']);
  const subtype = typed['subtype'] ?? corrected['subtype'] ?? (phase === 'final' ? 'complete' : 'incomplete');
  return { ...corrected, ...fields, authority: file.code, phase, subtype };
}

const KEPT_BY_CORRECTION = ['subtype', 'submittedAt', 'registryNumber', 'documentId', 'receiptSha256'] as const;

/** What a corrected entry says and the correction leaves unsaid stays: a number that came later is all one needs to type. */
async function correctedFields(session: Session, caseId: string, corrects: unknown): Promise<Typed> {
  const entries = await session.read((tx) => entriesOfCase(tx, caseId));
  const entry = entries.find(({ seq, kind }) => seq === corrects && kind === 'filing.recordSubmission');
  return Object.fromEntries(KEPT_BY_CORRECTION.flatMap((field) => (entry ? [[field, entry.body[field]]] : [])));
}

/** The receipt is stored only for a statement that would be accepted: a refusal leaves nothing behind. */
async function withReceipt(
  typed: Typed,
  session: Session,
  speaker: Speaker,
  caseId: string,
  { receipt, options }: { receipt: Receipt | null; options: SubmittedOptions },
): Promise<Typed> {
  const completed = await withDefaults(typed, session, speaker, caseId);
  if (options.dryRun) return completed;
  const statement = { kind: 'filing.recordSubmission' as const, caseId, typed: completed, command: '' };
  const { findings } = await preview(session.desk, speaker, await sayingOf(session, speaker, statement));
  await questionNumber(findings, options);
  if (!receipt) return completed;
  const { documentId, sha256 } = await storeReceipt(session.desk, speaker, caseId, receipt);
  return { ...completed, documentId, receiptSha256: sha256 };
}

/** A number that stands on another case is more often a slip than a truth. @throws {Refusal} `NOT_CONFIRMED` */
async function questionNumber(findings: readonly Finding[], options: SubmittedOptions): Promise<void> {
  const elsewhere = findings.find(({ code }) => code === 'REGISTRY_NUMBER_ELSEWHERE');
  if (!elsewhere || options.yes) return;
  const asks = options.input && process.stdin.isTTY === true;
  const message = `${elsewhere.sentence}. Record it all the same?`;
  if (asks && (await confirm({ message, initialValue: false, output: process.stderr })) === true) return;
  throw new Refusal(
    {
      code: 'NOT_CONFIRMED',
      message: `Cannot record the filing unasked: ${elsewhere.sentence}`,
      next: 'Correct --number, or add --yes if both receipts do bear it; nothing was recorded',
      findings: [elsewhere],
    },
    EXIT.usage,
  );
}

const STATUS_WORDS: Record<NonNullable<FiledPhase['status']>, string> = {
  ON_TIME: 'in time',
  WITHIN_1182_HOUR: 'after the 72 hours read strictly, within the hour that Regulation 1182/71 allows',
  LATE: 'LATE: the reasons for the delay are required',
};

async function withStatus(answer: Answer, session: Session, speaker: Speaker, caseId: string): Promise<Answer> {
  const { seq, findings } = answer.data as { seq: number; findings: Finding[] };
  const facts = await session.read((tx) => loadFacts(tx, speaker.organisationId, caseId));
  const found = Object.values(facts.authorities)
    .map((file) => ({ file, filed: file.phases.find((phase) => phase.seq === seq) }))
    .find(({ filed }) => filed !== undefined);
  if (!found?.filed) return answer;
  const { file, filed } = found;
  const delayed = findings.some(({ code }) => code.startsWith('DELAY_REASONS'));
  const at = `${caseId} --authority ${file.code}`;
  const status = filed.status === null ? '' : `, ${STATUS_WORDS[filed.status]}`;
  return {
    ...answer,
    data: { ...(answer.data as object), authority: file.code, phase: filed.phase, status: filed.status },
    text: `Filed with ${file.code} (${filed.phase}, ${filed.subtype})${status}.\n${answer.text}`,
    next: delayed
      ? `Next: tocsin filing delay ${at} --reason-code CODE --reason "…"`
      : `Next: tocsin deadlines ${caseId}`,
  };
}

/** Says one filing was made. @throws {Refusal} the desk's, `NOT_CONFIRMED`, those of a receipt */
async function recordSubmission(caseId: string, typed: Typed, options: SubmittedOptions): Promise<Answer> {
  const receipt = typeof typed['receipt'] === 'string' ? readReceipt(typed['receipt']) : null;
  if (receipt && options.output === 'text') await sayMailHead(receipt);
  return sayTyped(
    {
      kind: 'filing.recordSubmission',
      caseId,
      typed,
      command: `filing submitted ${caseId}`,
      complete: (given, session, speaker) => withReceipt(given, session, speaker, caseId, { receipt, options }),
      after: (answer, session, speaker) => withStatus(answer, session, speaker, caseId),
    },
    options,
  );
}

async function answerSubmitted(caseId: string, options: SubmittedOptions): Promise<Answer> {
  const { at, number, phase, note, authority, pack } = options;
  const own = {
    authority,
    submittedAt: at,
    registryNumber: number,
    phase,
    subtype: subtypeOf(options),
    packHash: pack,
    note,
    receipt: options.receipt && path.resolve(options.receipt),
  };
  const many = options.from === undefined ? null : readReceipts(options.from);
  if (many === null) return recordSubmission(caseId, typedBy(options, own), options);
  const { from: file = '', ...each } = options;
  assertOfAll(file, { ...own, corrects: options.corrects });
  return sayMany(caseId, many, each, (line) => recordSubmission(caseId, { ...line, ...typedBy(each, { note }) }, each));
}
