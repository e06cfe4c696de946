import type { ConnectionOptions } from 'node:tls';

/** Where mail goes, however it is spoken to. */
export interface MailServer {
  host: string;
  port: number;
  /** TLS from the first byte; else STARTTLS where offered. */
  secure: boolean;
  /** Without STARTTLS nothing is said: a password never travels in clear, except to this machine. */
  requireTls: boolean;
  credentials: { user: string; pass: string } | null;
  tls: ConnectionOptions;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/;

/**
 * Reads a mail server's address.
 *
 * @param url  `smtp://[user:password@]host[:port]` or `smtps://…`
 * @param tls  for servers with a certificate of their own authority
 * @throws {TypeError} if the URL is none of these
 */
export function mailServerOf(url: string, tls: ConnectionOptions = {}): MailServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  if (protocol !== 'smtp:' && protocol !== 'smtps:') {
    throw new TypeError("Cannot use SMTP_URL: it does not begin with 'smtp://' or 'smtps://'");
  }
  const secure = protocol === 'smtps:';
  const credentials = username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : null;
  const requireTls = !secure && credentials !== null && !LOOPBACK.test(hostname);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    requireTls,
    credentials,
    tls,
  };
}
