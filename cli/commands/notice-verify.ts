import type { Command } from 'commander';
import { type VerifiedReference, verifyReference } from '../../desk/notice-reference.ts';
import { showInstant } from '../../domain/clocks/show-time.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { withDesk } from '../session.ts';

interface VerifyOptions {
  address?: string;
}

/** `notice verify`: what the help desk asks when somebody calls about a notice. */
export function addVerifyCommand(noun: Command): void {
  const command = noun
    .command('verify')
    .description('whether a notice somebody got is ours, by the reference in it; names nobody')
    .argument('<reference...>', 'as the person reads it out: small letters, spaces, O for 0 are understood')
    .option('--address <address>', 'also say whether it was sent to this address')
    .addHelpText(
      'after',
      '\nThe look-up is not entered in the register: it tells nothing about a person.\nExit status: 0 ours, 65 not ours or mistyped, 69 PostgreSQL is away.',
    );
  examples(command, 'notice verify 7KQ3-9XWD-4TBM-2C', 'notice verify 7kq3 9xwd 4tbm 2c --address ana@example.com');
  act<VerifyOptions>(command, (_typed, options) =>
    withDesk(async ({ desk }) => answerOf(await verifyReference(desk, command.args.join(' '), options.address))),
  );
}

const AUDIENCE_WORDS: Record<VerifiedReference['audience'], string> = {
  affected: 'people who are affected',
  possiblyAffected: 'people who may be affected',
  notAffected: 'people who are not affected',
};

function answerOf(found: VerifiedReference): Answer {
  const { organisation, caseId, wave, audience, locale, correction, subject, advice, matches, drill, zone, ...rest } =
    found;
  const lines = [
    `${verdict(found)}`,
    ...(drill ? ['This is a DRILL: nothing has happened.'] : []),
    ...(matches === null ? [] : [matches ? 'It was written to that address.' : WRONG_ADDRESS]),
    '',
    `Sent by   ${organisation}`,
    `About     ${caseId}, wave ${wave}: the notice for ${AUDIENCE_WORDS[audience]}, in ${locale}${correction === 'none' ? '' : ', correcting an earlier one'}`,
    `Subject   ${subject ?? 'not known any more'}`,
    `It says   ${advice?.replaceAll('\n', '\n          ') ?? 'nothing on what to do, or its texts were erased'}`,
  ];
  const data = { organisation, caseId, wave, audience, locale, correction, subject, advice, matches, drill, ...rest };
  return { data, text: lines.join('\n'), next: NEXT };
}

const WRONG_ADDRESS =
  'It was NOT written to that address: somebody may have copied a genuine reference into another message.';
const NEXT =
  'A genuine reference may be copied into a false message: compare subject and advice, and never ask the caller for a password or code.';

function verdict({ reference, state, sentAt, zone }: VerifiedReference): string {
  if (state === 'sent') return `Genuine: ${reference} was sent on ${showInstant(sentAt ?? '', zone)}.`;
  if (state === 'unknown-held' || state === 'claimed')
    return `Ours: ${reference} may have arrived; that is not certain.`;
  return `Ours, but NOT SENT (${state}): nobody should hold ${reference} yet. Ask how they came by it, and tell your DPO.`;
}
