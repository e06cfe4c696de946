import { type Command, Option } from 'commander';
import { type Draft, draftFiling } from '../../desk/filing.ts';
import type { BodyOf } from '../../domain/case/bodies.ts';
import { showDuration, showInstant } from '../../domain/clocks/show-time.ts';
import { requireAuthority } from '../../domain/law/authorities.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { FILING_WORDS } from '../../templates/filing-pack-words.ts';
import { type Answer, act, say } from '../answer.ts';
import { confirmCase } from '../confirm-case.ts';
import { examples } from '../examples.ts';
import { type Session, speakerFor, withDesk } from '../session.ts';
import { type StatementOptions, sayAndAnswer } from '../statement-options.ts';
import { facts as factRows, wrapped } from '../text-table.ts';
import { type AuthorityOptions, authorityOption } from './filing-draft.ts';
import { openDrafts } from './filing-packs.ts';
import { sayMany } from './filing-submitted-many.ts';

interface ApproveOptions extends StatementOptions, AuthorityOptions {
  dpoAdvice?: BodyOf<'filing.approve'>['dpoAdvice'];
  dpoAdviceText?: string;
  all?: boolean;
}

const SUMMARY_WIDTH = 84;

export function addApprove(noun: Command): void {
  const approve = authorityOption(
    noun.command('approve').description('approve the newest pack: the decision owner decides, the DPO advises'),
  )
    .addOption(new Option('--dpo-advice <advice>', "the DPO's advice").choices(['agrees', 'objects', 'notAsked']))
    .option('--dpo-advice-text <words>', "the DPO's advice in words (sealed)")
    .option('--reason <words>', 'why, in words (sealed)')
    .addOption(
      new Option('--all', 'every authority that is owed a filing, each pack by itself').conflicts('authority'),
    );
  examples(
    approve,
    'filing approve breach-2026-0042 --authority ES --dpo-advice agrees --as elena',
    'filing approve breach-2026-0042 --all --dpo-advice agrees --as elena',
  );
  approve.addHelpText(
    'after',
    '\nWithout --yes it asks for the number of the case. An objection of the DPO is recorded and does not block.\nExit status: 0, 64 not confirmed, 65 no pack to approve, 77 not the decision owner, or who prepared it.',
  );
  act<ApproveOptions>(approve, ([caseId = ''], options) => answerApprove(caseId, options));
}

/** @throws {Refusal} `DPO_ADVICE_MISSING` */
function requireAdvice({ dpoAdvice }: ApproveOptions): NonNullable<ApproveOptions['dpoAdvice']> {
  if (dpoAdvice !== undefined) return dpoAdvice;
  throw new Refusal(
    {
      code: 'DPO_ADVICE_MISSING',
      message: 'Cannot approve a filing without saying what the DPO advised (Art. 38(1), 39(1) GDPR)',
      next: 'Add --dpo-advice agrees, objects or notAsked; an objection does not block',
    },
    EXIT.usage,
  );
}

/** @throws {Refusal} `PACK_NOT_READY` */
function requireKept({ kept, facts, file }: Draft): void {
  if (kept) return;
  throw new Refusal({
    code: 'PACK_NOT_READY',
    message: `Cannot approve the filing with ${file.code}: no pack of '${facts.caseId}' is kept that was made from the newest facts`,
    next: "The worker keeps one by itself, usually within seconds: look with 'tocsin filing draft' and approve then; if none comes, run 'tocsin doctor'",
  });
}

/** What is about to be approved, so that nobody approves a hash unseen. */
function summary({ pack, hash, file }: Draft, now: Date): string {
  const { clocks, phase, subtype, answered, required, openCodes, findings, zone } = pack;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const open = openCodes.map((code) => `${code} ${FILING_WORDS.en.openCodes[code]}`).join(', ');
  const left = clocks ? Date.parse(clocks.operational) - now.getTime() : 0;
  const due = clocks
    ? `${showInstant(clocks.operational, zone)}, ${showDuration(left)} ${left < 0 ? 'ago' : 'left'}`
    : 'no clock runs';
  return factRows([
    ['Authority', `${file.code}, ${pack.form.name}`],
    ['Phase', `${phase}, ${subtype}`],
    ['Controller', pack.controllerName ?? 'not described'],
    ['Answered', wrapped(`${answered} of ${required} fields${open ? `; open: ${open}` : ''}`, SUMMARY_WIDTH)],
    ['To mend', errors === 0 ? 'nothing' : `${errors} (tocsin filing check)`],
    ['Due', phase === 'initial' ? due : ''],
    ['sha256', hash],
  ]);
}

