import MailComposer from 'nodemailer/lib/mail-composer';
import type { Message } from './sender.ts';

/** A message as MIME, lines ending in CRLF. */
export const composeMail = (message: Message): Promise<Buffer> =>
  new MailComposer({
    from: message.from,
    to: { name: '', address: message.to },
    replyTo: message.replyTo,
    subject: message.subject,
    text: message.text,
    ...(message.html === undefined ? {} : { html: message.html }),
    messageId: message.messageId,
    date: message.date,
    headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': message.locale },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
