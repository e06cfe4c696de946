import type { Pool } from '../database/pool.ts';
import type { Vault } from '../database/vault.ts';
import type { UnknownPolicy } from '../domain/notice/outcome.ts';
import type { Sender } from './sender.ts';

/** Which wave of which case; all that travels through Temporal. */
export interface WaveInput {
  caseId: string;
  wave: number;
}

/** What a round of sending needs. */
export interface SendingDependencies {
  pool: Pool;
  vault: Vault;
  /** What "now" is for every rule; in a rehearsal, the test server's time. */
  now: () => Promise<Date>;
  /** The mail server for a case; null when there is none for it: a drill never reaches a real one. */
  senderFor: (drill: boolean) => Sender | null;
  /** Where mail comes from when the organisation has told no address of its own. */
  mailFrom: string;
  /** Tells the case that something changed outside its own statements. */
  nudgeCase: (caseId: string) => Promise<void>;
  /** Raised when the process is asked to stop: what is in the air is finished, the rest is given back. */
  stopping?: AbortSignal;
  /** Tells the operator, with ids and codes only. */
  alert?: (message: string, ids: Record<string, unknown>) => void;
  /** How a limited wave waits for its next place; default: by the machine's clock. */
  wait?: (ms: number) => Promise<void>;
  /** Default `resend`. */
  unknownPolicy?: UnknownPolicy;
  /** Default 30; a dead sender's claims are taken over after it. */
  leaseSeconds?: number;
}

/** What the activities of a mailing need. */
export interface NoticeDependencies extends SendingDependencies {
  /** Starts the campaign's workflow, or nudges it when it runs already. */
  startCampaign: (input: WaveInput) => Promise<void>;
}
