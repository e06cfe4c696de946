import { randomUUID } from 'node:crypto';
import { type Command, Option } from 'commander';
import type { Speaker } from '../../desk/context.ts';
import { controllersToTell, noticeToSend, storeNotice } from '../../desk/controller-notice.ts';
import { lettersSince } from '../../desk/letters.ts';
import { preview } from '../../desk/preview.ts';
import { say as sayAtDesk } from '../../desk/say.ts';
import { letterState } from '../../domain/case/letters.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { CONTROLLER_NOTICE_LOCALES, type ControllerNoticeLocale } from '../../templates/controller-notice.ts';
import { type Answer, act, type CommonOptions, say } from '../answer.ts';
import { confirmCase } from '../confirm-case.ts';
import { examples } from '../examples.ts';
import { type Session, speakerFor, withDesk } from '../session.ts';
import { columns } from '../text-table.ts';

interface TellOptions extends CommonOptions {
  all?: boolean;
  send?: boolean;
  to?: string;
  locale: ControllerNoticeLocale;
}

/** What became of one controller's notice. */
interface Told {
  controllerId: string;
  sent: boolean;
  letter: number | null;
  state: string;
  subject: string | null;
  text: string | null;
  sha256: string | null;
  error: string | null;
}

export function addTell(noun: Command): void {
  const command = noun
    .command('tell <id> [controller]')
    .description('the notice of Art. 33(2) to a controller by mail; shows it, and sends only with --send')
    .option('--all', 'every controller still to be told')
    .option('--send', 'really send, once to each')
    .option('--to <address>', 'where to (default: the contact given when it was added; sealed)')
    .addOption(new Option('--locale <locale>', 'language').choices(CONTROLLER_NOTICE_LOCALES).default('en'));
  examples(
    command,
    'controller tell breach-2026-0042 acme --locale es',
    'controller tell breach-2026-0042 --all --send --as carla',
  );
  command.addHelpText(
    'after',
    '\nWithout --send nothing leaves the house. Taken by its mail server, a notice counts as told, with its proof.\nExit status: 0, 64 not confirmed, 65 one was refused, 69 a service is away, 77 not allowed.',
  );
  act<TellOptions>(command, ([caseId = '', controllerId], options) =>
    withDesk((session) => answerTell(session, caseId, controllerId, options)),
  );
}

/** @throws {Refusal} `USAGE` */
async function addressees(
  { read }: Session,
  { organisationId }: Speaker,
  caseId: string,
  controllerId: string | undefined,
  { all, to }: TellOptions,
): Promise<string[]> {
  if (controllerId !== undefined && !all) return [controllerId];
  if (all && controllerId === undefined && to === undefined)
    return read((tx) => controllersToTell(tx, organisationId, caseId));
  const next = `Name one controller, or all with --all: tocsin controller list ${caseId}`;
  throw new Refusal({ code: 'USAGE', message: 'Cannot tell which controllers are meant', next }, EXIT.usage);
}

async function tellOne(
  session: Session,
  speaker: Speaker,
  caseId: string,
  controllerId: string,
  options: TellOptions,
): Promise<Told> {
  const { desk, read, config } = session;
  const { to, locale } = options;
  const mailFrom = config.settings['TOCSIN_MAIL_FROM'] ?? null;
  const request = { caseId, controllerId, to, locale, mailFrom, now: await desk.now() };
  const notice = await read((tx) => noticeToSend(tx, desk.vault, request));
  const body = { controllerId, locale, documentId: randomUUID(), textSha256: notice.sha256 };
  const saying = { kind: 'controller.tell' as const, caseId, body, words: { mailbox: notice.to } };
  await preview(desk, speaker, saying);
  const shown = { controllerId, subject: notice.letter.subject, text: notice.letter.text, sha256: notice.sha256 };
  if (!options.send || options.dryRun) return { ...shown, sent: false, letter: null, state: 'shown', error: null };
  const documentId = await storeNotice(desk, speaker, caseId, notice);
  const { seq } = await sayAtDesk(desk, speaker, { ...saying, body: { ...body, documentId } });
  const [letter] = (await lettersSince(desk, speaker, caseId, seq)).letters;
  const state = letter ? letterState(letter) : 'toSend';
  return { ...shown, sent: state === 'sent', letter: letter?.number ?? null, state, error: null };
}

/** One refused does not keep the others from being told. */
async function tellEach(
  session: Session,
  speaker: Speaker,
  caseId: string,
  ids: readonly string[],
  options: TellOptions,
): Promise<Told[]> {
  const told: Told[] = [];
  for (const [at, controllerId] of ids.entries()) {
    const one = await tellOne(session, speaker, caseId, controllerId, options).catch((error) => {
      if (!(error instanceof Refusal) || ids.length === 1) throw error;
      const { code } = error.details;
      const nothing = { letter: null, subject: null, text: null, sha256: null };
      return { controllerId, sent: false, state: 'refused', error: code, ...nothing };
    });
    told.push(one);
    if (options.output === 'text' && ids.length > 1)
      say(`${at + 1} of ${ids.length}: ${controllerId} ${one.error ?? one.state}`);
  }
  return told;
}

const textOf = (told: readonly Told[]): string =>
  told.length === 1 && told[0]?.text
    ? `${told[0].subject}\n\n${told[0].text.trimEnd()}\n\n${told[0].sent ? `Letter ${told[0].letter} sent.` : told[0].state === 'shown' ? 'Nothing was sent.' : `Letter ${told[0].letter}: ${told[0].state}.`}`
    : columns([
        ['Controller', 'Letter', 'State'],
        ...told.map((one) => [one.controllerId, String(one.letter ?? ''), one.error ?? one.state]),
      ]);

const nobodyToTell = (caseId: string): Answer => ({
  data: [],
  text: 'No controller on file is still to be told.',
  next: `Next: tocsin controller list ${caseId}`,
});

async function answerTell(
  session: Session,
  caseId: string,
  controllerId: string | undefined,
  options: TellOptions,
): Promise<Answer> {
  const speaker = await speakerFor(session, caseId, options);
  const ids = await addressees(session, speaker, caseId, controllerId, options);
  if (ids.length === 0) return nobodyToTell(caseId);
  const question = `This tells ${ids.length === 1 ? 'one controller' : `${ids.length} controllers`} by mail.`;
  if (options.send && !options.dryRun) await confirmCase(caseId, options, { what: 'tell the controllers', question });
  const told = await tellEach(session, speaker, caseId, ids, options);
  return {
    data: told,
    text: textOf(told),
    exit: told.some(({ error }) => error !== null) ? EXIT.data : EXIT.ok,
    next: options.send
      ? `Next: tocsin controller list ${caseId}`
      : `Send exactly this with: tocsin controller tell ${caseId} ${controllerId ?? '--all'} --send --as ${speaker.actor}`,
  };
}
