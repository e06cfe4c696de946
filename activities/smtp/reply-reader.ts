/** A server's whole answer to one command. */
export interface SmtpReply {
  /** 250, 354, 421, … */
  code: number;
  /** Text of each line, without code; servers quote addresses in it. */
  lines: readonly string[];
}

/** What a server sends is no SMTP, or more than any answer needs. */
export class ReplyUnreadable extends Error {}

const MAX_REPLY_OCTETS = 65_536;
const LINE = /^(\d{3})(?:([ -])(.*))?$/;

/** Puts replies together from the pieces a socket gives, however they are cut (RFC 5321, 4.2). */
export class ReplyReader {
  #rest = '';
  #lines: string[] = [];
  #octets = 0;

  /** Whether something was read that no reply has used up yet. */
  get hasRest(): boolean {
    return this.#rest !== '' || this.#lines.length > 0;
  }

  /**
   * Yields the replies that are whole now.
   *
   * @throws {ReplyUnreadable} for a line that is no reply, and beyond 64 KiB for one reply: an answer without end
   */
  push(chunk: Buffer): SmtpReply[] {
    this.#octets += chunk.length;
    const lines = (this.#rest + chunk.toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    const replies: SmtpReply[] = [];
    for (const line of lines) {
      const reply = this.#line(line.endsWith('\r') ? line.slice(0, -1) : line);
      if (reply) replies.push(reply);
    }
    if (replies.length > 0) this.#octets = this.#rest.length;
    if (this.#octets > MAX_REPLY_OCTETS) throw new ReplyUnreadable('Cannot read a reply of the mail server: too long');
    return replies;
  }

  #line(line: string): SmtpReply | null {
    const [, code, separator, text = ''] = LINE.exec(line) ?? [];
    if (code === undefined) throw new ReplyUnreadable('Cannot read a reply of the mail server: a line without a code');
    this.#lines.push(text);
    if (separator === '-') return null;
    return { code: Number(code), lines: this.#lines.splice(0) };
  }
}
