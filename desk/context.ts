import type { Client } from '@temporalio/client';
import type { Pool } from '../database/pool.ts';
import type { Vault } from '../database/vault.ts';
import type { Assurance } from '../domain/case/entry.ts';

/** Who speaks at the desk, and for which organisation. */
export interface Speaker {
  organisationId: string;
  actor: string;
  assurance: Assurance;
}

/** What the desk works with. The client connects on first use, so that a desk opens while Temporal is away. */
export interface Desk {
  pool: Pool;
  vault: Vault;
  now: () => Promise<Date>;
  temporal: () => Promise<Client>;
}
