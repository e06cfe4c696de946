import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Outcome } from '../domain/notice/outcome.ts';
import { ConnectionGate, MESSAGES_PER_CONNECTION } from './connection-gate.ts';
import { judgeAttempt, judgeConnection, type SmtpFault, type Stage, withTlsNamed } from './mailer-outcome.ts';

export interface LibraryServer {
  options: SMTPConnectionOptions;
  credentials: { user: string; pass: string } | null;
}

const beyondAscii = (address: string): boolean => Buffer.byteLength(address) !== address.length;

/** One conversation with the mail server, kept open from message to message; carries one message at a time. */
export class SmtpLane {
  readonly #server: LibraryServer;
  #connection: SMTPConnection | null = null;
  #sentHere = 0;
  #endNow: ((fault: SmtpFault) => void) | null = null;

  readonly #gate: ConnectionGate;
  #mostPerConnection = MESSAGES_PER_CONNECTION;

  constructor(server: LibraryServer, gate = new ConnectionGate()) {
    this.#server = server;
    this.#gate = gate;
  }

  get connected(): boolean {
    return this.#connection !== null;
  }

  async send(from: string, to: string, bytes: Buffer): Promise<Outcome> {
    const carried = this.#connection === null ? 0 : this.#sentHere;
    const outcome = await this.#try(from, to, bytes);
    if (carried === 0) return outcome;
    // A server may close a connection that was idle, or has had its fill (421): this message was not taken on it.
    const closedIdle = outcome.kind === 'deferred' && outcome.code === 'LOST_BEFORE_DATA';
    const full = outcome.kind === 'throttled' && outcome.code === '421';
    if (full) this.#mostPerConnection = Math.max(1, Math.min(this.#mostPerConnection, carried));
    return closedIdle || full ? this.#try(from, to, bytes) : outcome;
  }

  /** Ends what is going on at once. */
  abort(): void {
    this.#endNow?.({ code: 'DEADLINE' });
    this.close();
  }

  close(): void {
    this.#connection?.close();
    this.#connection = null;
    this.#sentHere = 0;
  }

  async #try(from: string, to: string, bytes: Buffer): Promise<Outcome> {
    const connection = await this.#open();
    if ('kind' in connection) return connection;
    if (beyondAscii(to) && !takesUtf8(connection)) {
      return { kind: 'refused', code: 'SMTPUTF8_NOT_SUPPORTED', enhancedCode: '5.6.7' };
    }
    const outcome = await this.#converse(connection, from, to, bytes);
    await this.#tidy(connection, outcome);
    return outcome;
  }

  async #open(): Promise<SMTPConnection | Outcome> {
    if (this.#connection) return this.#connection;
    const connection = new SMTPConnection(this.#server.options);
    connection.on('error', () => {}); // between two steps nobody else listens, and an unheard error ends the process
    const { credentials } = this.#server;
    try {
      await this.#gate.pass(async () => {
        const fault = await this.#untilEnd(connection, (end) => {
          connection.connect((refused) => {
            if (refused || !credentials) return end(refused ?? null);
            connection.login({ credentials }, (error) => end(error));
          });
        });
        if (fault) throw withTlsNamed(fault);
      });
    } catch (fault) {
      connection.close();
      return judgeConnection(fault as SmtpFault);
    }
    this.#connection = connection;
    connection.once('end', () => {
      if (this.#connection === connection) this.close();
    });
    return connection;
  }

  async #converse(connection: SMTPConnection, from: string, to: string, bytes: Buffer): Promise<Outcome> {
    let stage: Stage = 'envelope';
    let reply = '250';
    // The library says the same whenever a connection breaks; but it reads the message only once the server asked for
    // it, and writes the final dot right after its end. So the message itself knows how far the conversation got.
    const message = new Readable({
      read() {
        stage = 'data';
        this.push(bytes);
        this.push(null);
      },
    });
    message.once('end', () => {
      stage = 'afterDot';
    });
    const fault = await this.#untilEnd(connection, (end) => {
      connection.send({ from, to: [to], size: bytes.length }, message, (error, info) => {
        reply = info?.response?.slice(0, 3) ?? reply;
        end(error);
      });
    });
    return fault ? judgeAttempt(fault, stage) : { kind: 'sent', code: reply };
  }

  /** Waits for a step's answer, a broken connection, or `abort`, whichever is first. */
  #untilEnd(
    connection: SMTPConnection,
    step: (end: (fault: SmtpFault | null) => void) => void,
  ): Promise<SmtpFault | null> {
    return new Promise((resolve) => {
      const end = (fault: SmtpFault | null): void => {
        this.#endNow = null;
        connection.removeListener('error', end);
        resolve(fault);
      };
      this.#endNow = end;
      connection.once('error', end);
      step(end);
    });
  }

  async #tidy(connection: SMTPConnection, outcome: Outcome): Promise<void> {
    this.#sentHere += 1;
    if (this.#connection !== connection) return connection.close();
    const answered = outcome.kind !== 'sent' && /^[45]\d\d$/.test(outcome.code) && outcome.code !== '421';
    if (this.#sentHere >= this.#mostPerConnection || (outcome.kind !== 'sent' && !answered)) return this.close();
    if (!answered) return;
    const fault = await this.#untilEnd(connection, (end) => connection.reset((error) => end(error)));
    if (fault) this.close();
  }
}

/** What the server offered at EHLO; the library keeps it to itself. */
function takesUtf8(connection: SMTPConnection): boolean {
  const offered: unknown = Reflect.get(connection, '_supportedExtensions');
  return Array.isArray(offered) && offered.includes('SMTPUTF8');
}
