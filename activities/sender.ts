import type { Outcome } from '../domain/notice/outcome.ts';

/** One mail to one person. */
export interface Message {
  /** With angle brackets; the same on every attempt. */
  messageId: string;
  from: { name: string; address: string };
  replyTo: string;
  /** One mailbox, already checked: it goes into the envelope as it stands. */
  to: string;
  subject: string;
  text: string;
  html?: string;
  locale: string;
  date: Date;
}

export interface Envelope {
  from: string;
  to: string;
}

/** Hands mail to a mail server. */
export interface Sender {
  /** Conversations held side by side at most; so many messages may be in the air when the process dies. */
  readonly connections: number;
  /** Messages it takes at once: those on their way and those being announced. */
  readonly slots: number;
  /** Never rejects: what went wrong is an outcome. Aborted, it ends at once and says how far it got. */
  send(message: Message, options?: { signal?: AbortSignal }): Promise<Outcome>;
  /** The same for a message composed before, as it stands: an attempt repeated says the same bytes. */
  sendRaw(envelope: Envelope, bytes: Buffer, options?: { signal?: AbortSignal }): Promise<Outcome>;
  close(): void;
}
