import { type Command, Option } from 'commander';
import type { StatementKind } from '../../domain/case/bodies.ts';
import { sayBy } from '../statement-command.ts';

function addPlain(noun: Command, name: string, kind: StatementKind, description: string, example: string): void {
  sayBy(noun.command(`${name} <id>`).description(description), {
    kind,
    ofCase: true,
    examples: [
      `case ${name} breach-2026-0042${example} --as dpo`,
      `case ${name} breach-2026-0042${example} --dry-run -o json`,
    ],
    typed: () => ({}),
  });
}

/** `case gate`, `close`, `reopen`, `hold`, `release`. */
export function addDecisionCommands(noun: Command): void {
  const gate = noun
    .command('gate <id>')
    .description('whether it is a personal data breach at all (Art. 4(12)); "no" takes a reason and a second person')
    .addOption(new Option('--outcome <outcome>').choices(['breach', 'notABreach', 'incidentOnly']));
  sayBy<{ outcome?: string }>(gate, {
    kind: 'case.decideGate',
    ofCase: true,
    examples: [
      'case gate breach-2026-0042 --outcome breach --as dpo',
      'case gate breach-2026-0042 --outcome notABreach --reason "Test data only" --as dpo',
    ],
    typed: (_args, { outcome }) => ({ outcome }),
  });
  addPlain(noun, 'close', 'case.close', 'close the case; refused with a list while anything is owed', '');
  addPlain(noun, 'reopen', 'case.reopen', 're-open a closed case', ' --reason "New facts"');
  addPlain(noun, 'hold', 'case.hold', 'put a legal hold on it: nothing is erased', ' --reason "Law suit"');
  addPlain(noun, 'release', 'case.release', 'release a legal hold', ' --reason "Suit withdrawn"');
}
