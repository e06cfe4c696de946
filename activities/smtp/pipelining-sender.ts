import { mailServerOf } from '../mail-server.ts';
import type { MailerOptions } from '../mailer.ts';
import type { Sender } from '../sender.ts';
import { PipeliningLane } from './pipelining-lane.ts';

const CONNECTIONS = 8;
const DEADLINE_MS = 60_000;

/**
 * A sender that announces the next message while the server still answers the one before (PIPELINING, RFC 2920).
 *
 * Where a server does not offer that, it says one thing at a time. No more messages than connections are ever on their
 * way without an answer.
 *
 * @param url  `smtp://[user:password@]host[:port]` or `smtps://…`; a password travels over TLS only, except to this machine
 * @throws {TypeError} if the URL is none of these
 */
export function createPipeliningSender(url: string, options: MailerOptions = {}): Sender {
  const server = mailServerOf(url, options.tls);
  const lanes = Array.from({ length: options.connections ?? CONNECTIONS }, () => new PipeliningLane(server));
  const free = lanes.flatMap((lane) => Array.from({ length: PipeliningLane.slots }, () => lane));
  const waiting: ((lane: PipeliningLane) => void)[] = [];
  const take = (): Promise<PipeliningLane> => {
    const lane = free.shift();
    return lane ? Promise.resolve(lane) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (lane: PipeliningLane): void => {
    const next = waiting.shift();
    if (next) next(lane);
    else free.push(lane);
  };
  return {
    connections: lanes.length,
    slots: lanes.length * PipeliningLane.slots,
    send: async ({ from, to, mime }, { signal } = {}) => {
      const bytes = asParcel(mime);
      const lane = await take();
      try {
        const limits = { deadlineMs: options.deadlineMs ?? DEADLINE_MS, signal };
        return await lane.send({ from, to, bytes }, limits);
      } finally {
        giveBack(lane);
      }
    },
    close: () => {
      for (const lane of lanes) lane.close();
    },
  };
}

/** Doubles the dots that begin a line, and ends with the final one (RFC 5321, 4.5.2). */
export function asParcel(mime: Buffer): Buffer {
  const text = mime.toString('latin1');
  const stuffed = text.replace(/(^|\r\n)\./g, '$1..');
  return Buffer.from(`${stuffed}${stuffed.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1');
}
