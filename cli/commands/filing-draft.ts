import { type Command, Option } from 'commander';
import { type Draft, draftFiling } from '../../desk/filing.ts';
import { FORM_IDS } from '../../domain/filing/forms.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Answer, act, type CommonOptions, say } from '../answer.ts';
import { examples } from '../examples.ts';
import { withDesk } from '../session.ts';
import { writeAnswer } from '../write-file.ts';
import { PACK_FORMATS, type PackFormat, renderPack } from './filing-formats.ts';

export interface AuthorityOptions extends CommonOptions {
  authority?: string;
}
export interface FormOptions extends AuthorityOptions {
  form?: string;
}
interface DraftOptions extends FormOptions {
  format: PackFormat;
  file?: string;
}

export const authorityOption = (command: Command): Command =>
  command
    .argument('<case>', 'e.g. breach-2026-0042')
    .option('--authority <code>', 'e.g. ES (default: the only one competent)');

/** The form, where it is not the one the authority is given by itself. */
export const formOption = (): Option =>
  new Option('--form <form>', "another form than the authority's own, or the letter where it has none").choices(
    FORM_IDS,
  );

export function addDraft(noun: Command): void {
  const draft = authorityOption(
    noun.command('draft').description("the filing in the order of the authority's form, to type across from"),
  )
    .addOption(formOption())
    .addOption(
      new Option('--format <format>', 'text, canonical JSON, one HTML page, or a PDF (with --file)')
        .choices(PACK_FORMATS)
        .default('text'),
    )
    .option('--file <file>', 'write it there instead of to standard output');
  examples(
    draft,
    'filing draft breach-2026-0042 --authority ES',
    'filing draft breach-2026-0042 --authority ES --format pdf --file filing.pdf',
  );
  act<DraftOptions>(draft, ([caseId = ''], options) => answerDraft(caseId, options));
}

const NOT_KEPT = {
  none: 'No pack is kept yet: this one was made from the facts just now. The worker keeps one by itself, usually within seconds; only a kept one can be approved.',
  stale:
    'The kept pack is older than the facts: this one was made from the facts just now. The worker keeps a new one by itself, usually within seconds; only a kept one can be approved.',
  otherForm:
    'This is the filing in another form than the one that is kept, made from the facts just now; only the kept one can be approved.',
  courtesy:
    'This authority is only concerned: a courtesy copy, made from the facts just now. Nothing is owed there, and nothing is kept or approved.',
} as const;

/** Said on stderr, so that what is piped on stays the pack alone. */
export function sayNotKept({ why }: Draft, { output }: CommonOptions): void {
  if (why !== null && output === 'text') say(`! ${NOT_KEPT[why]}\n`);
}

function nextAfterDraft({ facts, file, kept, why }: Draft): string {
  const which = `${facts.caseId} --authority ${file.code}`;
  if (kept) return `Next: tocsin filing approve ${which} --dpo-advice agrees`;
  if (why === 'courtesy') return `Sent as a courtesy? Keep it: tocsin filing correspondence ${which} --direction out`;
  return why === 'otherForm' ? `See the kept one: tocsin filing draft ${which}` : `Next: tocsin filing check ${which}`;
}

/** A PDF is bytes, which a terminal does not show. @throws {Refusal} `USAGE` */
function requireFile(caseId: string, { format, file }: DraftOptions): void {
  if (format !== 'pdf' || file !== undefined) return;
  throw new Refusal(
    {
      code: 'USAGE',
      message: 'Cannot show a PDF here: it needs a file to go to',
      next: `Add the file, such as --file ${caseId}.pdf, or take --format text`,
    },
    EXIT.usage,
  );
}

async function answerDraft(caseId: string, options: DraftOptions): Promise<Answer> {
  requireFile(caseId, options);
  return withDesk(async ({ desk, read }) => {
    const now = await desk.now();
    const draft = await read((tx) =>
      draftFiling(tx, desk.vault, { caseId, authority: options.authority, form: options.form, now }),
    );
    const { pack, hash, kept, file } = draft;
    sayNotKept(draft, options);
    const { phase, subtype, answered, required, complete, openCodes, findings } = pack;
    const data = {
      caseId,
      authority: file.code,
      phase,
      subtype,
      form: pack.form.id,
      kept,
      hash,
      answered,
      required,
      complete,
      openCodes,
      findings,
    };
    const rendered = await renderPack(pack, options.format);
    if (options.file === undefined) {
      return { data: { ...data, pack }, text: rendered.toString().trimEnd(), next: nextAfterDraft(draft) };
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
