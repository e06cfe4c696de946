import { Carriage, type CarriedBy, type Sending } from './carriage.ts';
import type { Connected } from './connect.ts';
import type { SmtpConversation } from './conversation.ts';

/** One connection, and what it has carried. */
export class Link implements CarriedBy {
  readonly conversation: SmtpConversation;
  readonly offers: ReadonlySet<string>;
  #carried = 0;
  #unfinished = false;

  constructor({ conversation, offers }: Connected) {
    this.conversation = conversation;
    this.offers = offers;
  }

  get carried(): number {
    return this.#carried;
  }

  get reused(): boolean {
    return this.#carried > 1;
  }

  get unfinished(): boolean {
    return this.#unfinished;
  }

  announced(refused: boolean): void {
    this.#unfinished = refused;
  }

  /**
   * Carries one message.
   *
   * The announcement of the next message travels with the body of this one (RFC 2920), so that a message costs one
   * round trip; but no body leaves before the answer to the one before.
   */
  carry(sending: Sending): void {
    this.#carried += 1;
    new Carriage(this, sending).begin();
  }
}
