import {
  ActivityFailure,
  ApplicationFailure,
  allHandlersFinished,
  condition,
  isCancellation,
  setCurrentDetails,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Heard } from '../activities/case-activities.ts';
import type { Act } from '../domain/case/acts.ts';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';
import type { SaidAnswer } from './breach-case.messages.ts';
import { searchAttributesOf } from './search-attributes.ts';

const TURN_OVER_EVENTS = 2000;
const PAUSE_AFTER_NOTHING_MS = 60_000;
const PAUSE_AFTER_FAILURE_MS = 5_000;
/** No timer of a server runs for centuries; what lies farther ahead is looked at again then. */
const LONGEST_WAIT_MS = 366 * 24 * 3_600_000;

/** Does one act and answers with the case as it then stands; the summary is what the operator reads beside it. */
type Perform = (summary: string) => Promise<CaseSnapshot>;

/** One run of a case: its newest snapshot, and the verbs duties are made of. */
export class CaseRun {
  readonly caseId: string;
  private newest: CaseSnapshot | null = null;
  private acting = 0;
  private reloadsAsked = 0;

  constructor(caseId: string) {
    this.caseId = caseId;
  }

  get snapshot(): CaseSnapshot | null {
    return this.newest;
  }

  get ended(): boolean {
    return this.newest?.ended ?? false;
  }

  /** Whether this run should end and the next begin: the server asks for it, its history is long, or all is done. */
  private get isFull(): boolean {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    return this.ended || continueAsNewSuggested || historyLength > TURN_OVER_EVENTS;
  }

  get mayTurnOver(): boolean {
    return this.isFull && this.acting === 0 && allHandlersFinished();
  }

  /** A validator: refuses new statements for a moment when a steady stream of them would keep a full run from ending. */
  assertMayBeTold(): void {
    if (workflowInfo().historyLength <= 2 * TURN_OVER_EVENTS) return;
    throw ApplicationFailure.nonRetryable(
      'The case is turning over to a new run; say it again in a moment',
      'TURNING_OVER',
    );
  }

  /** Takes a newer snapshot and shows it; an older one, overtaken on its way, is left aside. */
  take(snapshot: CaseSnapshot): void {
    if (this.newest && snapshot.version < this.newest.version) return;
    const before = this.newest;
    this.newest = snapshot;
    const changed = searchAttributesOf(snapshot, before);
    if (changed.length > 0) upsertSearchAttributes(changed);
    setCurrentDetails(snapshot.details);
  }

  /** A nudge: facts changed outside the case's own statements. Only notes it; a signal handler must never fail. */
  reload(): void {
    this.reloadsAsked += 1;
  }

  /** Answers nudges for the life of the run. */
  async reloading(load: () => Promise<CaseSnapshot>): Promise<never> {
    for (;;) {
      await condition(() => this.reloadsAsked > 0 && !this.isFull);
      this.reloadsAsked = 0;
      await this.counted(load);
    }
  }

  /** Yields whether it was done; what was given up after long trying holds up nothing else, and ends no case. */
  private async counted(perform: () => Promise<CaseSnapshot>): Promise<boolean> {
    this.acting += 1;
    try {
      this.take(await perform());
      return true;
    } catch (error) {
      if (error instanceof ActivityFailure && !isCancellation(error)) return false;
      throw error;
    } finally {
      this.acting -= 1;
    }
  }

  /** Takes what a statement led to; its refusal becomes the caller's. */
  answer({ answer, snapshot }: Heard): SaidAnswer {
    this.take(snapshot);
    if (!answer.accepted) throw ApplicationFailure.nonRetryable(answer.words, answer.code);
    return { seq: answer.seq, version: snapshot.version, awaitsSecondPerson: answer.awaitsSecondPerson };
  }

  /** The most pressing act owed of a kind. */
  private nextAct(kind: RegExp): Act | undefined {
    const due = (act: Act): number => (act.at === null ? 0 : Date.parse(act.at));
    const owed = this.newest?.acts.filter(({ actId }) => kind.test(actId)) ?? [];
    return owed.sort((a, b) => due(a) - due(b))[0];
  }

  /** Whenever an act of this kind is owed and its instant has come, does it; for the life of the run. */
  async whenever(kind: RegExp, perform: Perform): Promise<never> {
    for (;;) {
      await condition(() => this.nextAct(kind) !== undefined && !this.isFull);
      const act = this.nextAct(kind);
      const waitMs = act?.at ? Date.parse(act.at) - Date.now() : 0;
      if (act && waitMs > 0) await this.waitFor(kind, act, waitMs);
      else if (act) await this.perform(kind, act, perform);
    }
  }

  /** Reminds the people a duty's ladder names, for as long as the duty is owed. */
  async remindWhileOwed(duties: RegExp, remind: Perform): Promise<never> {
    return this.whenever(new RegExp(`^remind/${duties.source}`), remind);
  }

  private async waitFor(kind: RegExp, act: Act, waitMs: number): Promise<void> {
    const moved = (): boolean => {
      const next = this.nextAct(kind);
      return this.isFull || next?.actId !== act.actId || next.at !== act.at;
    };
    await condition(moved, Math.min(waitMs, LONGEST_WAIT_MS), { summary: act.label });
  }

  /** An act that changed nothing waits a minute before the next try: no hot loop. */
  private async perform(kind: RegExp, act: Act, perform: Perform): Promise<void> {
    const before = this.newest?.version;
    const done = await this.counted(() => perform(act.label));
    const next = this.nextAct(kind);
    const unchanged = next?.actId === act.actId && next.at === act.at && this.newest?.version === before;
    if (unchanged || !done) {
      const pauseMs = done ? PAUSE_AFTER_NOTHING_MS : PAUSE_AFTER_FAILURE_MS;
      await sleep(pauseMs, { summary: `${act.label}: try again` });
    }
  }
}
