import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { verifyExport } from '../../database/export.ts';
import { checkProof, type NoticeProof } from '../../database/notice-proof.ts';
import { type ProofFound, type ProofWish, proveNotices } from '../../desk/notice-proof.ts';
import { preview } from '../../desk/preview.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { type Answer, act, say } from '../answer.ts';
import { examples } from '../examples.ts';
import { organisationIdOfCase, type Session, speakerFor, withDesk } from '../session.ts';
import { type StatementOptions, sayAndAnswer } from '../statement-options.ts';
import { writeAnswer } from '../write-file.ts';

interface ProveOptions extends StatementOptions {
  address?: string;
  reference?: string;
  out?: string;
  check?: string;
  register?: string;
}

/** `notice prove`: one person's line against the root in the register, and the check of such a proof by anybody. */
export function addProveCommand(noun: Command): void {
  const command = noun
    .command('prove')
    .description("prove what became of one person's notices, or check such a proof without any server")
    .argument('[case]', 'case, e.g. breach-2026-0042')
    .option('--address <address>', 'of the person; the look-up is entered in the register')
    .option('--reference <reference>', 'the reference in a notice instead; leads to nobody, works after erasure')
    .option('--reason <words>', 'why, in words (sealed)')
    .option('--out <file>', 'write the proof to a file')
    .option('--check <file>', 'check a proof; needs no server')
    .option('--register <file>', 'with --check: the export of the register that must hold its entry')
    .addHelpText(
      'after',
      '\nExit status: 0, 64 usage, 65 refused, not listed or not proved, 69 PostgreSQL is away, 75 the look-up waits to be entered, 77 not allowed.',
    );
  examples(
    command,
    'notice prove breach-2026-0042 --address ana@example.com --out proof.json --as dana',
    'notice prove --check proof.json --register breach-2026-0042-register.json',
  );
  act<ProveOptions>(command, async ([caseId], options) => {
    if (options.check !== undefined) return checkFile(options.check, options.register);
    const wish = wishOf(caseId, options);
    return withDesk((session) => proveAndAnswer(session, caseId ?? '', wish, options));
  });
}

/** @throws {Refusal} `USAGE` */
function wishOf(caseId: string | undefined, { address, reference }: ProveOptions): ProofWish {
  if (caseId && address !== undefined && reference === undefined) return { address };
  if (caseId && reference !== undefined && address === undefined) return { reference };
  throw new Refusal(
    {
      code: 'USAGE',
      message: 'Cannot tell what to prove: name a case and either --address or --reference, or a file with --check',
      next: 'See tocsin notice prove --help',
    },
    EXIT.usage,
  );
}

async function proveAndAnswer(
  session: Session,
  caseId: string,
  wish: ProofWish,
  options: ProveOptions,
): Promise<Answer> {
  await organisationIdOfCase(session, caseId);
  const speaker = 'address' in wish ? await speakerFor(session, caseId, options) : null;
  const found = await proveNotices(session.desk, caseId, wish);
  const { personKey, waves } = found;
  if (speaker && personKey !== null) {
    const words = options.reason === undefined ? {} : { reason: options.reason };
    const saying = { kind: 'notice.prove' as const, caseId, body: { personKey, waves }, words };
    await preview(session.desk, speaker, saying);
    // A look-up that waits to be entered is kept: what was asked may be shown to whom the preview let pass.
    await sayAndAnswer(session, speaker, saying, options).catch(unlessWaiting);
  }
  if (found.proof && options.out !== undefined)
    writeAnswer(options.out, `${JSON.stringify(found.proof, null, 2)}\n`, options.yes === true, '--out');
  return answerOf(caseId, found, options);
}

function unlessWaiting(error: unknown): void {
  if (!(error instanceof Refusal) || error.exit !== EXIT.waiting) throw error;
  say(`! ${error.details.message}`);
}

