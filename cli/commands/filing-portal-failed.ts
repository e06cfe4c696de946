import path from 'node:path';
import type { Command } from 'commander';
import { loadFacts } from '../../database/case.ts';
import type { Speaker } from '../../desk/context.ts';
import { fileWith, storeReceipt } from '../../desk/filing.ts';
import { preview } from '../../desk/preview.ts';
import { type Receipt, readReceipt } from '../../desk/receipt.ts';
import { requireAuthority } from '../../domain/law/authorities.ts';
import { otherWaysTo } from '../../domain/law/other-ways.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import type { Typed } from '../kept-answers.ts';
import type { Session } from '../session.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { TIME_HELP } from '../time-option.ts';
import { sayingOf, sayTyped, typedBy } from '../typed-statement.ts';
import { type AuthorityOptions, authorityOption } from './filing-draft.ts';

interface FailedOptions extends StatementOptions, AuthorityOptions {
  at?: string;
  evidence?: string;
  what?: string;
}

export function addPortalFailed(noun: Command): void {
  const command = authorityOption(
    noun.command('portal-failed').description("record that the authority's portal could not be used, with a picture"),
  )
    .option('--at <time>', `when it failed (default: now): ${TIME_HELP}`)
    .option('--zone <zone>', "zone of a time written without offset (default: the organisation's)")
    .option('--evidence <file>', 'what it showed: PDF, PNG, JPEG, .eml or .p7s, 25 MiB at most (sealed, hashed)')
    .option('--what <words>', 'what happened, in words (sealed)');
  statementOptions(command, 'filing.recordPortalFailure');
  examples(
    command,
    'filing portal-failed breach-2026-0042 --authority ES --at 2026-03-12T23:10 --evidence screen.png --as carla',
    'filing portal-failed breach-2026-0042 --authority ES --what "503 after sign-in" --as carla',
  );
  command.addHelpText('after', '\nThe 72 hours go on: try again, and tell the authority in another way meanwhile.');
  act<FailedOptions>(command, ([caseId = ''], options) => answerFailed(caseId, options));
}

async function completed(typed: Typed, { desk, read }: Session, speaker: Speaker, caseId: string): Promise<Typed> {
  const { evidence: _, ...fields } = typed;
  const facts = await read((tx) => loadFacts(tx, speaker.organisationId, caseId));
  const { code } = fileWith(facts, typeof typed['authority'] === 'string' ? typed['authority'] : undefined);
  return { ...fields, authority: code, failedAt: typed['failedAt'] ?? (await desk.now()).toISOString() };
}

/** The picture is stored only for a statement that would be accepted: a refusal leaves nothing behind. */
async function withEvidence(
  typed: Typed,
  session: Session,
  speaker: Speaker,
  caseId: string,
  evidence: Receipt | null,
): Promise<Typed> {
  const whole = await completed(typed, session, speaker, caseId);
  if (!evidence) return whole;
  const statement = { kind: 'filing.recordPortalFailure' as const, caseId, typed: whole, command: '' };
  await preview(session.desk, speaker, await sayingOf(session, speaker, statement));
  const { documentId, sha256 } = await storeReceipt(session.desk, speaker, caseId, evidence);
  return { ...whole, documentId, evidenceSha256: sha256 };
}

/** How else the authority is reached meanwhile. */
function fallBack(caseId: string, code: string): string {
  const authority = requireAuthority(code);
  const to = authority.channels.includes('formMail') ? '' : ' --to ADDRESS';
  return [
    `${otherWaysTo(authority)}.`,
    'A filing that comes late for it has its reason ready: technical_failure_of_portal',
    `Send it by mail meanwhile: tocsin filing send ${caseId} --authority ${code}${to}`,
  ].join('\n');
}

function withFallBack(answer: Answer, caseId: string, code: string): Answer {
  const { addresses, channels, confidence, verifiedAt } = requireAuthority(code);
  const fallback = { addresses, channels, confidence, verifiedAt, reasonCode: 'technical_failure_of_portal' };
  return {
    ...answer,
    data: { ...(answer.data as object), authority: code, fallback },
    text: `${answer.text}\n${fallBack(caseId, code)}`,
    next: `Next: try the portal again, then tocsin filing submitted ${caseId} --authority ${code}; after 72 hours also:\n      tocsin filing delay ${caseId} --authority ${code} --reason-code technical_failure_of_portal --reason "…"`,
  };
}

async function answerFailed(caseId: string, options: FailedOptions): Promise<Answer> {
  const { authority, at, what, evidence } = options;
  const typed = typedBy(options, { authority, failedAt: at, what, evidence: evidence && path.resolve(evidence) });
  const picture = typeof typed['evidence'] === 'string' ? readReceipt(typed['evidence']) : null;
  return sayTyped(
    {
      kind: 'filing.recordPortalFailure',
      caseId,
      typed,
      command: `filing portal-failed ${caseId}`,
      complete: (given, session, speaker) =>
        withEvidence(given, session, speaker, caseId, options.dryRun ? null : picture),
      after: async (answer, session, speaker) => {
        const facts = await session.read((tx) => loadFacts(tx, speaker.organisationId, caseId));
        const asked = typeof typed['authority'] === 'string' ? typed['authority'] : undefined;
        return withFallBack(answer, caseId, fileWith(facts, asked).code);
      },
    },
    options,
  );
}
