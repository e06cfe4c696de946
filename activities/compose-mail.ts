import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail } from './sender.ts';

/** What one mail says. */
export interface Message {
  /** With angle brackets; the same on every attempt. */
  messageId: string;
  from: { name: string; address: string };
  replyTo: string;
  to: string;
  subject: string;
  text: string;
  html?: string;
  locale: string;
  date: Date;
}

/** A message as it goes to a mail server. */
export async function composeMail(message: Message): Promise<Mail> {
  const composer = new MailComposer({
    from: message.from,
    to: { name: '', address: message.to },
    replyTo: message.replyTo,
    subject: message.subject,
    text: message.text,
    ...(message.html === undefined ? {} : { html: message.html }),
    textEncoding: 'quoted-printable',
    messageId: message.messageId,
    date: message.date,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': message.locale },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const mime = withCrLf(await composer.compile().build());
  return { from: message.from.address, to: message.to, mime };
}

/** The library leaves the text's own line ends as they came; a bare LF has no place in SMTP (RFC 5321, 2.3.8). */
const withCrLf = (mime: Buffer): Buffer => Buffer.from(mime.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
