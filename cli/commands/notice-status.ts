import { loadFacts } from '../../database/case.ts';
import { countDeliveries, failureCodes, type LedgerCount, nextDueAt } from '../../database/notice-ledger.ts';
import { peopleRemarks, waveRemarks } from '../../desk/wave-standing.ts';
import type { Wave, WaveHalt } from '../../domain/case/facts.ts';
import type { Answer } from '../answer.ts';
import { organisationIdOfCase, type Session } from '../session.ts';
import { columns } from '../text-table.ts';

export interface WaveStatus {
  caseId: string;
  wave: number;
  state: string;
  people: number;
  counts: Record<string, number>;
  byAudience: LedgerCount[];
  failures: { code: string; count: number }[];
  nextAt: string | null;
  /** When it begins; null while it is not approved, or once it has begun. */
  startsAt: string | null;
  /** Why it stands still without anybody having paused it, as a code. */
  halted: WaveHalt['reason'] | null;
  /** Whom e-mail did not reach and who were written to by letter. */
  posted: number;
  /** What to know and what to do, in words. */
  remarks: string[];
}

/** Answers with every wave of a case, or one: where its people stand by the ledger. Counts and codes only. */
export async function noticeStatus(session: Session, caseId: string, only: number | undefined): Promise<Answer> {
  const organisationId = await organisationIdOfCase(session, caseId);
  const { waves, remarks } = await session.read(async (tx) => {
    const facts = await loadFacts(tx, organisationId, caseId);
    const found: WaveStatus[] = [];
    for (const wave of Object.values(facts.waves).filter(({ number }) => number === (only ?? number))) {
      const key = { caseId, wave: wave.number };
      const byAudience = await countDeliveries(tx, key);
      const nextAt = (await nextDueAt(tx, key))?.toISOString() ?? null;
      const failures = await failureCodes(tx, key);
      const remarks = waveRemarks(facts, wave);
      found.push({ ...statusOf(caseId, wave, byAudience), failures, nextAt, remarks, ...standingOf(wave) });
    }
    return { waves: found, remarks: peopleRemarks(facts) };
  });
  const text = [...waves.map(waveText), remarks.join('\n')].filter(Boolean).join('\n\n');
  return { data: waves, text: text || 'No list of people was imported for this case yet' };
}

type Standing = Pick<WaveStatus, 'startsAt' | 'halted' | 'posted'>;

const standingOf = ({ approval, startedAt, halted, posted }: Wave): Standing => ({
  startsAt: startedAt ? null : (approval?.startsAt ?? null),
  halted: halted?.reason ?? null,
  posted,
});

function statusOf(
  caseId: string,
  wave: Wave,
  byAudience: LedgerCount[],
): Omit<WaveStatus, 'failures' | 'nextAt' | 'remarks' | keyof Standing> {
  const counts: Record<string, number> = {};
  for (const { state, count } of byAudience) counts[state] = (counts[state] ?? 0) + count;
  const told = byAudience.reduce((sum, { count }) => sum + count, 0);
  const people = told || wave.imports.reduce((sum, { count }) => sum + count, 0);
  return { caseId, wave: wave.number, state: stateOf(wave), people, counts, byAudience };
}

function stateOf(wave: Wave): string {
  if (wave.cancelledAt) return 'cancelled';
  if (wave.completedAt) return 'completed';
  if (wave.paused) return 'paused';
  if (wave.startedAt) return 'sending';
  return wave.approval ? 'approved' : 'imported';
}

function waveText({ wave, state, people, byAudience, failures, nextAt, remarks }: WaveStatus): string {
  const rows = byAudience.map(({ audience, locale, state: line, count }) => [audience, locale, line, String(count)]);
  const lines = [`Wave ${wave}: ${state}, ${people} ${people === 1 ? 'person' : 'people'}`];
  if (rows.length > 0) lines.push(columns([['Audience', 'Language', 'State', 'People'], ...rows]));
  if (failures.length > 0)
    lines.push(`Not sent, by code: ${failures.map(({ code, count }) => `${code} (${count})`).join(', ')}`);
  if (nextAt) lines.push(`Next try: ${nextAt}`);
  lines.push(...remarks);
  return lines.join('\n');
}
