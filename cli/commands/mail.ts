import type { Command } from 'commander';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { loadConfig } from '../../worker/config.ts';
import { type Answer, act } from '../answer.ts';
import { type CaughtMail, listMail, showMail } from '../stack/caught-mail.ts';

export default function mail(noun: Command): void {
  const list = noun
    .command('list')
    .description('the messages that the mail catcher kept, oldest first')
    .addHelpText('before', '  $ tocsin mail list\n  $ tocsin mail list -o jsonl\n');
  act(list, () => listCaught(folder()));

  const show = noun
    .command('show')
    .description('one message: its heads and its text')
    .argument('[message]', 'its number in the list, or its id (default: the newest)')
    .addHelpText('before', '  $ tocsin mail show\n  $ tocsin mail show 3 -o json\n');
  act(show, ([which]) => showCaught(folder(), which));
}

/** Answers with the list of kept messages. */
export async function listCaught(folder: string): Promise<Answer> {
  const mails = await listMail(folder);
  const text = mails.map(lineOf).join('\n') || 'No message was caught yet';
  return { data: mails, text, ...(mails.length > 0 ? { next: 'Read one: tocsin mail show 1' } : {}) };
}

/** Answers with one message; the newest when none is named. */
export async function showCaught(folder: string, which?: string): Promise<Answer> {
  const kept = (await listMail(folder)).length;
  if (kept === 0) return { data: null, text: 'No message was caught yet' };
  const found = await showMail(folder, which ?? String(kept));
  const heads = [
    `From:       ${found.from}`,
    `To:         ${found.to.join(', ')}`,
    `Subject:    ${found.subject}`,
    `Date:       ${found.date ?? '-'}`,
    `Message-ID: ${found.messageId ?? '-'}`,
    ...(found.attachments.length > 0 ? [`Attached:   ${found.attachments.join(', ')}`] : []),
  ];
  return { data: found, text: `${heads.join('\n')}\n\n${found.text.trimEnd()}` };
}

const lineOf = ({ number, at, to, subject }: CaughtMail): string =>
  `${String(number).padStart(4)}  ${at.slice(0, 19)}Z  ${to.join(', ')}  ${subject}`;

function folder(): string {
  const { mailFolder } = loadConfig();
  if (mailFolder !== null) return mailFolder;
  throw new Refusal(
    {
      code: 'NO_MAIL_CATCHER',
      message: 'Cannot list messages: no mail catcher was started in this folder, or SMTP_URL names a real server',
      next: 'Run npm start in the folder of the project; with a real server, read the mailbox itself',
    },
    EXIT.serviceAway,
  );
}
