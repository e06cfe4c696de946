import type { Command } from 'commander';
import { type CompletionDates, completionDates, completionDueAt } from '../../domain/clocks/completion.ts';
import { showDate, showInstant } from '../../domain/clocks/show-time.ts';
import { requireAuthority } from '../../domain/law/authorities.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { columns } from '../text-table.ts';

interface CompletionOptions {
  filed: string;
  authority: string;
}

function completionText(dates: CompletionDates, filed: { filedOn: string; authority: string }): string {
  const { code, name, zones } = requireAuthority(filed.authority);
  const dueAt = completionDueAt(filed);
  const { calendar30, working30 } = dates;
  if (dueAt === null || calendar30 === null || working30 === null) {
    return `${name} (${code}) names no limit: the rest follows without undue further delay (Art. 33(4))`;
  }
  const rows = [
    ['Filed', showDate(filed.filedOn), ''],
    ['30 calendar days', showDate(calendar30), ''],
    ['30 working days', showDate(working30), 'national holidays only'],
    ['Alarm', showInstant(dueAt, zones[0]), 'the earlier; which unit the guide means is not verified'],
  ];
  return [`${name} (${code})`, '', columns(rows)].join('\n');
}

function answerCompletion(options: CompletionOptions): Answer {
  const filed = { filedOn: options.filed, authority: options.authority };
  const dates = completionDates(filed);
  return { data: dates, text: completionText(dates, filed), next: 'Next: tocsin law authorities ' + options.authority };
}

/** `law completion`. */
export function addCompletionCommand(law: Command): void {
  const completion = law.command('completion').description('by when an initial notification must be completed');
  completion
    .requiredOption('--filed <date>', 'date of the initial notification, such as 2025-11-27')
    .requiredOption('--authority <code>', 'the authority it was made to, such as ES');
  examples(
    completion,
    'law completion --filed 2025-11-27 --authority ES',
    'law completion --filed 2026-03-13 --authority ES -o json',
  );
  act<CompletionOptions>(completion, async (_args, options) => answerCompletion(options));
}
