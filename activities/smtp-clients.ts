import { createSmtpSender, type MailerOptions } from './mailer.ts';
import type { Sender, SmtpClient } from './sender.ts';
import { createPipeliningSender } from './smtp/pipelining-sender.ts';

/** Each way to talk to a mail server; all are held to the same tests. */
export const SMTP_CLIENTS: Readonly<Record<SmtpClient, (url: string, options?: MailerOptions) => Sender>> = {
  pipelining: createPipeliningSender,
  library: createSmtpSender,
};
