import { type Command, Option } from 'commander';
import type { HeldPart } from '../../database/notice-held.ts';
import { type HeldView, readHeld } from '../../desk/notice-held.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { organisationIdOfCase, withDesk } from '../session.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { columns } from '../text-table.ts';
import { sayTyped, typedBy } from '../typed-statement.ts';
import { ofWave } from './notice-options.ts';

interface HeldOptions extends StatementOptions {
  wave: number;
  resend?: boolean;
  giveUp?: boolean;
}

const KIND = 'notice.settleHeld';

/** Adds `notice held`: what a person decides on notices that may or may not have arrived. */
export function addHeldCommand(noun: Command): void {
  const command = ofWave(noun, 'held', 'notices that may or may not have arrived: look, and decide')
    .option('--resend', 'send those that wait for a decision again, each under its own Message-ID')
    .addOption(
      new Option('--give-up', 'do not send them again: these people are told in another way').conflicts('resend'),
    );
  statementOptions(command, KIND);
  examples(
    command,
    'notice held breach-2026-0042 --wave 1',
    'notice held breach-2026-0042 --wave 1 --resend --reason "the relay lost its queue"',
  );
  command.addHelpText('after', HELP);
  act<HeldOptions>(command, ([caseId = ''], options) =>
    options.resend || options.giveUp
      ? decide(caseId, options, options.resend ? 'resend' : 'giveUp')
      : withDesk(async (session) =>
          heldAnswer(await readHeld(session.desk, await organisationIdOfCase(session, caseId), caseId, options.wave)),
        ),
  );
}

const HELP = `
With TOCSIN_UNKNOWN_POLICY=hold a notice is held whose mail server fell silent after taking it, or whose sender died in
the act. It is never sent twice without a person's word. One that a delivery report speaks of, or whose person another
wave has told, is not sent again. Until decided, and when given up, these people count as not reached.`;

async function decide(caseId: string, options: HeldOptions, outcome: 'resend' | 'giveUp'): Promise<Answer> {
  const { wave } = options;
  const typed = typedBy(options, { wave, outcome });
  let shown: HeldView | undefined;
  const answer = await sayTyped(
    {
      kind: KIND,
      caseId,
      typed,
      command: `notice held ${caseId}`,
      complete: async (given, session, { organisationId }) => {
        shown = await readHeld(session.desk, organisationId, caseId, Number(given['wave']));
        return { count: shown.open, ...given };
      },
    },
    options,
  );
  if (!shown) return answer;
  const { open } = shown;
  const text = `${decidedText(open, shown.wave, outcome, options.dryRun === true)}\n${answer.text}`;
  return {
    ...answer,
    data: { ...(answer.data as object), wave: shown.wave, outcome, count: open },
    text,
    ...nextOf(shown, outcome, options),
  };
}

const notices = (count: number): string => (count === 1 ? '1 notice' : `${count} notices`);

function decidedText(open: number, wave: number, outcome: 'resend' | 'giveUp', dryRun: boolean): string {
  const which = `${notices(open)} of wave ${wave} that may or may not have arrived`;
  if (outcome === 'resend')
    return `${which}: ${dryRun ? 'would go' : 'to go'} out again, each under its own Message-ID`;
  return `${which}: ${dryRun ? 'would be given' : 'given'} up; these people are told in another way`;
}

function nextOf({ caseId, wave }: HeldView, outcome: 'resend' | 'giveUp', { dryRun }: HeldOptions): { next?: string } {
  if (dryRun) return { next: 'Say it without --dry-run to record it' };
  if (outcome === 'resend') return { next: `Next: tocsin notice status ${caseId} --wave ${wave} --follow` };
  return { next: `Next: tocsin notice others ${caseId} --wave ${wave} --csv FILE, or --pdf FILE for letters` };
}

const PARTS: Readonly<Record<HeldPart, string>> = {
  open: 'to decide',
  arrived: 'arrived, by a delivery report',
  onItsWay: 'on its way, by a delivery report',
  cameBack: 'came back, by a delivery report',
  toldSince: 'told by another wave',
};

function heldAnswer(view: HeldView): Answer {
  const { caseId, wave, open, givenUpAt, goingOut, counts, references } = view;
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  if (total === 0)
    return {
      data: view,
      text: `No notice of wave ${wave} is held${goingOut ? ': those that were go out again' : ''}`,
      next: `Next: tocsin notice status ${caseId} --wave ${wave}`,
    };
  const rows = counts.map(({ part, code, words, count }) => [String(count), partOf(part, givenUpAt), code, words]);
  const shown = references.map(({ reference, part, code }) => [reference ?? '-', partOf(part, givenUpAt), code]);
  const more = total > shown.length ? `, the first ${shown.length} of ${total}` : '';
  return {
    data: view,
    text: [
      `${notices(total)} of wave ${wave} may or may not have arrived`,
      columns(rows),
      '',
      `References${more} (they name nobody):`,
      columns(shown),
    ].join('\n'),
    next:
      open > 0 && givenUpAt === null
        ? `Decide: tocsin notice held ${caseId} --wave ${wave} --resend --reason …, or --give-up --reason …; try it with --dry-run`
        : `Who is not reached: tocsin notice others ${caseId} --wave ${wave}`,
  };
}

const partOf = (part: HeldPart, givenUpAt: string | null): string =>
  part === 'open' && givenUpAt !== null ? 'given up' : PARTS[part];
