import { haltOfWave, type StandingHalt } from '../database/notice-halt.ts';
import type { Tx } from '../database/transaction.ts';
import type { Wave, WaveLimit } from '../domain/case/facts.ts';
import { HALTS } from '../domain/notice/halt.ts';

/** How fast a wave may go, and why its mailing stands still; codes, counts and domains only. */
export interface WavePace {
  /** Null: nobody limited it, or the limit was lifted. */
  limit: Omit<WaveLimit, 'seq'> | null;
  stall: { reason: StandingHalt['reason']; code: string | null; since: string } | null;
}

/** Reads what holds a wave up. */
export async function paceOfWave(tx: Tx, caseId: string, { number, limit }: Wave): Promise<WavePace> {
  const stall = await haltOfWave(tx, { caseId, wave: number });
  const holds = limit !== null && (limit.perMinute !== null || Object.keys(limit.domains).length > 0);
  return {
    limit: holds ? { perMinute: limit.perMinute, domains: limit.domains } : null,
    stall: stall && { reason: stall.reason, code: stall.code, since: stall.since.toISOString() },
  };
}

/** The same in words, with what to do. */
export function paceRemarks({ limit, stall }: WavePace, caseId: string, wave: number): string[] {
  const rates = limit
    ? [
        ...(limit.perMinute === null ? [] : [`${limit.perMinute} messages a minute`]),
        ...Object.entries(limit.domains).map(([domain, rate]) => `${rate} a minute to ${domain}`),
      ]
    : [];
  const limited = `Limited to ${rates.join(', ')}; lift it with 'tocsin notice limit ${caseId} --wave ${wave} --clear'`;
  const code = stall?.code ? ` (${stall.code})` : '';
  const stalled = stall && `Stands still since ${stall.since}: ${HALTS[stall.reason]}${code}; tried again each minute`;
  return [...(rates.length > 0 ? [limited] : []), ...(stalled ? [stalled] : [])];
}
