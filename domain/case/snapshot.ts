import { type Act, actsOf, isEnded } from './acts.ts';
import { awarenessOf } from './awareness.ts';
import { type Duty, stateAt } from './duties/duty.ts';
import { dutiesOf } from './duties/index.ts';
import { type CaseFacts, riskOf } from './facts.ts';
import { type Stage, stageOf } from './stage.ts';
import { isMailing } from './wave-state.ts';

/** What a workflow knows of its case: ids, instants, codes and sentences of ours; never what a person wrote. */
export interface CaseSnapshot {
  caseId: string;
  /** Seq of the newest entry; a snapshot with a lower one is older. */
  version: number;
  opened: boolean;
  ended: boolean;
  drill: boolean;
  stage: Stage;
  risk: 'unlikely' | 'risk' | 'high' | null;
  awareAt: string | null;
  authorities: string[];
  acts: Act[];
  /** Numbers of the waves being mailed. */
  mailings: number[];
  nextDuty: string | null;
  nextDueAt: string | null;
  overdue: boolean;
  summary: string;
  details: string;
}

const earliestFirst = (a: Duty, b: Duty): number =>
  Date.parse(a.actBy ?? '9999-12-31T00:00:00Z') - Date.parse(b.actBy ?? '9999-12-31T00:00:00Z');

/** Duties still owed, the most pressing first. */
export const openDuties = (facts: CaseFacts): Duty[] =>
  dutiesOf(facts)
    .filter(({ state }) => state === 'open')
    .sort(earliestFirst);

/** A duty still owed that has a date. */
export type DatedDuty = Duty & { actBy: string };

const isDated = (duty: Duty): duty is DatedDuty => duty.actBy !== null;

/**
 * What is due next: what the law, a contract or an order dates comes before our own targets, however much earlier these
 * are. Null when nothing dated is owed.
 */
export function nextDuty(facts: CaseFacts): DatedDuty | null {
  const dated = openDuties(facts).filter(isDated);
  return dated.find(({ dueAt }) => dueAt !== null) ?? dated[0] ?? null;
}

/** The case as its workflow sees it at an instant. `words` come from the templates, which this room does not know. */
export function snapshotOf(facts: CaseFacts, now: Date, words: { summary: string; details: string }): CaseSnapshot {
  const open = openDuties(facts);
  const next = nextDuty(facts);
  return {
    caseId: facts.caseId,
    version: facts.version,
    opened: facts.opened !== null,
    ended: isEnded(facts),
    drill: facts.drill,
    stage: stageOf(facts),
    risk: riskOf(facts)?.risk ?? null,
    awareAt: awarenessOf(facts)?.at ?? null,
    authorities: Object.values(facts.authorities)
      .filter((file) => !file.releasedAt)
      .map(({ code }) => code),
    acts: actsOf(facts),
    mailings: Object.values(facts.waves)
      .filter(isMailing)
      .map(({ number }) => number),
    nextDuty: next?.dutyId ?? null,
    nextDueAt: next?.actBy ?? null,
    overdue: open.some((duty) => stateAt(duty, now) === 'missed'),
    ...words,
  };
}
