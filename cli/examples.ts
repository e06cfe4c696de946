import type { Command } from 'commander';

/** Two examples at the head of a command's help. */
export function examples(command: Command, first: string, second: string): Command {
  return command.addHelpText('before', `Examples:\n  tocsin ${first}\n  tocsin ${second}\n`);
}
