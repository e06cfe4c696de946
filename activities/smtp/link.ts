import type { Outcome } from '../../domain/notice/outcome.ts';
import { judgeAttempt, type SmtpFault, type Stage } from '../mailer-outcome.ts';
import { STOPPED } from '../sender.ts';
import type { Connected } from './connect.ts';
import { faultOf, isFault, type SmtpConversation } from './conversation.ts';
import type { SmtpReply } from './reply-reader.ts';

/** A message as bytes of SMTP: lines end in CRLF, dots are doubled, the final dot is the last piece. */
export interface Parcel {
  from: string;
  to: string;
  pieces: readonly Buffer[];
}

export interface Attempt {
  outcome: Outcome;
  /** Nothing of this message was said, on a connection that had carried others: another one may take it. */
  anew: boolean;
}

type Answer = SmtpReply | SmtpFault;
const beyondAscii = (address: string): boolean => Buffer.byteLength(address) !== address.length;
const CLOSING = 421;

/** One connection, and what it has carried. */
export class Link {
  readonly conversation: SmtpConversation;
  readonly #offers: ReadonlySet<string>;
  #carried = 0;
  #unfinished = false;

  constructor({ conversation, offers }: Connected) {
    this.conversation = conversation;
    this.#offers = offers;
  }

  get carried(): number {
    return this.#carried;
  }

  /**
   * Carries one message; `bodyWritten` is called when the next one may be announced.
   *
   * The announcement of the next message travels with the body of this one (RFC 2920), so that a message costs one
   * round trip; but no body leaves before the answer to the one before.
   *
   * @param room  waited for before the body leaves
   */
  async carry(parcel: Parcel, bodyWritten: () => void, room?: () => Promise<boolean>): Promise<Attempt> {
    const reused = this.#carried > 0;
    this.#carried += 1;
    if (beyondAscii(parcel.to) && !this.#offers.has('SMTPUTF8')) {
      return { outcome: { kind: 'refused', code: 'SMTPUTF8_NOT_SUPPORTED', enhancedCode: '5.6.7' }, anew: false };
    }
    const refused = await this.#announce(parcel);
    if (refused) {
      if (refused.responseCode === CLOSING) this.conversation.end({ code: 'ECONNECTION' });
      const unsaid =
        refused.responseCode === undefined ? refused.code !== 'DEADLINE' : refused.responseCode === CLOSING;
      return { outcome: judgeAttempt(refused, 'envelope'), anew: reused && unsaid };
    }
    if (room && !(await room())) {
      // Between DATA and the final dot nothing else can be said.
      this.conversation.end({ code: 'DEADLINE' });
      return { outcome: STOPPED, anew: false };
    }
    let stage: Stage = 'data';
    this.conversation.write(parcel.pieces, () => {
      stage = 'afterDot';
    });
    const answer = this.conversation.hear('DATA');
    bodyWritten();
    return { outcome: this.#judge(await answer, () => stage), anew: false };
  }

  #judge(answer: Answer, stage: () => Stage): Outcome {
    if (isFault(answer)) return judgeAttempt(answer, stage());
    if (answer.code === CLOSING) this.conversation.end({ code: 'ECONNECTION' });
    if (answer.code >= 200 && answer.code < 300) return { kind: 'sent', code: String(answer.code) };
    return judgeAttempt(faultOf('DATA', answer), 'afterDot');
  }

  /** MAIL, RCPT and DATA, together where the server takes them so; yields what was refused, null when all was taken. */
  async #announce({ from, to, pieces }: Parcel): Promise<SmtpFault | null> {
    const size = this.#offers.has('SIZE') ? ` SIZE=${pieces.reduce((sum, { length }) => sum + length, 0)}` : '';
    const utf8 = beyondAscii(to) ? ' SMTPUTF8' : '';
    const steps: [command: string, line: string, good: number][] = [
      ['MAIL FROM', `MAIL FROM:<${from}>${size}${utf8}`, 250],
      ['RCPT TO', `RCPT TO:<${to}>`, 250],
      ['DATA', 'DATA', 354],
    ];
    if (this.#unfinished) steps.unshift(['RSET', 'RSET', 250]);
    this.#unfinished = false;
    const refused = this.#offers.has('PIPELINING') ? await this.#together(steps) : await this.#oneByOne(steps);
    this.#unfinished = refused !== null;
    return refused;
  }

  async #together(steps: readonly [command: string, line: string, good: number][]): Promise<SmtpFault | null> {
    const answers = await this.conversation.sayTogether(steps.map(([command, line]) => ({ command, line })));
    const judged = steps.map(([command, , good], index) => refusalOf(command, answers[index], good));
    const first = judged.find((fault) => fault !== null) ?? null;
    // RFC 2920, 3.1: a server may take DATA although it took nobody to send to; then an empty message ends it.
    if (first && judged.at(-1) === null) await this.conversation.say('DATA', '.');
    return first;
  }

  async #oneByOne(steps: readonly [command: string, line: string, good: number][]): Promise<SmtpFault | null> {
    for (const [command, line, good] of steps) {
      const refused = refusalOf(command, await this.conversation.say(command, line), good);
      if (refused) return refused;
    }
    return null;
  }
}

function refusalOf(command: string, answer: Answer | undefined, good: number): SmtpFault | null {
  if (answer === undefined) return { code: 'ECONNECTION', command };
  if (isFault(answer)) return answer;
  const taken = answer.code === good || (good === 250 && answer.code === 251);
  return taken ? null : faultOf(command, answer);
}
