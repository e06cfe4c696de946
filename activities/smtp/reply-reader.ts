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
const CODE_DIGITS = 3;
const ZERO = '0'.charCodeAt(0);

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
    const text = this.#rest + chunk.toString('latin1');
    const replies: SmtpReply[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      const reply = this.#line(text.slice(from, text[end - 1] === '\r' ? end - 1 : end));
      if (reply) replies.push(reply);
      from = end + 1;
    }
    this.#rest = text.slice(from);
    if (replies.length > 0) this.#octets = this.#rest.length;
    if (this.#octets > MAX_REPLY_OCTETS) throw new ReplyUnreadable('Cannot read a reply of the mail server: too long');
    return replies;
  }

  #line(line: string): SmtpReply | null {
    const code = codeOf(line);
    const separator = line[3] ?? ' ';
    if (code === null || (separator !== ' ' && separator !== '-'))
      throw new ReplyUnreadable('Cannot read a reply of the mail server: a line without a code');
    this.#lines.push(line.slice(4));
    if (separator === '-') return null;
    const lines = this.#lines;
    this.#lines = [];
    return { code, lines };
  }
}

/** The three digits a line begins with; null: it does not. */
function codeOf(line: string): number | null {
  let code = 0;
  for (let at = 0; at < CODE_DIGITS; at += 1) {
    const digit = line.charCodeAt(at) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return null;
    code = code * 10 + digit;
  }
  return code;
}
