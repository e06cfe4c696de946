import { createHash } from 'node:crypto';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { loadFacts } from '../../database/case.ts';
import { readDocument } from '../../database/document.ts';
import type { Speaker } from '../../desk/context.ts';
import { storeReceipt } from '../../desk/filing.ts';
import { preview } from '../../desk/preview.ts';
import { requireOrganisationOf } from '../../desk/read-case.ts';
import { type Receipt, readReceipt } from '../../desk/receipt.ts';
import type { CaseFacts, RiskReport } from '../../domain/case/facts.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { REPORT_OUTCOMES, REPORT_TOOLS } from '../../domain/severity/aepd-tools.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import type { Typed } from '../kept-answers.ts';
import { wholeNumber } from '../read-option.ts';
import { type Session, withDesk } from '../session.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { sayingOf, sayTyped, typedBy } from '../typed-statement.ts';
import { writeAnswer } from '../write-file.ts';

interface ReportOptions extends StatementOptions {
  tool?: string;
  outcome?: string;
  file?: string;
  note?: string;
}

const fileMissing = (): Refusal =>
  new Refusal(
    {
      code: 'USAGE',
      message: 'Cannot attach a report without its file',
      next: 'Download the report where the tool offers it, and give it with --file',
    },
    EXIT.usage,
  );

/** Stored only for a statement that would be accepted: a refusal leaves nothing behind. */
async function withReport(
  typed: Typed,
  session: Session,
  speaker: Speaker,
  { caseId, report, dryRun }: { caseId: string; report: Receipt; dryRun: boolean },
): Promise<Typed> {
  const { file: _, ...fields } = typed;
  const sha256 = createHash('sha256').update(report.bytes).digest('hex');
  const imagined = { ...fields, documentId: '00000000-0000-4000-8000-000000000000', reportSha256: sha256 };
  if (dryRun) return imagined;
  const statement = { kind: 'risk.recordReport' as const, caseId, typed: imagined, command: '' };
  await preview(session.desk, speaker, await sayingOf(session, speaker, statement));
  const { documentId } = await storeReceipt(session.desk, speaker, caseId, report);
  return { ...imagined, documentId };
}

async function answerReport(caseId: string, options: ReportOptions): Promise<Answer> {
  const { tool, outcome, note, dryRun } = options;
  const typed = typedBy(options, { tool, outcome, note, file: options.file && path.resolve(options.file) });
  if (typeof typed['file'] !== 'string') throw fileMissing();
  const report = readReceipt(typed['file']);
  const answer = await sayTyped(
    {
      kind: 'risk.recordReport',
      caseId,
      typed,
      command: `risk report ${caseId}`,
      complete: (given, session, speaker) =>
        withReport(given, session, speaker, { caseId, report, dryRun: dryRun === true }),
    },
    options,
  );
  return dryRun ? answer : { ...answer, next: `Next: tocsin risk show ${caseId}` };
}

interface SaveOptions {
  entry?: number;
  file?: string;
  yes?: boolean;
  dryRun?: boolean;
}

/** @throws {Refusal} `REPORT_MISSING` */
function reportOf({ riskReports, caseId }: CaseFacts, entry: number | undefined): RiskReport {
  const found = riskReports.filter(({ seq }) => (entry ?? seq) === seq).at(-1);
  if (found) return found;
  throw new Refusal({
    code: 'REPORT_MISSING',
    message: `Cannot find ${entry === undefined ? 'a report of a tool' : `a report in entry ${entry}`} in case '${caseId}'`,
    next: `Attach one: tocsin risk report ${caseId} --tool asesoraBrecha --outcome notify --file report.pdf`,
  });
}

function answerSave(caseId: string, options: SaveOptions): Promise<Answer> {
  return withDesk(async ({ desk, read }) => {
    const { report, stored } = await read(async (tx) => {
      const facts = await loadFacts(tx, await requireOrganisationOf(tx, caseId), caseId);
      const found = reportOf(facts, options.entry);
      return { report: found, stored: await readDocument(tx, desk.vault, found.documentId) };
    });
    const sha256 = createHash('sha256').update(stored.bytes).digest('hex');
    if (sha256 !== report.reportSha256) throw changed(caseId, report.seq);
    const file = options.file ?? stored.fileName;
    if (!options.dryRun) writeAnswer(file, stored.bytes, options.yes === true);
    return {
      data: { caseId, entry: report.seq, tool: report.tool, file, sha256, written: !options.dryRun },
      text: `${options.dryRun ? 'Would write' : 'Wrote'} the report of ${REPORT_TOOLS[report.tool].name} to ${file}\n✓ sha256 ${sha256}, as entry ${report.seq} of the register says`,
      next: `Next: tocsin risk show ${caseId}`,
    };
  });
}

const changed = (caseId: string, seq: number): Refusal =>
  new Refusal({
    code: 'REPORT_CHANGED',
    message: `Cannot give back the report of case '${caseId}': it is not the file that entry ${seq} of the register refers to`,
    next: 'Restore the document from a backup, and run tocsin register verify',
  });

/** `risk report` and `risk report-file`. */
export function addRiskReport(noun: Command): void {
  const report = noun.command('report').argument('<case>', 'e.g. breach-2026-0042');
  report
    .description("attach the report a tool gave, such as the AEPD's; tools assist, the controller decides")
    .addOption(new Option('--tool <tool>', 'which tool').choices(Object.keys(REPORT_TOOLS)))
    .addOption(new Option('--outcome <code>', 'what it answered').choices(REPORT_OUTCOMES.map(({ code }) => code)))
    .option('--file <file>', 'its downloaded report: PDF, PNG, JPEG, .eml or .p7s, 25 MiB at most (sealed, hashed)')
    .option('--note <words>', 'anything worth remembering (sealed)');
  statementOptions(report, 'risk.recordReport');
  examples(
    report,
    'risk report breach-2026-0042 --tool asesoraBrecha --outcome notify --file asesora.pdf --as carla',
    'risk report breach-2026-0042 --tool comunicaBrecha --outcome cannotBeDetermined --file comunica.pdf --as carla',
  );
  act<ReportOptions>(report, ([caseId = ''], options) => answerReport(caseId, options));

  const save = noun.command('report-file').argument('<case>', 'e.g. breach-2026-0042');
  save
    .description('give an attached report back, checked against the register')
    .option('--entry <seq>', 'entry of the report (default: the newest)', wholeNumber(1))
    .option('--file <file>', 'where to (default: its own name, in this folder)');
  examples(
    save,
    'risk report-file breach-2026-0042',
    'risk report-file breach-2026-0042 --entry 9 --file asesora.pdf -o json',
  );
  act<SaveOptions>(save, ([caseId = ''], options) => answerSave(caseId, options));
}
