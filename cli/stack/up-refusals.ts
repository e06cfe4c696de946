import { EXIT, Refusal } from '../../domain/refusal.ts';
import { isFree } from './ports.ts';

/** @throws {Refusal} `PORT_TAKEN` when a port that a person insists on is another program's */
export async function refuseTaken(port: number | undefined): Promise<void> {
  if (port === undefined || (await isFree(port))) return;
  const details = {
    code: 'PORT_TAKEN',
    message: `Cannot use port ${port}: another program listens on it`,
    next: `End that program (lsof -i :${port} names it), choose another port, or leave the option out to get a free one`,
  };
  throw new Refusal(details, EXIT.serviceAway);
}

/** A register that vanishes under a running stack must not be replaced by an empty one without a word. */
export const dataLost = (data: string): Refusal =>
  new Refusal(
    {
      code: 'DATA_LOST',
      message: `Cannot start PostgreSQL again: its data '${data}' are gone`,
      next: 'Restore them from their backup; or stop with Ctrl-C and start again with an empty register',
    },
    EXIT.serviceAway,
  );

export const masterKeyLost = (file: string, data: string): Refusal =>
  new Refusal(
    {
      code: 'MASTER_KEY_LOST',
      message: `Cannot start: the master key '${file}' is gone, and a register sealed with it is still there`,
      next: `Restore the key from its backup; or, to start empty and lose what is there, delete '${data}' too`,
    },
    EXIT.serviceAway,
  );

export const notMigrated = (count: number): Refusal =>
  new Refusal(
    {
      code: 'MIGRATIONS_PENDING',
      message: `Cannot start: ${count} migrations are missing in the database of TOCSIN_DATABASE_URL`,
      next: 'Run tocsin setup with TOCSIN_DATABASE_ADMIN_URL set',
    },
    EXIT.serviceAway,
  );
