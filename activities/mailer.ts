import type { ConnectionOptions } from 'node:tls';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Outcome } from '../domain/notice/outcome.ts';
import { ConnectionGate } from './connection-gate.ts';
import { type DkimKey, signMail } from './dkim.ts';
import { LanePool } from './lane-pool.ts';
import { type MailServer, mailServerOf } from './mail-server.ts';
import { SmtpLane } from './mailer-lane.ts';
import { type Mail, type Sender, STOPPED } from './sender.ts';

export interface MailerOptions {
  /** Default 8. */
  connections?: number;
  /** Longest a message may take, connecting included, in milliseconds; default 60,000. */
  deadlineMs?: number;
  /** For servers with a certificate of their own authority. */
  tls?: ConnectionOptions;
  /** Signs each message; left out: none is signed. */
  dkim?: DkimKey | undefined;
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
  const server = mailServerOf(url, options.tls);
  const target = { options: optionsOf(server), credentials: server.credentials };
  const gate = new ConnectionGate();
  const lanes = Array.from({ length: options.connections ?? CONNECTIONS }, () => new SmtpLane(target, gate));
  const pool = new LanePool(lanes, 1);
  return {
    connections: lanes.length,
    slots: lanes.length,
    send: async ({ from, to, mime }, { signal, room } = {}) => {
      if (room && !(await room())) return STOPPED;
      const mail = { from, to, mime: options.dkim ? signMail(mime, options.dkim) : mime };
      return pool.send((lane) => withDeadline(lane, mail, options.deadlineMs ?? DEADLINE_MS, signal));
    },
    close: () => pool.close(),
  };
}

/** A server that answers byte by byte never falls silent: only a total deadline ends it. */
async function withDeadline(
  lane: SmtpLane,
  { from, to, mime }: Mail,
  deadlineMs: number,
  signal?: AbortSignal,
): Promise<Outcome> {
  const stop = (): void => lane.abort();
  const timer = setTimeout(stop, deadlineMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (signal?.aborted) return STOPPED;
    return await lane.send(from, to, mime);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** The server as the library wants it told. */
const optionsOf = ({ host, port, secure, requireTls, tls }: MailServer): SMTPConnectionOptions => ({
  host,
  port,
  secure,
  requireTLS: requireTls,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
  dnsTimeout: 10_000,
  maxResponseSize: 65_536,
  tls,
});
