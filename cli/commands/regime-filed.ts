import path from 'node:path';
import { type Command, Option } from 'commander';
import { loadFacts } from '../../database/case.ts';
import type { Speaker } from '../../desk/context.ts';
import { storeReceipt } from '../../desk/filing.ts';
import { preview } from '../../desk/preview.ts';
import { type Receipt, readReceipt } from '../../desk/receipt.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import type { Typed } from '../kept-answers.ts';
import type { Session } from '../session.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { TIME_HELP } from '../time-option.ts';
import { sayingOf, sayTyped, typedBy } from '../typed-statement.ts';

interface FiledOptions extends StatementOptions {
  at?: string;
  reference?: string;
  receipt?: string;
  complete?: boolean;
  incomplete?: boolean;
  note?: string;
}

/** The receipt is stored only for a statement that would be accepted: a refusal leaves nothing behind. */
async function withReceipt(
  typed: Typed,
  session: Session,
  speaker: Speaker,
  { caseId, receipt }: { caseId: string; receipt: Receipt | null },
): Promise<Typed> {
  const { receipt: _, ...fields } = typed;
  if (!receipt) return fields;
  const statement = { kind: 'regime.recordStep' as const, caseId, typed: fields, command: '' };
  await preview(session.desk, speaker, await sayingOf(session, speaker, statement));
  const { documentId, sha256 } = await storeReceipt(session.desk, speaker, caseId, receipt);
  return { ...fields, documentId, receiptSha256: sha256 };
}

/** Says of the report whether it was in time, and where to look on. */
async function withTimeliness(answer: Answer, session: Session, speaker: Speaker, caseId: string): Promise<Answer> {
  const { seq } = answer.data as { seq: number };
  const facts = await session.read((tx) => loadFacts(tx, speaker.organisationId, caseId));
  const found = Object.entries(facts.regimes)
    .flatMap(([regime, { made }]) => made.map((step) => ({ regime, ...step })))
    .find((each) => each.seq === seq);
  if (!found) return answer;
  const { regime, step, late, dueAt } = found;
  const how = late === null ? '' : late ? ', LATE' : ', in time';
  return {
    ...answer,
    data: { ...(answer.data as object), regime, step, late, dueAt },
    text: `Reported under ${regime} (${step})${how}.\n${answer.text}`,
    next: `Next: tocsin regime list ${caseId}`,
  };
}

function answerFiled([caseId = '', regimeId = '', step = '']: string[], options: FiledOptions): Promise<Answer> {
  const { at, reference, note, dryRun } = options;
  const typed = typedBy(options, {
    regimeId,
    step,
    submittedAt: at,
    reference,
    complete: options.incomplete ? false : options.complete,
    note,
    receipt: options.receipt && path.resolve(options.receipt),
  });
  const file = typeof typed['receipt'] === 'string' ? readReceipt(typed['receipt']) : null;
  const receipt = dryRun ? null : file;
  return sayTyped(
    {
      kind: 'regime.recordStep',
      caseId,
      typed,
      command: `regime filed ${caseId} ${regimeId} ${step}`,
      complete: (given, session, speaker) => withReceipt(given, session, speaker, { caseId, receipt }),
      after: (answer, session, speaker) => withTimeliness(answer, session, speaker, caseId),
    },
    options,
  );
}

/** `regime filed`: a report made, or a notice given by contract. */
export function addRegimeFiled(noun: Command, ofRegime: (command: Command) => Command): void {
  const filed = ofRegime(
    noun.command('filed').description('record that a report was made, or a notice given: when, under which reference'),
  )
    .argument('<step>', 'earlyWarning, initial …, or the id of a clause (see tocsin regime list)')
    .option('--at <time>', `when it was made: ${TIME_HELP}`)
    .option('--zone <zone>', "zone of a time written without offset (default: the organisation's)")
    .option('--reference <reference>', 'reference the recipient gave; stands in clear in the register')
    .option('--receipt <file>', 'its receipt: PDF, PNG, JPEG, .eml or .p7s, 25 MiB at most (sealed, hashed)')
    .addOption(new Option('--incomplete', 'more follows').conflicts('complete'))
    .option('--complete', 'everything was given (default)')
    .option('--note <words>', 'anything worth remembering (sealed)');
  statementOptions(filed, 'regime.recordStep');
  examples(
    filed,
    'regime filed breach-2026-0042 NIS2 earlyWarning --at 2026-03-11T09:00 --reference CSIRT-77 --receipt r.pdf --as carla',
    'regime filed breach-2026-0042 CONTRACT acme-insurance --at 2026-03-10T18:20 --as carla',
  );
  filed.addHelpText(
    'after',
    '\nThe next period may run from it: an Italian notification from the early warning, a final report from the one before.',
  );
  act<FiledOptions>(filed, (args, options) => answerFiled(args, options));
}
