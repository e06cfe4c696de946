import { type Command, Option } from 'commander';
import { checkFilingNow, type Draft, draftFiling } from '../../desk/filing.ts';
import { EXIT, type Finding } from '../../domain/refusal.ts';
import { renderPackHtml, renderPackJson, renderPackText } from '../../templates/filing-pack.ts';
import { type Answer, act, type CommonOptions, say } from '../answer.ts';
import { examples } from '../examples.ts';
import { withDesk } from '../session.ts';
import { wrapped } from '../text-table.ts';
import { writeAnswer } from '../write-file.ts';

export interface AuthorityOptions extends CommonOptions {
  authority?: string;
}
interface DraftOptions extends AuthorityOptions {
  format: 'text' | 'json' | 'html';
  file?: string;
}
interface CheckOptions extends AuthorityOptions {
  complete?: boolean;
}

const FINDING_WIDTH = 96;

export const authorityOption = (command: Command): Command =>
  command
    .argument('<case>', 'e.g. breach-2026-0042')
    .option('--authority <code>', 'e.g. ES (default: the only one competent)');

export function addDraft(noun: Command): void {
  const draft = authorityOption(
    noun.command('draft').description("the filing in the order of the authority's form, to type across from"),
  )
    .addOption(
      new Option('--format <format>', 'text, canonical JSON, or one HTML page')
        .choices(['text', 'json', 'html'])
        .default('text'),
    )
    .option('--file <file>', 'write it there instead of to standard output');
  examples(
    draft,
    'filing draft breach-2026-0042 --authority ES',
    'filing draft breach-2026-0042 --authority ES --format html --file filing.html',
  );
  act<DraftOptions>(draft, ([caseId = ''], options) => answerDraft(caseId, options));
}

export function addCheck(noun: Command): void {
  const check = authorityOption(
    noun.command('check').description('what is missing, open or contradictory, each with its source and remedy'),
  ).option('--complete', 'check it as a complete filing: nothing may stay open');
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

const RENDER = { text: renderPackText, json: renderPackJson, html: renderPackHtml } as const;

const NOT_KEPT = {
  none: 'No pack is kept yet: this one was made from the facts just now. The worker keeps one by itself, usually within seconds; only a kept one can be approved.',
  stale:
    'The kept pack is older than the facts: this one was made from the facts just now. The worker keeps a new one by itself, usually within seconds; only a kept one can be approved.',
} as const;

/** Said on stderr, so that what is piped on stays the pack alone. */
export function sayNotKept({ why }: Draft, { output }: CommonOptions): void {
  if (why !== null && output === 'text') say(`! ${NOT_KEPT[why]}\n`);
}

const nextAfterDraft = ({ facts, file, kept }: Draft): string =>
  kept
    ? `Next: tocsin filing approve ${facts.caseId} --authority ${file.code} --dpo-advice agrees`
    : `Next: tocsin filing check ${facts.caseId} --authority ${file.code}`;

function answerDraft(caseId: string, options: DraftOptions): Promise<Answer> {
  return withDesk(async ({ desk, read }) => {
    const now = await desk.now();
    const draft = await read((tx) => draftFiling(tx, desk.vault, { caseId, authority: options.authority, now }));
    const { pack, hash, kept, file } = draft;
    sayNotKept(draft, options);
    const { phase, subtype, answered, required, complete, openCodes, findings } = pack;
    const data = {
      caseId,
      authority: file.code,
      phase,
      subtype,
      kept,
      hash,
      answered,
      required,
      complete,
      openCodes,
      findings,
    };
    const rendered = RENDER[options.format](pack);
    if (options.file === undefined) {
      return { data: { ...data, pack }, text: rendered.trimEnd(), next: nextAfterDraft(draft) };
    }
    if (!options.dryRun) writeAnswer(options.file, rendered, options.yes === true);
    const verb = options.dryRun ? 'Would write' : 'Wrote';
    return {
      data: { ...data, file: options.file, written: !options.dryRun },
      text: `${verb} the ${phase} filing with ${file.code} to ${options.file}: ${answered} of ${required} fields answered\nsha256 of the pack: ${hash}`,
      next: nextAfterDraft(draft),
    };
  });
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

function checkText(authority: string, complete: boolean, findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const head = complete
    ? `The filing with ${authority} is complete${warnings.length > 0 ? `; ${warnings.length} to know` : ''}`
    : `The filing with ${authority} is not complete: ${errors.length} to mend, ${warnings.length} to know`;
  return [head, '', ...[...errors, ...warnings].map(findingText)].join('\n').trimEnd();
}

function answerCheck(caseId: string, options: CheckOptions): Promise<Answer> {
  return withDesk(async ({ desk, read }) => {
    const now = await desk.now();
    const request = { caseId, authority: options.authority, now, complete: options.complete === true };
    const { file, complete, findings } = await read((tx) => checkFilingNow(tx, desk.vault, request));
    const barred = findings.some(({ code }) => BARS_FILING.includes(code));
    return {
      data: { complete, findings },
      text: checkText(file.code, complete, findings),
      exit: barred ? EXIT.data : EXIT.ok,
      next: barred
        ? `See the case: tocsin case show ${caseId}`
        : `Do not wait for the rest: tocsin filing draft ${caseId} --authority ${file.code}`,
    };
  });
}