function answerApprove(caseId: string, options: ApproveOptions): Promise<Answer> {
  const dpoAdvice = requireAdvice(options);
  return withDesk((session) =>
    options.all ? approveAll(session, caseId, dpoAdvice, options) : approve(session, caseId, dpoAdvice, options),
  );
}

/** @throws {Refusal} `NOT_CONFIRMED` */
const confirm = (caseId: string, these: string, options: ApproveOptions): Promise<void> =>
  confirmCase(caseId, options, { what: 'approve the filing', question: `This approves ${these}.` });

type Advice = NonNullable<ApproveOptions['dpoAdvice']>;

async function approve(session: Session, caseId: string, dpoAdvice: Advice, options: ApproveOptions): Promise<Answer> {
  const { desk, read } = session;
  const now = await desk.now();
  const draft = await read((tx) => draftFiling(tx, desk.vault, { caseId, authority: options.authority, now }));
  requireKept(draft);
  if (options.output === 'text') say(`${summary(draft, now)}\n`);
  if (!options.dryRun) await confirm(caseId, `this filing with ${draft.file.code}`, options);
  const answer = await approveOne(session, draft, dpoAdvice, options);
  if (options.dryRun) return answer;
  return { ...answer, next: nextAfter(caseId, draft.file.code) };
}

/** A form that goes by mail is sent; every other is typed across. */
function nextAfter(caseId: string, code: string): string {
  const at = `${caseId} --authority ${code}`;
  const submitted = `tocsin filing submitted ${at} --at WHEN`;
  return requireAuthority(code).channels.includes('formMail')
    ? `Next: look at the letter with tocsin filing send ${at}, send it with --send, then:\n      ${submitted} --receipt FILE`
    : `Next: type it across from tocsin filing draft ${at} --format html --file filing.html, then:\n      ${submitted} --number NUMBER --receipt FILE`;
}

const isApproved = ({ file, hash }: Draft): boolean => file.approval?.packHash === hash;

/** One question for all of them, one approval for each: a pack that is not ready holds up no other. */
async function approveAll(
  session: Session,
  caseId: string,
  dpoAdvice: Advice,
  options: ApproveOptions,
): Promise<Answer> {
  const now = await session.desk.now();
  const drafts = (await openDrafts(session, caseId)).filter((draft) => !isApproved(draft));
  if (drafts.length === 0)
    return { data: [], text: 'No pack waits for an approval.', next: `Next: tocsin filing list ${caseId}` };
  if (options.output === 'text') for (const draft of drafts) say(`${summary(draft, now)}\n`);
  const count = `these ${drafts.length} filings, with ${drafts.map(({ file }) => file.code).join(', ')}`;
  if (!options.dryRun) await confirm(caseId, count, options);
  const byCode = new Map(drafts.map((draft) => [draft.file.code, draft]));
  const lines = drafts.map(({ file }) => ({ authority: file.code }));
  return sayMany(
    caseId,
    lines,
    options,
    async ({ authority }) => {
      const draft = byCode.get(String(authority));
      if (draft === undefined) throw new Error(`Cannot approve the filing with '${String(authority)}': no draft`);
      requireKept(draft);
      return approveOne(session, draft, dpoAdvice, options);
    },
    'filings approved',
  );
}

async function approveOne(
  session: Session,
  { hash, file, pack, facts }: Draft,
  dpoAdvice: Advice,
  options: ApproveOptions,
): Promise<Answer> {
  const { caseId } = facts;
  const words = {
    ...(options.dpoAdviceText === undefined ? {} : { dpoAdvice: options.dpoAdviceText }),
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  };
  const body = { authority: file.code, phase: pack.phase, packHash: hash, dpoAdvice };
  const speaker = await speakerFor(session, caseId, options);
  const answer = await sayAndAnswer(session, speaker, { kind: 'filing.approve', caseId, body, words }, options);
  return options.dryRun ? answer : { ...answer, data: { ...(answer.data as object), ...body } };
}
