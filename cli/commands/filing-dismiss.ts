import type { Command } from 'commander';
import { act } from '../answer.ts';
import { examples } from '../examples.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { typedBy } from '../typed-statement.ts';
import { type AuthorityOptions, authorityOption } from './filing-draft.ts';
import { sayOf } from './filing-letters.ts';

/** `filing dismiss`: what changed after everything was filed need not be told. */
export function addDismiss(noun: Command): void {
  const dismiss = statementOptions(
    authorityOption(
      noun
        .command('dismiss')
        .description('decide, with reasons, that what changed since an authority was told everything need not be told'),
    ),
    'filing.dismissChange',
  );
  examples(
    dismiss,
    'filing dismiss breach-2026-0042 --authority ES --reason "only a spelling was corrected" --as diego',
    'filing dismiss breach-2026-0042 --reason "…" --dry-run --as diego',
  );
  dismiss.addHelpText('after', '\nWhat changes later is owed again. See what changed: tocsin filing draft CASE.');
  act<StatementOptions & AuthorityOptions>(dismiss, ([caseId = ''], options) => {
    const typed = typedBy(options, { authority: options.authority });
    return sayOf('filing.dismissChange', 'dismiss', caseId, { typed, options });
  });
}
