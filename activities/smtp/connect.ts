import net, { type Socket } from 'node:net';
import os from 'node:os';
import tls from 'node:tls';
import type { MailServer } from '../mail-server.ts';
import type { SmtpFault } from '../mailer-outcome.ts';
import { faultOf, isFault, SmtpConversation } from './conversation.ts';
import type { SmtpReply } from './reply-reader.ts';

export interface Connected {
  conversation: SmtpConversation;
  /** Keywords of EHLO, upper case. */
  offers: ReadonlySet<string>;
}

const CONNECT_MS = 10_000;
/** Longest from the first byte to the last answer of the log-in. */
const HANDSHAKE_MS = 30_000;

/**
 * Connects to a mail server as far as the first message: TLS where offered or asked for, and the log-in.
 *
 * @throws {SmtpFault} with the server's code, or ECONNECTION, ETIMEDOUT, ETLS, EAUTH, EPROTOCOL
 */
export async function connect(server: MailServer): Promise<Connected> {
  const socket = await openSocket(server);
  const greeted = new SmtpConversation(socket);
  const timer = setTimeout(() => current.end({ code: 'ETIMEDOUT' }), HANDSHAKE_MS);
  let current = greeted;
  try {
    expectCode('CONN', await greeted.hear('CONN'), 220);
    let offers = await introduce(greeted);
    if (!server.secure && (offers.has('STARTTLS') || server.requireTls)) {
      current = await upgrade(greeted, offers, server);
      offers = await introduce(current);
    }
    if (server.credentials) await logIn(current, offers, server.credentials);
    return { conversation: current, offers };
  } catch (fault) {
    current.end({ code: 'ECONNECTION' });
    throw fault;
  } finally {
    clearTimeout(timer);
  }
}

function openSocket({ host, port, secure, tls: options }: MailServer): Promise<Socket> {
  return new Promise((resolve, reject: (fault: SmtpFault) => void) => {
    const target = { host, port, ...(net.isIP(host) ? {} : { servername: host }), ...options };
    const socket = secure ? tls.connect(target) : net.connect({ host, port });
    const timer = setTimeout(() => socket.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })), CONNECT_MS);
    socket.once('close', () => clearTimeout(timer));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => reject({ code: faultCode(code) }));
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}

const NETWORK = new Set(['ETIMEDOUT', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** The library's own names, so that both implementations tell the same: what is no network fault here is TLS. */
function faultCode(code: string | undefined): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'EDNS';
  if (code === 'ETIMEDOUT') return 'ETIMEDOUT';
  return code === undefined || NETWORK.has(code) || code === 'ECONNRESET' ? 'ESOCKET' : 'ETLS';
}

/** @throws {SmtpFault} unless the reply has this code */
function expectCode(command: string, answer: SmtpReply | SmtpFault, ...codes: number[]): SmtpReply {
  if (isFault(answer)) throw answer;
  if (codes.includes(answer.code)) return answer;
  throw { ...faultOf(command, answer), code: command === 'AUTH' ? 'EAUTH' : 'EPROTOCOL' } satisfies SmtpFault;
}

const ownName = (): string => (os.hostname().includes('.') ? os.hostname() : '[127.0.0.1]');

/** EHLO, or HELO where the server knows no better; yields what it offers. */
async function introduce(conversation: SmtpConversation): Promise<Set<string>> {
  const extended = await conversation.say('EHLO', `EHLO ${ownName()}`);
  if (!isFault(extended) && extended.code === 250) {
    return new Set(extended.lines.slice(1).flatMap(offersOf));
  }
  if (isFault(extended) || extended.code < 500) expectCode('EHLO', extended, 250);
  expectCode('HELO', await conversation.say('HELO', `HELO ${ownName()}`), 250);
  return new Set();
}

/** `AUTH PLAIN LOGIN` → `AUTH`, `AUTH PLAIN`, `AUTH LOGIN`. */
function offersOf(line: string): string[] {
  const [keyword = '', ...parameters] = line.toUpperCase().split(/[ =]+/);
  return [keyword, ...parameters.map((parameter) => `${keyword} ${parameter}`)];
}

async function upgrade(
  plain: SmtpConversation,
  offers: ReadonlySet<string>,
  { host, tls: options }: MailServer,
): Promise<SmtpConversation> {
  if (!offers.has('STARTTLS')) throw { code: 'ETLS', command: 'STARTTLS' } satisfies SmtpFault;
  expectCode('STARTTLS', await plain.say('STARTTLS', 'STARTTLS'), 220);
  const socket = plain.detach();
  return new Promise((resolve, reject: (fault: SmtpFault) => void) => {
    const secured = tls.connect({ socket, ...(net.isIP(host) ? {} : { servername: host }), ...options });
    secured.once('error', () => reject({ code: 'ETLS', command: 'STARTTLS' }));
    secured.once('secureConnect', () => {
      secured.removeAllListeners('error');
      resolve(new SmtpConversation(secured));
    });
  });
}

async function logIn(
  conversation: SmtpConversation,
  offers: ReadonlySet<string>,
  { user, pass }: NonNullable<MailServer['credentials']>,
): Promise<void> {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  if (offers.has('AUTH PLAIN') || !offers.has('AUTH LOGIN')) {
    const said = await conversation.say('AUTH', `AUTH PLAIN ${base64(`\0${user}\0${pass}`)}`);
    expectCode('AUTH', said, 235);
    return;
  }
  expectCode('AUTH', await conversation.say('AUTH', 'AUTH LOGIN'), 334);
  expectCode('AUTH', await conversation.say('AUTH', base64(user)), 334);
  expectCode('AUTH', await conversation.say('AUTH', base64(pass)), 235);
}
