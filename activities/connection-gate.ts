import { isLasting, type SmtpFault } from './mailer-outcome.ts';

/** Then a connection is renewed; one whose server closes it sooner learns that number. */
export const MESSAGES_PER_CONNECTION = 1_000;

/** A server that is slow to greet one connection keeps the next waiting no longer than this. */
const PATIENCE_MS = 2_000;
/** After a refusal that holds for every connection nobody knocks for so long: all are told the same. */
const SAME_ANSWER_MS = 2_000;

/**
 * Lets the connections to one mail server be opened one after the other, so that a server that refuses our log-in or
 * shows a wrong certificate is asked once and not by every connection.
 */
export class ConnectionGate {
  #turn: Promise<void> = Promise.resolve();
  #refusal: { fault: SmtpFault; until: number } | null = null;

  /** @throws {SmtpFault} what `open` throws, or what it threw for another connection a moment ago */
  async pass<T>(open: () => Promise<T>): Promise<T> {
    const before = this.#turn;
    let done: () => void = () => {};
    this.#turn = new Promise((resolve) => {
      done = resolve;
    });
    try {
      await withPatience(before);
      if (this.#refusal && performance.now() < this.#refusal.until) throw this.#refusal.fault;
      return await open();
    } catch (fault) {
      if (isLasting(fault as SmtpFault)) this.#refuse(fault as SmtpFault);
      throw fault;
    } finally {
      done();
    }
  }

  #refuse(fault: SmtpFault): void {
    if (this.#refusal?.fault === fault) return;
    this.#refusal = { fault, until: performance.now() + SAME_ANSWER_MS };
  }
}

async function withPatience(before: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([before, patience]);
  clearTimeout(timer);
}
