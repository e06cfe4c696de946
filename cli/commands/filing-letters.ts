import { type Command, Option } from 'commander';
import { loadFacts } from '../../database/case.ts';
import type { Speaker } from '../../desk/context.ts';
import { fileWith, storeReceipt } from '../../desk/filing.ts';
import { preview } from '../../desk/preview.ts';
import { readReceipt } from '../../desk/receipt.ts';
import { delayReason, type StatementKind } from '../../domain/case/bodies.ts';
import { isCourtesy } from '../../domain/case/told.ts';
import { readLocalTime } from '../../domain/clocks/read-local-time.ts';
import { showInstant } from '../../domain/clocks/show-time.ts';
import { daysAfterDate, startOfDayMs } from '../../domain/clocks/zone.ts';
import { canonicalCode, requireAuthority } from '../../domain/law/authorities.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import type { Typed } from '../kept-answers.ts';
import { sayMailHead } from '../mail-head.ts';
import { wholeNumber } from '../read-option.ts';
import type { Session } from '../session.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { TIME_HELP } from '../time-option.ts';
import { sayingOf, sayTyped, typedBy } from '../typed-statement.ts';
import { type AuthorityOptions, authorityOption } from './filing-draft.ts';

interface LetterOptions extends StatementOptions, AuthorityOptions {
  at?: string;
  reasonCode?: string;
  orderedAt?: string;
  dueAt?: string;
  what?: string;
  text?: string;
  direction?: string;
  answersOrder?: number;
  file?: string;
  number?: string;
  receipt?: string;
}

type Complete = (typed: Typed, session: Session, speaker: Speaker, authority: string) => Promise<Typed>;

/** Says something about one authority of a case; the authority goes without saying when there is only one. */
export function sayOf(
  kind: StatementKind,
  verb: string,
  caseId: string,
  { typed, options, complete }: { typed: Typed; options: LetterOptions; complete?: Complete },
): Promise<Answer> {
  const fill = async (given: Typed, session: Session, speaker: Speaker): Promise<Typed> => {
    const facts = await session.read((tx) => loadFacts(tx, speaker.organisationId, caseId));
    const asked = typeof given['authority'] === 'string' ? given['authority'] : undefined;
    const courtesy =
      kind === 'filing.recordCorrespondence' && asked !== undefined && isCourtesy(facts, canonicalCode(asked));
    const { code } = courtesy ? requireAuthority(asked) : fileWith(facts, asked);
    const named = { ...given, authority: code };
    return (await complete?.(named, session, speaker, code)) ?? named;
  };
  return sayTyped({ kind, caseId, typed, command: `filing ${verb} ${caseId}`, complete: fill }, options);
}

const timeOption = (command: Command, flag: string, words: string): Command =>
  command
    .option(`${flag} <time>`, `${words}: ${TIME_HELP}`)
    .option('--zone <zone>', "zone of a time written without offset (default: the organisation's)");

const nowUnlessSaid = (typed: Typed, field: string, now: Date): Typed => ({
  ...typed,
  [field]: typed[field] ?? now.toISOString(),
});

/** A failed portal on file is proposed as the reason, never taken for it silently. @throws {Refusal} `REASON_CODE_MISSING` */
async function proposeReason({ read }: Session, speaker: Speaker, caseId: string, code: string): Promise<void> {
  const facts = await read((tx) => loadFacts(tx, speaker.organisationId, caseId));
  const failure = facts.portalFailures.findLast(({ authority }) => authority === code);
  const next = failure
    ? `Entry ${failure.seq} says that its portal failed on ${showInstant(failure.failedAt, facts.policy.zone)}: if that is why, add --reason-code technical_failure_of_portal`
    : `Add --reason-code with one of: ${delayReason.options.join(', ')}`;
  const message = `Cannot give ${code} the reasons for the delay without their code`;
  throw new Refusal({ code: 'REASON_CODE_MISSING', message, next }, EXIT.usage);
}

export function addDelay(noun: Command): void {
  const delay = statementOptions(
    authorityOption(noun.command('delay').description('give the reasons for a filing after 72 hours')).addOption(
      new Option('--reason-code <code>', 'why, as a code').choices(delayReason.options),
    ),
    'filing.explainDelay',
  );
  examples(
    delay,
    'filing delay breach-2026-0042 --authority ES --reason-code processor_late --reason "told after 16 days" --as carla',
    'filing delay breach-2026-0042 --reason-code technical_failure_of_portal --reason "…" --as carla',
  );
  act<LetterOptions>(delay, ([caseId = ''], options) => {
    const typed = typedBy(options, { authority: options.authority, reasonCode: options.reasonCode });
    const complete: Complete = async (given, session, speaker, code) => {
      if (given['reasonCode'] === undefined) await proposeReason(session, speaker, caseId, code);
      return given;
    };
    return sayOf('filing.explainDelay', 'delay', caseId, { typed, options, complete });
  });
}

