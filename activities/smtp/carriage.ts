import type { Outcome } from '../../domain/notice/outcome.ts';
import { judgeAttempt, type SmtpFault } from '../mailer-outcome.ts';
import { STOPPED } from '../sender.ts';
import { faultOf, type Hearer, isFault, type SmtpConversation } from './conversation.ts';
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

/** Who gives a message to be carried, and is told how it goes. */
export interface Sending {
  readonly parcel: Parcel;
  /** Waited for before the body leaves; false: it must not any more. */
  readonly room: (() => boolean | Promise<boolean>) | undefined;
  /** The next message may be announced. */
  bodyWritten(): void;
  done(attempt: Attempt): void;
}

/** What of its connection a message needs to know. */
export interface CarriedBy {
  readonly conversation: SmtpConversation;
  /** Keywords of EHLO, upper case. */
  readonly offers: ReadonlySet<string>;
  /** It has carried other messages. */
  readonly reused: boolean;
  /** The message before was refused while it was announced. */
  readonly unfinished: boolean;
  /** Told once this one is announced. */
  announced(refused: boolean): void;
}

interface Step {
  command: string;
  good: number;
}

const RESET: Step = { command: 'RSET', good: 250 };
const MAIL: Step = { command: 'MAIL FROM', good: 250 };
const RECIPIENT: Step = { command: 'RCPT TO', good: 250 };
const DATA: Step = { command: 'DATA', good: 354 };
const STEPS: readonly Step[] = [MAIL, RECIPIENT, DATA];
const STEPS_ANEW: readonly Step[] = [RESET, ...STEPS];
const CLOSING = 421;

type Answer = SmtpReply | SmtpFault;
const beyondAscii = (address: string): boolean => Buffer.byteLength(address) !== address.length;

/**
 * One message on its way over one connection: announced, given, answered.
 *
 * Several thousand of them a second go by, so each is one object that hears its replies, and no chain of promises.
 */
export class Carriage implements Hearer {
  readonly #by: CarriedBy;
  readonly #sending: Sending;
  readonly #steps: readonly Step[];
  readonly #together: boolean;
  /** Steps answered so far. */
  #answered = 0;
  #refused: SmtpFault | null = null;
  #taken = false;

  constructor(by: CarriedBy, sending: Sending) {
    this.#by = by;
    this.#sending = sending;
    this.#steps = by.unfinished ? STEPS_ANEW : STEPS;
    this.#together = by.offers.has('PIPELINING');
  }

  begin(): void {
    if (beyondAscii(this.#sending.parcel.to) && !this.#by.offers.has('SMTPUTF8')) {
      const outcome = { kind: 'refused', code: 'SMTPUTF8_NOT_SUPPORTED', enhancedCode: '5.6.7' } as const;
      this.#sending.done({ outcome, anew: false });
      return;
    }
    this.#say(this.#together ? this.#steps : this.#steps.slice(0, 1));
  }

  heard(answer: Answer): void {
    const step = this.#steps[this.#answered];
    if (step) this.#heardOf(step, answer);
    else if (this.#refused) this.#unannounced(this.#refused);
    else this.#sending.done({ outcome: this.#judge(answer), anew: false });
  }

  #say(steps: readonly Step[]): void {
    const { conversation } = this.#by;
    conversation.write(steps.map((step) => `${this.#lineOf(step)}\r\n`).join(''));
    for (const _ of steps) conversation.expect(this);
  }

  #lineOf({ command }: Step): string {
    const { from, to, pieces } = this.#sending.parcel;
    if (command === RECIPIENT.command) return `RCPT TO:<${to}>`;
    if (command !== MAIL.command) return command;
    const size = this.#by.offers.has('SIZE') ? ` SIZE=${pieces.reduce((sum, { length }) => sum + length, 0)}` : '';
    return `MAIL FROM:<${from}>${size}${beyondAscii(to) ? ' SMTPUTF8' : ''}`;
  }

  /** MAIL, RCPT and DATA, together where the server takes them so; what is refused first is what counts. */
  #heardOf(step: Step, answer: Answer): void {
    this.#answered += 1;
    const refused = refusalOf(step, answer);
    this.#refused ??= refused;
    const isLast = this.#answered === this.#steps.length;
    if (!this.#together && this.#refused) this.#unannounced(this.#refused);
    else if (!isLast && !this.#together) this.#say(this.#steps.slice(this.#answered, this.#answered + 1));
    else if (isLast && !this.#refused) this.#announced();
    // RFC 2920, 3.1: a server may take DATA although it took nobody to send to; then an empty message ends it.
    else if (isLast && !refused) this.#sayNothing();
    else if (isLast && this.#refused) this.#unannounced(this.#refused);
  }

  #sayNothing(): void {
    this.#by.conversation.write('.\r\n');
    this.#by.conversation.expect(this);
  }

  #unannounced(fault: SmtpFault): void {
    this.#by.announced(true);
    const closing = fault.responseCode === CLOSING;
    if (closing) this.#by.conversation.end({ code: 'ECONNECTION' });
    const unsaid = closing || (fault.responseCode === undefined && fault.code !== 'DEADLINE');
    this.#sending.done({ outcome: judgeAttempt(fault, 'envelope'), anew: this.#by.reused && unsaid });
  }

  #announced(): void {
    this.#by.announced(false);
    const room = this.#sending.room?.() ?? true;
    if (typeof room === 'boolean') this.#give(room);
    else
      room.then(
        (is) => this.#give(is),
        () => this.#give(false),
      );
  }

  #give(room: boolean): void {
    const { conversation } = this.#by;
    if (!room) {
      // Between DATA and the final dot nothing else can be said.
      conversation.end({ code: 'DEADLINE' });
      this.#sending.done({ outcome: STOPPED, anew: false });
      return;
    }
    conversation.write(this.#sending.parcel.pieces, () => {
      this.#taken = true;
    });
    conversation.expect(this);
    this.#sending.bodyWritten();
  }

  #judge(answer: Answer): Outcome {
    const stage = this.#taken ? 'afterDot' : 'data';
    if (isFault(answer)) return judgeAttempt({ ...answer, command: DATA.command }, stage);
    if (answer.code === CLOSING) this.#by.conversation.end({ code: 'ECONNECTION' });
    if (answer.code >= 200 && answer.code < 300) return { kind: 'sent', code: String(answer.code) };
    return judgeAttempt(faultOf(DATA.command, answer), 'afterDot');
  }
}

function refusalOf({ command, good }: Step, answer: Answer): SmtpFault | null {
  if (isFault(answer)) return { ...answer, command };
  const taken = answer.code === good || (good === 250 && answer.code === 251);
  return taken ? null : faultOf(command, answer);
}
