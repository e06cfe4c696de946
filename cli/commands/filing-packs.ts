import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { loadFacts } from '../../database/case.ts';
import { type Draft, draftFiling } from '../../desk/filing.ts';
import { filingList } from '../../desk/filing-list.ts';
import { requireOrganisationOf } from '../../desk/read-case.ts';
import { phaseOwed } from '../../domain/case/acts.ts';
import { quoteValue, Refusal } from '../../domain/refusal.ts';
import { type Answer, act, type CommonOptions, say } from '../answer.ts';
import { examples } from '../examples.ts';
import { type Session, withDesk } from '../session.ts';
import { columns } from '../text-table.ts';
import { writeAnswer } from '../write-file.ts';
import { PACK_FORMATS, type PackFormat, renderPack } from './filing-formats.ts';

interface PacksOptions extends CommonOptions {
  dir: string;
  format: PackFormat[];
}

/** `html,json`, each once, in the order given. */
function formats(text: string): PackFormat[] {
  const asked = [...new Set(text.split(',').map((each) => each.trim().toLowerCase()))];
  const known = asked.flatMap((each) => PACK_FORMATS.find((format) => format === each) ?? []);
  if (known.length === asked.length) return known;
  throw new InvalidArgumentError(`Give one or more of ${PACK_FORMATS.join(', ')}, with commas.`);
}

export function addPacks(noun: Command): void {
  const packs = noun
    .command('packs')
    .description('the pack of every authority that is owed a filing, each in files of its own')
    .argument('<case>', 'e.g. breach-2026-0042')
    .requiredOption('--dir <folder>', 'folder to write them to; made if it is not there')
    .option('--format <formats>', `${PACK_FORMATS.join(', ')}; several with commas`, formats, ['html']);
  examples(
    packs,
    'filing packs breach-2026-0042 --dir packs',
    'filing packs breach-2026-0042 --dir packs --format html,json --yes',
  );
  packs.addHelpText('after', '\nNothing is written when a file is there already, unless --yes replaces it.');
  act<PacksOptions>(packs, ([caseId = ''], options) => answerPacks(caseId, options));
}

const fileOf = ({ dir }: PacksOptions, { facts, file, pack }: Draft, format: PackFormat): string =>
  path.join(dir, `${facts.caseId}-${file.code}-${pack.phase}.${format === 'text' ? 'txt' : format}`);

/** The packs of every authority that is owed a filing, by code. */
export async function openDrafts({ desk, read }: Session, caseId: string): Promise<Draft[]> {
  const now = await desk.now();
  return read(async (tx) => {
    const facts = await loadFacts(tx, await requireOrganisationOf(tx, caseId), caseId);
    const owed = filingList(facts, now).filter(({ code, owed: duty }) => {
      const file = facts.authorities[code];
      return duty !== null && file !== undefined && phaseOwed(facts, file) !== null;
    });
    const drafts: Draft[] = [];
    for (const { code } of owed) drafts.push(await draftFiling(tx, desk.vault, { caseId, authority: code, now }));
    return drafts;
  });
}

/** @throws {Refusal} `FILE_EXISTS`, `FILE_NOT_WRITABLE`, before anything is written */
function makeReady(files: readonly string[], { dir, yes }: PacksOptions): void {
  const there = files.filter((file) => existsSync(file));
  if (there.length > 0 && !yes) {
    throw new Refusal({
      code: 'FILE_EXISTS',
      message: `Cannot write the packs to ${quoteValue(dir)}: ${there.length} of ${files.length} files exist already`,
      next: 'Give another --dir, or --yes to replace them; nothing was written',
    });
  }
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new Refusal({
      code: 'FILE_NOT_WRITABLE',
      message: `Cannot use folder ${quoteValue(dir)}: ${code}`,
      next: 'Give the path of a folder, or of one that can be made',
    });
  }
}

async function writePacks(drafts: readonly Draft[], options: PacksOptions): Promise<void> {
  for (const [at, draft] of drafts.entries()) {
    for (const format of options.format)
      writeAnswer(fileOf(options, draft, format), await renderPack(draft.pack, format), options.yes === true);
    if (options.output === 'text') say(`${at + 1} of ${drafts.length}  ${draft.file.code}`);
  }
}

const shownOf = ({ file, pack, kept }: Draft): string[] => [
  file.code,
  pack.phase,
  `${pack.answered} of ${pack.required} fields`,
  pack.openCodes.length > 0 ? `open: ${pack.openCodes.join(', ')}` : 'nothing open',
  kept ? 'kept, can be approved' : 'made just now, not kept yet',
];

function answerPacks(caseId: string, options: PacksOptions): Promise<Answer> {
  return withDesk(async (session) => {
    const drafts = await openDrafts(session, caseId);
    const files = drafts.flatMap((draft) => options.format.map((format) => fileOf(options, draft, format)));
    const data = drafts.map((draft) => ({
      authority: draft.file.code,
      phase: draft.pack.phase,
      kept: draft.kept,
      hash: draft.hash,
      complete: draft.pack.complete,
      openCodes: draft.pack.openCodes,
      files: options.format.map((format) => fileOf(options, draft, format)),
    }));
    if (drafts.length === 0)
      return { data, text: 'No authority is owed a filing now.', next: `Next: tocsin filing list ${caseId}` };
    if (!options.dryRun) {
      makeReady(files, options);
      await writePacks(drafts, options);
    }
    const verb = options.dryRun ? 'Would write' : 'Wrote';
    const [first] = drafts;
    return {
      data,
      text: [`${verb} ${files.length} files to ${options.dir}`, '', columns(drafts.map(shownOf))].join('\n'),
      next: `Next: tocsin filing approve ${caseId} --authority ${first?.file.code} --dpo-advice agrees`,
    };
  });
}
