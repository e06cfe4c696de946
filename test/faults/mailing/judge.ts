import type { LedgerRow } from './mailing.ts';
import type { Taking } from './recording-sink.ts';

/** A life of the sender, as the judge looks at it. */
export interface LifeRecord {
  /** How it was ended; null: it ended by itself. */
  by: 'SIGKILL' | 'SIGTERM' | null;
  lastedMs: number;
}

export interface Evidence {
  ledger: readonly LedgerRow[];
  takings: readonly Taking[];
  lives: readonly LifeRecord[];
  /** Doubles allowed for each killed life. */
  most: number;
  /** How long a dead sender's claims stand in the way of the next one, in milliseconds. */
  leaseMs: number;
}

export type FaultCode =
  | 'LOST'
  | 'NOT_ENDED'
  | 'NOT_RECORDED'
  | 'WRONG_PERSON'
  | 'DOUBLED'
  | 'DOUBLED_MEAN'
  | 'NO_PROGRESS';

export interface Judgement {
  faults: { code: FaultCode; what: string }[];
  /** How often messages first taken from a life were taken again later, life by life. */
  doubled: number[];
  mean: number;
}

const A_SECOND = 1_000;

/** Holds a mailing that was killed and begun again against its promises, message by message. */
export function judge({ ledger, takings, lives, most, leaseMs }: Evidence): Judgement {
  const faults: Judgement['faults'] = [];
  const blame = (code: FaultCode, count: number, what: string): void => {
    if (count > 0) faults.push({ code, what: `${count} ${what}` });
  };
  const taken = new Map(takings.map((taking) => [taking.messageId, taking]));
  const sent = ledger.filter(({ state }) => state === 'sent');
  const known = new Map(ledger.map((row) => [row.messageId, row]));
  blame('LOST', sent.filter(({ messageId }) => !taken.has(messageId)).length, 'recorded as sent and never taken');
  blame(
    'NOT_ENDED',
    ledger.filter(({ state }) => state === 'waiting' || state === 'claimed').length,
    'neither sent nor ended',
  );
  blame(
    'NOT_RECORDED',
    [...taken.keys()].filter((messageId) => known.get(messageId)?.state !== 'sent').length,
    'taken and not recorded',
  );
  const wrong = takings.filter(({ messageId, to }) => known.get(messageId)?.address !== to);
  blame('WRONG_PERSON', wrong.length, 'under another Message-ID, or to another person, than the ledger says');

  const doubled = doublesOf(takings, lives.length);
  const killed = lives.flatMap(({ by }, life) => (by === 'SIGKILL' ? [doubled[life] ?? 0] : []));
  const mean = killed.reduce((sum, count) => sum + count, 0) / Math.max(1, killed.length);
  for (const [life, count] of doubled.entries()) {
    const allowed = lives[life]?.by === 'SIGKILL' ? most : 0;
    if (count > allowed) blame('DOUBLED', count, `doubled of life ${life}, ${allowed} allowed`);
  }
  if (mean > most / 2) blame('DOUBLED_MEAN', Math.round(mean), `doubled a life on average, ${most / 2} allowed`);
  const first = firstTakenOf(takings);
  const idle = lives.filter(
    ({ lastedMs, by }, life) => by !== null && lastedMs >= leaseMs + A_SECOND && !first.has(life),
  );
  blame('NO_PROGRESS', idle.length, 'lives of a second beyond the lease of the dead without progress');
  return { faults, doubled, mean };
}

/** A message taken again is its former sender's double. */
function doublesOf(takings: readonly Taking[], lives: number): number[] {
  const doubled = Array.from({ length: lives }, () => 0);
  const before = new Map<string, number>();
  for (const { messageId, life } of takings) {
    const former = before.get(messageId);
    if (former !== undefined) doubled[former] = (doubled[former] ?? 0) + 1;
    before.set(messageId, life);
  }
  return doubled;
}

function firstTakenOf(takings: readonly Taking[]): Set<number> {
  const seen = new Set<string>();
  const progressing = new Set<number>();
  for (const { messageId, life } of takings) {
    if (!seen.has(messageId)) progressing.add(life);
    seen.add(messageId);
  }
  return progressing;
}
