import type { Outcome } from '../domain/notice/outcome.ts';

/** Who a mail comes from and goes to, whatever its own headers say. */
export interface Envelope {
  from: string;
  /** One mailbox, already checked: it goes into the envelope as it stands. */
  to: string;
}

/** What came of a message that was not to leave any more. */
export const STOPPED: Outcome = { kind: 'deferred', code: 'STOPPED', enhancedCode: null };

/** One mail to one person, ready to be handed over. */
export interface Mail extends Envelope {
  /** Lines end in CRLF; dots are not doubled. */
  mime: Buffer;
  /** True: no line begins with a dot, so that none is looked for. */
  dotless?: boolean;
}

export interface SendOptions {
  signal?: AbortSignal;
  /**
   * Waited for once, before the message itself leaves: while it is only announced, nobody can have got it. False: it must
   * not leave any more, and is as if never tried (`STOPPED`).
   */
  room?: () => boolean | Promise<boolean>;
}

/** Hands mail to a mail server. */
export interface Sender {
  /** Conversations held side by side at most; so many messages may be in the air when the process dies. */
  readonly connections: number;
  /** Messages it takes at once: those on their way and those being announced. */
  readonly slots: number;
  /** Never rejects: what went wrong is an outcome. Aborted, it ends at once and says how far it got. */
  send(mail: Mail, options?: SendOptions): Promise<Outcome>;
  close(): void;
}

/** Ways to talk to a mail server: our own connection, and the usual library. */
export const SMTP_CLIENT_NAMES = ['pipelining', 'library'] as const;
export type SmtpClient = (typeof SMTP_CLIENT_NAMES)[number];
