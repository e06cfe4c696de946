import type { Command } from 'commander';
import { loadFacts } from '../../database/case.ts';
import type { PendingConfirmation } from '../../domain/case/facts.ts';
import { showInstant } from '../../domain/clocks/show-time.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { speakerFor, withDesk } from '../session.ts';
import { type StatementOptions, sayAndAnswer } from '../statement-options.ts';

interface ConfirmOptions extends StatementOptions {
  refuse?: boolean;
}

export default function confirm(noun: Command): void {
  examples(
    noun,
    'confirm breach-2026-0042 12 --as elena',
    'confirm breach-2026-0042 12 --refuse --reason "too late" --as elena',
  );
  noun
    .argument('<case>', 'e.g. breach-2026-0042')
    .argument('<entry>', 'number of the entry that waits (case show lists them)')
    .option('--refuse', 'refuse it: it then never counts')
    .option('--reason <words>', 'why, in words (sealed)')
    .addHelpText('after', '\nExit status: 0, 65 nothing waits there, 77 you are the first person or lack the role.');
  act<ConfirmOptions>(noun, ([caseId = '', entry = ''], options) => answerConfirm(caseId, entry, options));
}

/** @throws {Refusal} `ENTRY_NUMBER` */
function entryNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Refusal(
    {
      code: 'ENTRY_NUMBER',
      message: `Cannot use ${quoteValue(text)} as the number of an entry`,
      next: "Give its number alone, such as 12 ('tocsin case show' lists what waits)",
    },
    EXIT.usage,
  );
}

/** `awareness.decide by diego, Mon 9 Mar 2026 09:00 Madrid (UTC+01:00)` */
function whatWaits({ entry, by }: PendingConfirmation, zone: string): string {
  const at = entry.body['at'];
  return `${entry.kind} by ${by}${typeof at === 'string' ? `, ${showInstant(at, zone)}` : ''}`;
}

function answerConfirm(caseId: string, text: string, options: ConfirmOptions): Promise<Answer> {
  const seq = entryNumber(text);
  return withDesk(async (session) => {
    const speaker = await speakerFor(session, caseId, options);
    const facts = await session.read((tx) => loadFacts(tx, speaker.organisationId, caseId));
    const pending = facts.pending[seq];
    const body = { seq, outcome: options.refuse ? 'refuse' : 'confirm' };
    const words: Record<string, string> = options.reason ? { reason: options.reason } : {};
    const answer = await sayAndAnswer(session, speaker, { kind: 'confirm', caseId, body, words }, options);
    const verb = options.refuse ? 'Refused' : 'Confirmed';
    return pending && !options.dryRun
      ? { ...answer, text: `${verb} entry ${seq}: ${whatWaits(pending, facts.policy.zone)}\n${answer.text}` }
      : answer;
  });
}
