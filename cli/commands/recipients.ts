import type { Command } from 'commander';
import { act } from '../answer.ts';
import { examples } from '../examples.ts';
import { withDesk } from '../session.ts';
import { statementOptions } from '../statement-options.ts';
import { type FindOptions, findInCase } from './recipients-find.ts';
import { checkList, importList } from './recipients-import.ts';
import { type ListOptions, listArguments, waveNumber } from './recipients-options.ts';
import { showLists } from './recipients-show.ts';

export default function recipients(noun: Command): void {
  const check = noun.command('check').description('read a list of people as the import would, and store nothing');
  listArguments(check);
  examples(
    check,
    'recipients check breach-2026-0042 people.csv',
    "recipients check breach-2026-0042 people.csv --delimiter ';'",
  );
  act<ListOptions>(check, ([, file = ''], options) => checkList(file, options));

  const imports = noun.command('import').description('store a list of people to tell, sealed, all or nothing');
  listArguments(imports);
  examples(
    imports,
    'recipients import breach-2026-0042 people.csv --wave 1 --audience affected',
    'recipients import breach-2026-0042 - --email-column correo --name-column nombre --locale es',
  );
  imports.option('--reason <words>', 'why these people, in words (sealed)');
  act<ListOptions>(imports, ([caseId = '', file = ''], options) =>
    withDesk((session) => importList(session, caseId, file, options)),
  );
  show(noun);
  find(noun);
}

const CASE_ARGUMENT = ['<case>', 'case, e.g. breach-2026-0042'] as const;

function show(noun: Command): void {
  const command = noun
    .command('show')
    .description('the lists of a case in counts: languages, who imported them and when; never the people')
    .argument(...CASE_ARGUMENT)
    .option('--wave <number>', 'one wave only', waveNumber);
  examples(command, 'recipients show breach-2026-0042', 'recipients show breach-2026-0042 --wave 2 -o json');
  act<{ wave?: number }>(command, ([caseId = ''], { wave }) => withDesk((session) => showLists(session, caseId, wave)));
}

function find(noun: Command): void {
  const command = noun
    .command('find')
    .description(
      'what a case holds of one person and what was sent to them, for a request for access (Art. 15); entered in the register',
    )
    .argument(...CASE_ARGUMENT)
    .requiredOption('--address <address>', 'e-mail address of the person who asks');
  statementOptions(command, 'recipients.find');
  examples(
    command,
    'recipients find breach-2026-0042 --address ana@example.com --reason "request for access of 3 December" --as diego',
    'recipients find breach-2026-0042 --address ana@example.com --reason "request 17" -o json',
  );
  command.addHelpText(
    'after',
    '\nFor the DPO only. The register holds that somebody searched, when and why, never the address.\nExit status: 0, 64 usage, 65 erased or blocked, 75 the entry waits and nothing is shown, 77 not allowed.',
  );
  act<FindOptions>(command, ([caseId = ''], options) => withDesk((session) => findInCase(session, caseId, options)));
}