function answerOf(caseId: string, { proof, openWaves, waves }: ProofFound, { out }: ProveOptions): Answer {
  const lines = [
    ...(proof?.proved.map(provedText) ?? []),
    ...openWaves.map((wave) => `Wave ${wave}: there is a line, but the wave is not complete: it cannot be proved yet.`),
    ...(waves.length === 0
      ? [`Nobody of that address is in the ledger of ${caseId}: no notice was planned for them.`]
      : []),
  ];
  return {
    data: { caseId, waves, openWaves, proof },
    text: lines.join('\n\n'),
    ...(proof ? { next: nextOf(caseId, out) } : {}),
    exit: proof ? EXIT.ok : EXIT.data,
  };
}

const nextOf = (caseId: string, out: string | undefined): string =>
  out === undefined
    ? 'To hand the proof to somebody: the same with --out proof.json'
    : `Anybody can check it: tocsin register export ${caseId}, then tocsin notice prove --check ${out} --register ${caseId}-register.json`;

function provedText({ wave, line, inclusion, completion }: NoticeProof['proved'][number]): string {
  const { entry, hash } = completion;
  return [
    `Wave ${wave}: ${lineText(line)}`,
    `Line ${inclusion.leafIndex + 1} of ${inclusion.treeSize}, ${inclusion.path.length} hashes up to the root ${entry.body.merkleRoot}`,
    `Held by register entry ${entry.seq} of ${entry.organisationId} (${entry.at}), hash ${hash}`,
  ].join('\n');
}

/** A line in words; those of old waves hold less. */
function lineText(text: string): string {
  const line: unknown = JSON.parse(text);
  const old = Array.isArray(line);
  const { state, sentAt, reference, audience, locale, attempts } = (
    old ? { state: line[1], sentAt: line[3] } : line
  ) as Record<string, unknown>;
  const told = [
    `${state}${sentAt ? ` at ${sentAt}` : ''}`,
    ...(reference ? [`reference ${reference}`] : []),
    ...(audience ? [`notice for ${audience} in ${locale}`] : []),
    ...(attempts === undefined ? [] : [`${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`]),
  ];
  return told.join(', ');
}

function checkFile(file: string, register: string | undefined): Answer {
  const { proof, wrong } = checkProof(readText(file));
  const broken = wrong ?? (register === undefined ? null : notInRegister(proof, readText(register)));
  const lines = broken
    ? [`✗ NOT PROVED, wave ${broken.wave}: ${broken.why}`]
    : [`✓ ${proof.proved.length} proved of ${proof.caseId}`, ...proof.proved.map(provedText), assuranceText(register)];
  return {
    data: {
      ok: !broken,
      brokenAt: broken,
      caseId: proof.caseId,
      proved: proof.proved,
      register: register !== undefined,
    },
    text: lines.join('\n\n'),
    exit: broken ? EXIT.data : EXIT.ok,
  };
}

const assuranceText = (register: string | undefined): string =>
  register === undefined
    ? 'The lines lead to the root in the entry shown. That this entry stands in the register, only an export shows: add --register FILE.'
    : 'The lines lead to the root in the entry shown, and the exported register, which is in order, holds that entry.';

/** The exported register must be in order and pass through the entries of the proof. */
function notInRegister(proof: NoticeProof, text: string): { wave: number; why: string } | null {
  for (const { wave, completion } of proof.proved) {
    const { brokenAt } = verifyExport(text, [{ seq: completion.entry.seq, hash: completion.hash }]);
    if (brokenAt) return { wave, why: `the register's entry ${brokenAt.seq}: ${brokenAt.why}` };
  }
  return null;
}

/** @throws {Refusal} `FILE_UNREADABLE` */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const message = `Cannot read ${quoteValue(file)}: there is no such file, or it may not be read`;
    throw new Refusal({ code: 'FILE_UNREADABLE', message, next: 'Check the path' }, EXIT.usage);
  }
}
