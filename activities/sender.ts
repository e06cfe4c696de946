import type { Outcome } from '../domain/notice/outcome.ts';

/** One mail to one person, ready to be handed over. */
export interface Mail {
  /** Address of the envelope. */
  from: string;
  /** One mailbox, already checked: it goes into the envelope as it stands. */
  to: string;
  /** Lines end in CRLF; dots are not doubled. */
  mime: Buffer;
}

/** Hands mail to a mail server. */
export interface Sender {
  /** Conversations held side by side at most; so many messages may be in the air when the process dies. */
  readonly connections: number;
  /** Messages it takes at once: those on their way and those being announced. */
  readonly slots: number;
  /** Never rejects: what went wrong is an outcome. Aborted, it ends at once and says how far it got. */
  send(mail: Mail, options?: { signal?: AbortSignal }): Promise<Outcome>;
  close(): void;
}
