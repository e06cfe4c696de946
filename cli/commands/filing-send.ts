import type { Command } from 'commander';
import { type FilingToSend, filingToSend, lettersSince } from '../../desk/letters.ts';
import { preview } from '../../desk/preview.ts';
import { letterSentence } from '../../domain/case/duties/letter-note.ts';
import { type Letter, letterState } from '../../domain/case/letters.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Answer, act, say } from '../answer.ts';
import { confirmCase } from '../confirm-case.ts';
import { examples } from '../examples.ts';
import { type Session, speakerFor, withDesk } from '../session.ts';
import { type StatementOptions, sayAndAnswer, sayFindings } from '../statement-options.ts';
import { facts as factRows } from '../text-table.ts';
import { type AuthorityOptions, authorityOption } from './filing-draft.ts';

interface SendOptions extends StatementOptions, AuthorityOptions {
  send?: boolean;
  to?: string;
  channelOverride?: boolean;
}

export function addSend(noun: Command): void {
  const command = authorityOption(
    noun.command('send').description('the approved filing as a letter by mail; shows it, and sends only with --send'),
  )
    .option('--send', 'really send it, once')
    .option('--to <address>', "another address than the authority's own in the table (sealed)")
    .option('--channel-override', 'send by mail although the authority takes filings in another way; needs --reason')
    .option('--reason <words>', 'why, in words (sealed)');
  examples(
    command,
    'filing send breach-2026-0042 --authority BG',
    'filing send breach-2026-0042 --authority BG --send --as elena',
  );
  command.addHelpText(
    'after',
    '\nWithout --send nothing leaves the house. With it, it asks for the number of the case, unless --yes.\nSent is not filed: the duty stays owed until its acknowledgement is recorded with filing submitted.\nExit status: 0, 64 not confirmed, 65 refused, 69 a service is away, 75 saved and waiting, 77 not allowed.',
  );
  act<SendOptions>(command, ([caseId = ''], options) => withDesk((session) => answerSend(session, caseId, options)));
}

const sizeText = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`;

/** The whole letter, as it goes out. */
function letterText({ letter, to, from, authority, hash, kept }: FilingToSend): string {
  const { subject, text, attachment } = letter;
  const { fileName, bytes, sha256 } = attachment;
  const rows = factRows([
    ['To', `${to ?? 'NOBODY: no address is on file'} (${authority.code}, ${authority.channels.join(', ')})`],
    ['', `address of confidence ${authority.confidence}, verified ${authority.verifiedAt}`],
    ['From', from ?? "the worker's sender (TOCSIN_MAIL_FROM)"],
    ['Subject', subject],
    ['Attached', `${fileName}, ${sizeText(bytes.length)}`],
    ['', `sha256 ${sha256}`],
    ['Pack', `${hash}${kept ? '' : ' (not kept: cannot be sent)'}`],
  ]);
  return `${rows}\n\n${text.replace(/^(?=.)/gm, '  ').trimEnd()}`;
}

const dataOf = ({ facts, file, letter, to, from, hash, pack }: FilingToSend) => ({
  caseId: facts.caseId,
  authority: file.code,
  phase: pack.phase,
  packHash: hash,
  to,
  from,
  subject: letter.subject,
  text: letter.text,
  locale: letter.locale,
  attachment: {
    fileName: letter.attachment.fileName,
    mediaType: letter.attachment.mediaType,
    bytes: letter.attachment.bytes.length,
    sha256: letter.attachment.sha256,
  },
});

/** @throws {Refusal} `PACK_NOT_READY` */
function requireKept({ kept, facts, file }: FilingToSend): void {
  if (kept) return;
  throw new Refusal({
    code: 'PACK_NOT_READY',
    message: `Cannot send the filing with ${file.code}: no pack of '${facts.caseId}' is kept that was made from the newest facts`,
    next: `Look at it with 'tocsin filing draft ${facts.caseId} --authority ${file.code}', approve it, then send`,
  });
}

function sayingOf({ facts, file, hash, pack }: FilingToSend, options: SendOptions) {
  const words = {
    ...(options.to === undefined ? {} : { mailbox: options.to }),
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  };
  const body = {
    authority: file.code,
    phase: pack.phase,
    packHash: hash,
    to: options.to === undefined ? 'table' : 'other',
    channelOverride: options.channelOverride === true,
  };
  return { kind: 'filing.send' as const, caseId: facts.caseId, body, words };
}

async function answerSend(session: Session, caseId: string, options: SendOptions): Promise<Answer> {
  const { desk, read, config } = session;
  const speaker = await speakerFor(session, caseId, options);
  const now = await desk.now();
  const { authority, to } = options;
  const mailFrom = config.settings['TOCSIN_MAIL_FROM'] ?? null;
  const sending = await read((tx) => filingToSend(tx, desk.vault, { caseId, authority, to, mailFrom, now }));
  requireKept(sending);
  const saying = sayingOf(sending, options);
  const { findings } = await preview(desk, speaker, saying);
  if (!options.send || options.dryRun) {
    sayFindings(findings, options);
    return {
      data: { sent: false, ...dataOf(sending), findings },
      text: `${letterText(sending)}\n\nNothing was sent.`,
      next: `Send exactly this with: tocsin filing send ${caseId} --authority ${sending.file.code} --send --as ${speaker.actor}`,
    };
  }
  if (options.output === 'text') say(`${letterText(sending)}\n`);
  const question = `This sends the filing to ${sending.authority.code} by mail.`;
  await confirmCase(caseId, options, { what: 'send the filing', question });
  const answer = await sayAndAnswer(session, speaker, saying, options);
  const { seq } = answer.data as { seq: number };
  const { facts, letters } = await lettersSince(desk, speaker, caseId, seq);
  const [letter] = letters;
  return {
    ...answer,
    ...(letter ? { text: `${sentenceOf(facts, letter)}\n${answer.text}`, exit: exitOf(letter) } : {}),
    data: {
      ...(answer.data as object),
      ...dataOf(sending),
      ...(letter ? { letter: letter.number, state: letterState(letter) } : {}),
    },
    next: nextAfter(caseId, sending.file.code, letter),
  };
}

const sentenceOf = (facts: Parameters<typeof letterSentence>[0], letter: Letter): string => {
  const sentence = letterSentence(facts, letter);
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
};

/** Sent, or still on its way: 0; refused, or of unknown fate: somebody must look. */
const exitOf = (letter: Letter) => (['refused', 'unknown'].includes(letterState(letter)) ? EXIT.serviceAway : EXIT.ok);

function nextAfter(caseId: string, code: string, letter: Letter | undefined): string {
  const state = letter ? letterState(letter) : 'toSend';
  if (letter && state === 'unknown')
    return `Next: ask ${code} whether it came, then: tocsin filing settle ${caseId} ${letter.number} --arrived|--not-arrived --reason "…"`;
  if (state === 'refused')
    return `Next: check the address, then send it again: tocsin filing send ${caseId} --authority ${code} --to ADDRESS`;
  return `Next, when ${code} acknowledges: tocsin filing submitted ${caseId} --authority ${code} --at WHEN --receipt FILE.eml`;
}
