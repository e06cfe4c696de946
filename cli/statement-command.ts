import type { Command } from 'commander';
import { act } from './answer.ts';
import { examples } from './examples.ts';
import type { Typed } from './kept-answers.ts';
import { type StatementOptions, statementOptions } from './statement-options.ts';
import { sayTyped, type TypedStatement, typedBy } from './typed-statement.ts';

/** A command that says one statement. */
export interface StatementCommand<O> extends Pick<TypedStatement, 'kind' | 'complete' | 'after'> {
  examples: [string, string];
  /** Whether its first argument is a case; otherwise it speaks of the organisation. */
  ofCase: boolean;
  /** The organisation it speaks of, when that need not exist yet; undefined: --org, or the only one. */
  organisation?: (args: string[], options: O & StatementOptions) => string | undefined;
  /** What its arguments and options say, field by field of the statement. */
  typed: (args: string[], options: O & StatementOptions) => Typed;
}

/** How the person would type the command again, without its options. */
const pathOf = (command: Command, args: string[]): string =>
  [command.parent?.name(), command.name(), ...args].filter(Boolean).join(' ');

/** Makes `command` say a statement; options of its own are added before. */
export function sayBy<O extends object>(command: Command, spec: StatementCommand<O>): void {
  const { kind, ofCase, organisation, typed, complete, after } = spec;
  statementOptions(command, kind);
  examples(command, ...spec.examples);
  act<O & StatementOptions>(command, async (args, options) => {
    const organisationId = organisation?.(args, options);
    return sayTyped(
      {
        kind,
        caseId: ofCase ? (args[0] ?? null) : null,
        typed: typedBy(options, typed(args, options)),
        command: pathOf(command, args),
        ...(organisationId ? { organisationId } : {}),
        ...(complete ? { complete } : {}),
        ...(after ? { after } : {}),
      },
      options,
    );
  });
}
