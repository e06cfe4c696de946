import { loadFacts } from '../database/case.ts';
import { countDeliveries, failureCodes, type LedgerCount, nextDueAt } from '../database/notice-ledger.ts';
import { bounceCodes, countBounced } from '../database/notice-reports.ts';
import { standingOf } from '../database/notice-status.ts';
import { inSnapshot, type Tx } from '../database/transaction.ts';
import type { CaseFacts, Wave, WaveHalt } from '../domain/case/facts.ts';
import { isFinished } from '../domain/case/wave-state.ts';
import { expectedEnd, type ProgressCounts, progressOf, reasonWords } from '../domain/notice/progress.ts';
import type { Desk } from './context.ts';
import { paceOfWave, paceRemarks, type WavePace } from './wave-pace.ts';
import { heldRemarks, peopleRemarks, waveRemarks } from './wave-standing.ts';

export interface Reason {
  code: string;
  count: number;
  words: string;
}

/** Where the people of a wave stand: counts, codes and instants only. */
export interface WaveStatus {
  caseId: string;
  wave: number;
  state: 'imported' | 'approved' | 'sending' | 'paused' | 'cancelled' | 'completed';
  /** Why it stands still without anybody having paused it, as a code. */
  halted: WaveHalt['reason'] | null;
  /** When it begins; null while it is not approved, or once it has begun. */
  startsAt: string | null;
  /** Whom e-mail did not reach and who were written to by letter. */
  posted: number;
  /** What to know and what to do, in words. */
  remarks: string[];
  people: number;
  /** By the ledger's states. */
  counts: Record<string, number>;
  /** The same people, split as they are shown. */
  progress: ProgressCounts;
  byAudience: LedgerCount[];
  /** The first ten of those not sent. */
  failures: Reason[];
  /** The first ten of those sent whose notice came back. */
  bounces: Reason[];
  /** Sent in the last minute, or since the wave began where that is less. */
  perMinute: number;
  nextAt: string | null;
  /** When everybody will have been tried once, at this rate. */
  expectedEndAt: string | null;
  zone: string;
  /** Messages a minute it is held to; null: none. */
  limit?: WavePace['limit'];
  /** Why its mailing stands still at the mail server; null: it does not. */
  stall?: WavePace['stall'];
}

/** Every wave asked for, and what to know of the people of the case as a whole. */
export interface CaseStatus {
  waves: WaveStatus[];
  remarks: string[];
}

const MINUTE_MS = 60_000;

/** Every wave of a case, or one, by the ledger. */
export function readStatus(
  desk: Pick<Desk, 'pool' | 'now'>,
  organisationId: string,
  caseId: string,
  only: number | undefined,
): Promise<CaseStatus> {
  return inSnapshot(desk.pool, async (tx) => {
    const now = await desk.now();
    const facts = await loadFacts(tx, organisationId, caseId);
    const found: WaveStatus[] = [];
    for (const wave of Object.values(facts.waves).filter(({ number }) => number === (only ?? number))) {
      found.push(await statusOf(tx, facts, wave, now));
    }
    return { waves: found, remarks: peopleRemarks(facts) };
  });
}

async function statusOf(tx: Tx, facts: CaseFacts, wave: Wave, now: Date): Promise<WaveStatus> {
  const { caseId } = facts;
  const key = { caseId, wave: wave.number };
  const byAudience = await countDeliveries(tx, key);
  const counts: Record<string, number> = {};
  for (const { state, count } of byAudience) counts[state] = (counts[state] ?? 0) + count;
  const standing = await standingOf(tx, key, new Date(now.getTime() - MINUTE_MS));
  const progress = progressOf(counts, standing.deferred, await countBounced(tx, key));
  const pace = await paceOfWave(tx, caseId, wave);
  const state = stateOf(wave);
  const perMinute = rateOf(wave, standing.sentSince, now);
  const planned = byAudience.reduce((sum, { count }) => sum + count, 0);
  return {
    caseId,
    wave: wave.number,
    state,
    halted: wave.halted?.reason ?? null,
    startsAt: wave.startedAt ? null : (wave.approval?.startsAt ?? null),
    posted: wave.posted,
    remarks: [
      ...waveRemarks(facts, wave),
      ...heldRemarks(wave, caseId, counts['unknown-held'] ?? 0),
      ...paceRemarks(pace, caseId, wave.number),
    ],
    people: planned || wave.imports.reduce((sum, { count }) => sum + count, 0),
    counts,
    progress,
    byAudience,
    failures: (await failureCodes(tx, key)).map(withWords),
    bounces: (await bounceCodes(tx, key)).map(withWords),
    perMinute,
    nextAt: (await nextDueAt(tx, key))?.toISOString() ?? null,
    expectedEndAt:
      state === 'sending' && !wave.halted ? (expectedEnd(progress, perMinute, now)?.toISOString() ?? null) : null,
    zone: facts.policy.zone,
    ...pace,
  };
}

const withWords = ({ code, count }: { code: string; count: number }): Reason => ({
  code,
  count,
  words: reasonWords(code),
});

/** A wave that began just now is not slow: its seconds are counted, not a whole minute. */
function rateOf({ startedAt }: Wave, sentSince: number, now: Date): number {
  const runs = startedAt === null ? MINUTE_MS : now.getTime() - Date.parse(startedAt);
  return Math.round((sentSince * MINUTE_MS) / Math.min(MINUTE_MS, Math.max(1_000, runs)));
}

function stateOf(wave: Wave): WaveStatus['state'] {
  if (wave.cancelledAt) return 'cancelled';
  if (isFinished(wave)) return 'completed';
  if (wave.paused) return 'paused';
  if (wave.startedAt) return 'sending';
  return wave.approval ? 'approved' : 'imported';
}

/** Whether nothing more will happen to a wave by itself. */
export const isOver = ({ state, progress }: WaveStatus): boolean =>
  state === 'completed' || (state === 'cancelled' && progress.waiting + progress.beingSent + progress.deferred === 0);
