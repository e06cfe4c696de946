import type { Command } from 'commander';
import { type CheckedFiling, checkFilingNow } from '../../desk/filing.ts';
import { OPEN_CODE_LIST } from '../../domain/filing/codes/open.ts';
import type { CodeScore } from '../../domain/filing/scores.ts';
import { EXIT, type Finding } from '../../domain/refusal.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { withDesk } from '../session.ts';
import { columns, wrapped } from '../text-table.ts';
import { authorityOption, type FormOptions, formOption } from './filing-draft.ts';

interface CheckOptions extends FormOptions {
  complete?: boolean;
}

const FINDING_WIDTH = 96;

export function addCheck(noun: Command): void {
  const check = authorityOption(
    noun
      .command('check')
      .description('how far each letter of Art. 33(3) is answered, and what is missing, open or contradictory'),
  )
    .addOption(formOption())
    .option('--complete', 'check it as a complete filing: nothing may stay open');
  examples(
    check,
    'filing check breach-2026-0042 --authority ES',
    'filing check breach-2026-0042 --authority ES --complete -o json',
  );
  check.addHelpText(
    'after',
    '\nExit status: 0 whatever is found (an incomplete filing in time beats a complete one late), 65 when it cannot be filed at all.',
  );
  act<CheckOptions>(check, ([caseId = ''], options) => answerCheck(caseId, options));
}

/** What no phase and no later word can mend: filing it at all would be wrong or impossible. */
const BARS_FILING = ['PROCESSOR_DOES_NOT_FILE', 'WORDS_ERASED'];

const SIGNS = { error: '✗', warning: '!' } as const;

/** A finding, and under it the command that mends it, in one piece to copy. */
function findingText({ severity, code, sentence, source }: Finding): string {
  const at = sentence.lastIndexOf(': tocsin ');
  const [what, command] = at < 0 ? [sentence, null] : [sentence.slice(0, at), sentence.slice(at + 2)];
  const where = [code, source].filter(Boolean).join(', ');
  const text = wrapped(`${what.replace(/ Say it with$/, '')} (${where})`, FINDING_WIDTH);
  const lines = [...text.split('\n'), ...(command === null ? [] : [`→ ${command}`])];
  return `${SIGNS[severity]} ${lines.join('\n  ')}`;
}

const labelOfCode = (code: string): string => OPEN_CODE_LIST.find((each) => each.code === code)?.en ?? '';

/** How far each code of Art. 33(3) is answered, and by which facts the rest is said. */
const scoresText = (scores: readonly CodeScore[]): string =>
  columns(
    scores.map(({ code, answered, required, state, missingKeys, openKeys }) => [
      code,
      labelOfCode(code),
      `${answered} of ${required}`,
      state,
      [...missingKeys, ...openKeys].join(' '),
    ]),
  );

function checkText({ file, form, complete, findings, scores }: CheckedFiling): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const head = complete
    ? `The filing with ${file.code} (${form}) is complete${warnings.length > 0 ? `; ${warnings.length} to know` : ''}`
    : `The filing with ${file.code} (${form}) is not complete: ${errors.length} to mend, ${warnings.length} to know`;
  return [head, '', scoresText(scores), '', ...[...errors, ...warnings].map(findingText)].join('\n').trimEnd();
}

function answerCheck(caseId: string, options: CheckOptions): Promise<Answer> {
  return withDesk(async ({ desk, read }) => {
    const now = await desk.now();
    const request = {
      caseId,
      authority: options.authority,
      form: options.form,
      now,
      complete: options.complete === true,
    };
    const checked = await read((tx) => checkFilingNow(tx, desk.vault, request));
    const { file, form, complete, findings, scores } = checked;
    const barred = findings.some(({ code }) => BARS_FILING.includes(code));
    return {
      data: { form, complete, scores, findings },
      text: checkText(checked),
      exit: barred ? EXIT.data : EXIT.ok,
      next: barred
        ? `See the case: tocsin case show ${caseId}`
        : `Do not wait for the rest: tocsin filing draft ${caseId} --authority ${file.code}`,
    };
  });
}
