import { countLeftOut, countPlan, type PlannedCount, type ToldCount } from '../database/notice-plan.ts';
import { inSnapshot } from '../database/transaction.ts';
import type { CaseFacts, Wave } from '../domain/case/facts.ts';
import { neverReached } from '../domain/case/not-reached.ts';
import { AUDIENCES, type Audience } from '../domain/notice/audiences.ts';
import { languageOf } from '../domain/notice/content.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Desk } from './context.ts';
import type { NoticeView } from './notice-view.ts';

/** What happens to a person when a wave begins. */
export const PLANNED = [
  'firstNotice',
  'update',
  'correction',
  'reassurance',
  'alreadyTold',
  'otherChannel',
  'blocked',
] as const;
export type Planned = (typeof PLANNED)[number];

export interface PlanRow {
  audience: Audience;
  locale: string;
  planned: Planned;
  /** As a code, where nothing is sent. */
  why: string | null;
  count: number;
}

/** A wave before anything happens, in counts. */
export interface NoticePlan {
  caseId: string;
  wave: number;
  people: number;
  rows: PlanRow[];
  totals: Record<Planned, number>;
  /** People whom no other wave names. */
  added: number;
  /** People with a notice still waiting in another wave, which is not sent then: this one is. */
  takenOver: number;
  /** People told in other waves and in no list of this one, by what they were told last. */
  leftOut: ToldCount[];
  /** People who would be told that they are not affected. */
  toldNotAffected: number;
  /** People of completed waves whom no notice and no letter has reached. */
  neverReached: number;
  /** When it begins; null while it is not approved. */
  startsAt: string | null;
}

/**
 * Counts what a wave would do if it began now; by the same function of the database that its start writes down.
 *
 * @throws {Refusal} `WAVE_UNKNOWN`, `WAVE_STARTED`
 */
export async function planNotice(
  desk: Pick<Desk, 'pool'>,
  { facts, wave: number, findings }: NoticeView,
): Promise<NoticePlan> {
  const wave = requirePlannable(facts, number);
  const lists = wave.imports.map(({ importId }) => importId);
  const key = { caseId: facts.caseId, wave: number };
  const { planned, leftOut } = await inSnapshot(desk.pool, async (tx) => ({
    planned: await countPlan(tx, key, lists),
    leftOut: await countLeftOut(tx, key, lists),
  }));
  const missing = new Set(findings.filter(({ code }) => code === 'TEMPLATE_LOCALE_MISSING').map(({ field }) => field));
  const rows = gather(planned.map((each) => rowOf(each, missing, facts.mailChannel?.state === 'blocked')));
  const sum = (counted: (each: PlannedCount) => boolean): number =>
    planned.filter(counted).reduce((total, { count }) => total + count, 0);
  return {
    ...key,
    people: sum(() => true),
    rows,
    totals: totalsOf(rows),
    added: sum(({ known }) => !known),
    takenOver: sum(({ open }) => open),
    leftOut,
    toldNotAffected: sum(({ audience, state }) => audience === 'notAffected' && state === 'waiting'),
    neverReached: neverReached(facts),
    startsAt: wave.approval?.startsAt ?? null,
  };
}

function requirePlannable({ caseId, waves }: CaseFacts, number: number): Wave {
  const wave = waves[number];
  if (!wave || wave.imports.length === 0)
    throw new Refusal({
      code: 'WAVE_UNKNOWN',
      message: `Cannot plan wave ${number} of case '${caseId}': no recipients were imported for it`,
      next: `Import them with 'tocsin recipients import ${caseId} FILE --wave ${number} --audience affected'`,
    });
  if (!wave.startedAt && !wave.cancelledAt) return wave;
  throw new Refusal({
    code: 'WAVE_STARTED',
    message: `Cannot plan wave ${number} of case '${caseId}': it ${wave.cancelledAt ? 'was cancelled' : 'has begun'}`,
    next: `See what became of its people with 'tocsin notice status ${caseId} --wave ${number}'`,
  });
}

function rowOf(planned: PlannedCount, missing: ReadonlySet<string | null>, channelBlocked: boolean): PlanRow {
  const { audience, locale, state, code, count } = planned;
  const row = (what: Planned, why: string | null = null): PlanRow => ({ audience, locale, planned: what, why, count });
  if (state === 'suppressed') return row('alreadyTold', code);
  if (missing.has(languageOf(locale))) return row('blocked', 'TEMPLATE_LOCALE_MISSING');
  if (state === 'refused') return row('otherChannel', code);
  if (channelBlocked) return row('blocked', 'CHANNEL_COMPROMISED');
  return row(noticeOf(planned));
}

function noticeOf({ told, correction }: PlannedCount): Planned {
  if (correction === 'nowConcerned') return 'correction';
  if (correction === 'noLongerConcerned') return 'reassurance';
  return told === null ? 'firstNotice' : 'update';
}

/** One row for each audience, language and fate, the most concerned first. */
function gather(rows: readonly PlanRow[]): PlanRow[] {
  const gathered = new Map<string, PlanRow>();
  for (const row of rows) {
    const key = `${AUDIENCES.indexOf(row.audience)} ${row.locale} ${PLANNED.indexOf(row.planned)} ${row.why}`;
    gathered.set(key, { ...row, count: row.count + (gathered.get(key)?.count ?? 0) });
  }
  return [...gathered].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function totalsOf(rows: readonly PlanRow[]): Record<Planned, number> {
  const totals = Object.fromEntries(PLANNED.map((planned) => [planned, 0])) as Record<Planned, number>;
  for (const { planned, count } of rows) totals[planned] += count;
  return totals;
}
