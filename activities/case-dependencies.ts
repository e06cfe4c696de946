import type { Pool } from '../database/pool.ts';
import type { Vault } from '../database/vault.ts';

/** What "now" is for every rule and query; in a rehearsal, the test server's time. */
export type Now = () => Promise<Date>;

/** A mail to people of the organisation. Addresses live in memory only, never in payloads or logs. */
export interface StaffMail {
  messageId: string;
  to: string[];
  subject: string;
  text: string;
}

/** A mail server wants none of a mail's addresses, and never will: to try again changes nothing. */
export class AddresseesRefused extends Error {
  constructor() {
    super('Cannot send mail: the server refuses every address for good');
    this.name = 'AddresseesRefused';
  }
}

export interface CaseDependencies {
  pool: Pool;
  vault: Vault;
  now: Now;
  /**
   * Sends one mail to the organisation's own people; resolves once a mail server has taken it. A drill's never reaches a
   * real one.
   *
   * @throws {AddresseesRefused}
   */
  sendStaffMail: (mail: StaffMail, drill: boolean) => Promise<void>;
}