export function addWithdraw(noun: Command): void {
  const withdraw = statementOptions(
    timeOption(
      authorityOption(
        noun
          .command('withdraw')
          .description('record that a filing was withdrawn: it was no breach; the pack is under filing draft'),
      ),
      '--at',
      'when it was withdrawn (default: now)',
    )
      .option('--number <number>', 'registry number the authority gave')
      .option('--receipt <file>', 'its receipt: PDF, PNG, JPEG, .eml or .p7s (sealed, hashed)'),
    'filing.withdraw',
  );
  examples(
    withdraw,
    'filing withdraw breach-2026-0042 --authority ES --at 2026-03-20T09:00 --reason "the copy was encrypted" --as elena',
    'filing withdraw breach-2026-0042 --reason "…" --dry-run --as elena',
  );
  act<LetterOptions>(withdraw, ([caseId = ''], options) => {
    const { authority, at, number, dryRun } = options;
    const typed = typedBy(options, { authority, submittedAt: at, registryNumber: number });
    const receipt = options.receipt === undefined ? null : readReceipt(options.receipt);
    const complete: Complete = async (given, session, speaker) => {
      const timed = nowUnlessSaid(given, 'submittedAt', await session.desk.now());
      if (!receipt || dryRun) return timed;
      const statement = { kind: 'filing.withdraw' as const, caseId, typed: timed, command: '' };
      await preview(session.desk, speaker, await sayingOf(session, speaker, statement));
      const { documentId, sha256 } = await storeReceipt(session.desk, speaker, caseId, receipt);
      return { ...timed, documentId, receiptSha256: sha256 };
    };
    return sayOf('filing.withdraw', 'withdraw', caseId, { typed, options, complete });
  });
}

/** A date alone is the whole of that day where the authority sits. */
function endOf(text: string, authority: string): string {
  const { zones } = requireAuthority(authority);
  const { at, precision, date } = readLocalTime(text, zones[0]);
  return precision === 'date' ? new Date(startOfDayMs(daysAfterDate(date, 1), zones[0])).toISOString() : at;
}

export function addOrder(noun: Command): void {
  const order = statementOptions(
    timeOption(
      authorityOption(noun.command('order').description("record an authority's order: it has a date of its own")),
      '--ordered-at',
      'when it was ordered (default: now)',
    )
      .option('--due-at <time>', 'until when; a date alone means the end of that day there')
      .addOption(
        new Option('--what <what>', 'what was ordered').choices(['communicate', 'inform', 'other']).default('other'),
      )
      .option('--text <words>', 'what was ordered, in words (sealed)'),
    'filing.recordOrder',
  );
  examples(
    order,
    'filing order breach-2026-0042 --authority ES --what communicate --due-at 2026-04-10 --as carla',
    'filing order breach-2026-0042 --ordered-at 2026-03-20T10:00 --due-at 2026-04-10T14:00 --text "…" --as carla',
  );
  act<LetterOptions>(order, ([caseId = ''], options) => {
    const { authority, orderedAt, dueAt, what, text } = options;
    const words = text === undefined ? {} : { words: { what: text } };
    const typed = typedBy(options, { authority, orderedAt, dueAt, what, ...words });
    const complete: Complete = async (given, { desk }, _speaker, code) => ({
      ...nowUnlessSaid(given, 'orderedAt', await desk.now()),
      ...(typeof given['dueAt'] === 'string' ? { dueAt: endOf(given['dueAt'], code) } : {}),
    });
    return sayOf('filing.recordOrder', 'order', caseId, { typed, options, complete });
  });
}

export function addCorrespondence(noun: Command): void {
  const letter = statementOptions(
    timeOption(
      authorityOption(noun.command('correspondence').description('keep a letter to or from an authority')),
      '--at',
      'when it came or went (default: now)',
    )
      .addOption(new Option('--direction <direction>', 'from or to the authority').choices(['in', 'out']).default('in'))
      .option('--answers-order <number>', 'it answers this order, which is then done', wholeNumber(1))
      .option('--file <file>', 'the letter: PDF, PNG, JPEG, .eml or .p7s (sealed)')
      .option('--text <words>', 'what it says (sealed)'),
    'filing.recordCorrespondence',
  );
  examples(
    letter,
    'filing correspondence breach-2026-0042 --authority ES --direction in --file letter.pdf --as carla',
    'filing correspondence breach-2026-0042 --direction out --answers-order 1 --file answer.pdf --as carla',
  );
  act<LetterOptions>(letter, async ([caseId = ''], options) => {
    const { authority, at, direction, answersOrder, text, file, dryRun } = options;
    const words = text === undefined ? {} : { words: { what: text } };
    const typed = typedBy(options, { authority, receivedAt: at, direction, answersOrder, ...words });
    const letterFile = file === undefined ? null : readReceipt(file);
    if (letterFile && options.output === 'text') await sayMailHead(letterFile);
    const complete: Complete = async (given, { desk }, speaker) => {
      const timed = nowUnlessSaid(given, 'receivedAt', await desk.now());
      if (!letterFile || dryRun) return timed;
      return { ...timed, documentId: (await storeReceipt(desk, speaker, caseId, letterFile)).documentId };
    };
    return sayOf('filing.recordCorrespondence', 'correspondence', caseId, { typed, options, complete });
  });
}
