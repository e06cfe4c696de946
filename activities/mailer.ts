import MailComposer from 'nodemailer/lib/mail-composer';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Outcome } from '../domain/notice/outcome.ts';
import { type MailServer, SmtpLane } from './mailer-lane.ts';
import type { Envelope, Message, Sender } from './sender.ts';

export interface MailerOptions {
  /** Default 8. */
  connections?: number;
  /** Longest a message may take, connecting included, in milliseconds; default 60,000. */
  deadlineMs?: number;
  /** For servers with a certificate of their own authority. */
  tls?: SMTPConnectionOptions['tls'];
}

const CONNECTIONS = 8;
const DEADLINE_MS = 60_000;

/**
 * A sender that talks SMTP over a few connections it keeps.
 *
 * @param url  `smtp://[user:password@]host[:port]` or `smtps://…`; a password travels over TLS only, except to this machine
 * @throws {TypeError} if the URL is none of these
 */
export function createSmtpSender(url: string, options: MailerOptions = {}): Sender {
  const server = serverOf(url, options);
  const lanes = Array.from({ length: options.connections ?? CONNECTIONS }, () => new SmtpLane(server));
  const free = [...lanes];
  const waiting: ((lane: SmtpLane) => void)[] = [];
  const take = (): Promise<SmtpLane> => {
    const lane = free.pop();
    return lane ? Promise.resolve(lane) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (lane: SmtpLane): void => {
    const next = waiting.shift();
    if (next) next(lane);
    else free.push(lane);
  };
  const sendRaw: Sender['sendRaw'] = async (envelope, bytes, { signal } = {}) => {
    const lane = await take();
    try {
      return await withDeadline(lane, envelope, bytes, options.deadlineMs ?? DEADLINE_MS, signal);
    } finally {
      giveBack(lane);
    }
  };
  return {
    connections: lanes.length,
    send: async (message, sending) =>
      sendRaw({ from: message.from.address, to: message.to }, await compose(message), sending),
    sendRaw,
    close: () => {
      for (const lane of lanes) lane.close();
    },
  };
}

/** A server that answers byte by byte never falls silent: only a total deadline ends it. */
async function withDeadline(
  lane: SmtpLane,
  { from, to }: Envelope,
  bytes: Buffer,
  deadlineMs: number,
  signal?: AbortSignal,
): Promise<Outcome> {
  const stop = (): void => lane.abort();
  const timer = setTimeout(stop, deadlineMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (signal?.aborted) return { kind: 'deferred', code: 'STOPPED', enhancedCode: null };
    return await lane.send(from, to, bytes);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

const compose = (message: Message): Promise<Buffer> =>
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

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/;

function serverOf(url: string, { tls }: MailerOptions): MailServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  if (protocol !== 'smtp:' && protocol !== 'smtps:') {
    throw new TypeError("Cannot use SMTP_URL: it does not begin with 'smtp://' or 'smtps://'");
  }
  const secure = protocol === 'smtps:';
  const credentials = username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : null;
  return {
    options: {
      host: hostname.replace(/^\[|\]$/g, ''),
      ...(port ? { port: Number(port) } : {}),
      secure,
      requireTLS: !secure && credentials !== null && !LOOPBACK.test(hostname),
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      dnsTimeout: 10_000,
      maxResponseSize: 65_536,
      ...(tls ? { tls } : {}),
    },
    credentials,
  };
}
