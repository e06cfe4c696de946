import { ConnectionGate } from '../connection-gate.ts';
import { signMail } from '../dkim.ts';
import { LanePool } from '../lane-pool.ts';
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
  const gate = new ConnectionGate();
  const lanes = Array.from({ length: options.connections ?? CONNECTIONS }, () => new PipeliningLane(server, gate));
  const pool = new LanePool(lanes, PipeliningLane.slots);
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  return {
    connections: lanes.length,
    slots: lanes.length * PipeliningLane.slots,
    send: ({ from, to, mime, dotless }, { signal, room } = {}) => {
      const parcel = { from, to, pieces: asPieces(options.dkim ? signMail(mime, options.dkim) : mime, dotless) };
      return pool.send((lane) => lane.send(parcel, { deadlineMs, signal, room }));
    },
    close: () => pool.close(),
  };
}

const FINAL_DOT = Buffer.from('.\r\n');
const LINE_END = Buffer.from('\r\n');
const DOT_AT_START = Buffer.from('\r\n.');
const [DOT, CR, LF] = FINAL_DOT;

/** Doubles the dots that begin a line, and ends with the final one (RFC 5321, 4.5.2). */
export function asPieces(mime: Buffer, dotless = false): Buffer[] {
  // Nearly every message has no such dot: then it goes as it is.
  const plain = dotless || (mime[0] !== DOT && !mime.includes(DOT_AT_START));
  const stuffed = plain ? mime : Buffer.from(mime.toString('latin1').replace(/(^|\r\n)\./g, '$1..'), 'latin1');
  const ends = stuffed[stuffed.length - 2] === CR && stuffed[stuffed.length - 1] === LF;
  return ends ? [stuffed, FINAL_DOT] : [stuffed, LINE_END, FINAL_DOT];
}
