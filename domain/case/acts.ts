import { showDuration, showInstant } from '../clocks/show-time.ts';
import { isNoBreach } from './awareness.ts';
import { deadlinesFor } from './duties/authorities.ts';
import { type Duty, nextReminder } from './duties/duty.ts';
import { dutiesOf } from './duties/index.ts';
import { retentionDuties } from './duties/retention.ts';
import { type AuthorityFile, type CaseFacts, factsSeqFor, standingPhases } from './facts.ts';
import { type Letter, letterState, retryAt } from './letters.ts';
import { changesSinceTold, completionOf } from './told.ts';
import { isToWithdraw } from './withdrawal.ts';

/** Something the engine owes by itself: a reminder, a pack, a wave's start, an erasure. */
export interface Act {
  /** `<verb>/<duty>`, such as `remind/authority/ES/initial` or `prepare/authority/ES`. */
  actId: string;
  /** When; null: now. */
  at: string | null;
  /** What the operator reads on the timer. */
  label: string;
}

/** `Notify ES: 12 h left, due Thursday 27 November 2025, 24:00 (Madrid, UTC+1)`. */
function reminderLabel(facts: CaseFacts, duty: Duty, at: string): string {
  const dueAt = duty.dueAt ?? duty.actBy;
  if (dueAt === null) return `${duty.label}: without undue delay`.slice(0, 200);
  const leftMs = Date.parse(dueAt) - Date.parse(at);
  const left =
    leftMs > 0 ? `${showDuration(leftMs)} left` : leftMs === 0 ? 'the time is up' : `${showDuration(-leftMs)} late`;
  return `${duty.label}: ${left}, ${duty.dueAt ? 'due' : 'target'} ${showInstant(dueAt, facts.policy.zone)}`.slice(
    0,
    200,
  );
}

function reminderActs(facts: CaseFacts, duties: readonly Duty[]): Act[] {
  return duties.flatMap((duty) => {
    const rung = nextReminder(facts, duty);
    return rung ? [{ actId: `remind/${duty.dutyId}`, at: rung.at, label: reminderLabel(facts, duty, rung.at) }] : [];
  });
}

/**
 * The phase in which an authority is owed a filing: the first, what completes or supplements it, or its withdrawal;
 * null when it has everything.
 *
 * What was begun with an authority is completed there, or withdrawn, even when it is competent no more.
 */
export function phaseOwed(facts: CaseFacts, file: AuthorityFile): 'initial' | 'complementary' | 'withdrawal' | null {
  if (isToWithdraw(facts, file)) return 'withdrawal';
  if (file.withdrawnAt && !file.refile) return null;
  const phases = standingPhases(file);
  if (phases.length === 0) return file.releasedAt ? null : 'initial';
  return completionOf(file) && changesSinceTold(facts, file).length === 0 ? null : 'complementary';
}

/** Whether an authority is owed a filing and has no pack made from the newest facts. */
export function isPackMissing(facts: CaseFacts, file: AuthorityFile): boolean {
  const phase = phaseOwed(facts, file);
  if (phase === null) return false;
  const pack = file.packs.at(-1);
  return pack === undefined || pack.phase !== phase || pack.factsSeq < factsSeqFor(facts, file);
}

/** When what a pack says of its own lateness turns: past the 72 hours reasons are asked for, then demanded (R-33-1). */
function outdatedAt(facts: CaseFacts, file: AuthorityFile): string | null {
  const pack = file.packs.at(-1);
  const deadlines = deadlinesFor(facts, file.code);
  if (!pack || !deadlines || phaseOwed(facts, file) !== 'initial') return null;
  const turns = [new Date(Date.parse(deadlines.conservative) + 1).toISOString(), deadlines.reg1182];
  return turns.find((at) => Date.parse(at) > Date.parse(pack.at)) ?? null;
}

function packActs(facts: CaseFacts, duties: readonly Duty[]): Act[] {
  const owed = duties.filter(
    ({ dutyId, state }) => /\/(initial|completion|supplement|withdrawal)$/.test(dutyId) && state === 'open',
  );
  return owed.flatMap(({ dutyId }) => {
    const code = dutyId.split('/')[1] ?? '';
    const file = facts.authorities[code];
    if (!file) return [];
    const missing = isPackMissing(facts, file);
    const at = missing ? null : outdatedAt(facts, file);
    if (!missing && at === null) return [];
    return [{ actId: `prepare/authority/${code}`, at, label: `Prepare the filing with ${code}` }];
  });
}

/** Whether a letter's duty is still owed: what was filed, told or ended in another way since is not sent as well. */
export function isLetterWanted(facts: CaseFacts, { kind, addressee, phase }: Letter): boolean {
  const none = isNoBreach(facts);
  if (kind === 'controllerNotice')
    return !none && facts.controllers.some((each) => each.controllerId === addressee && each.noticedAt === null);
  const file = facts.authorities[addressee];
  const owed = file ? phaseOwed(facts, file) : null;
  if (owed === null || owed === 'withdrawal' || none) return owed === 'withdrawal' && phase === 'withdrawal';
  return owed === 'initial' ? phase === 'initial' : phase === 'complementary' || phase === 'final';
}

/** A letter begun is seen to its end, whatever else happened; one not begun only while it is wanted. */
function isLetterOwed(facts: CaseFacts, letter: Letter): boolean {
  const state = letterState(letter);
  return state === 'beingSent' || (['toSend', 'deferred'].includes(state) && isLetterWanted(facts, letter));
}

/** Letters of a kind to be sent by now, oldest first. */
export const lettersDue = (facts: CaseFacts, kind: Letter['kind'], now: Date): Letter[] =>
  facts.letters.filter((letter) => {
    const at = retryAt(letter);
    return letter.kind === kind && isLetterOwed(facts, letter) && (at === null || Date.parse(at) <= now.getTime());
  });

function letterActs(facts: CaseFacts): Act[] {
  const owed = facts.letters.filter((letter) => isLetterOwed(facts, letter));
  return owed.map((letter) => {
    const to = letter.kind === 'filing' ? `authority/${letter.addressee}` : `controller/${letter.addressee}`;
    return { actId: `send/${to}`, at: retryAt(letter), label: `Send letter ${letter.number} to ${letter.addressee}` };
  });
}

function waveActs(facts: CaseFacts): Act[] {
  if (isNoBreach(facts) || facts.recipientsErasedAt) return [];
  return Object.values(facts.waves).flatMap(({ number, approval, startedAt, cancelledAt, resend }) => {
    if (resend && !resend.begun && !cancelledAt)
      return [
        { actId: `start/people/${number}`, at: resend.at, label: `Send the held notices of wave ${number} again` },
      ];
    if (!approval || startedAt || cancelledAt) return [];
    return [
      {
        actId: `start/people/${number}`,
        at: approval.startsAt,
        label: `Begin wave ${number}, unless cancelled before`,
      },
    ];
  });
}

function retentionActs(duties: readonly Duty[]): Act[] {
  const owed = duties.filter(({ dutyId, state }) => dutyId.startsWith('retention/') && state === 'open');
  return owed.map(({ dutyId, actBy, label }) => ({ actId: `keep/${dutyId}`, at: actBy, label }));
}

/** Everything the engine owes in a case, each with its instant; the workflow waits for exactly these. */
export function actsOf(facts: CaseFacts): Act[] {
  const duties = dutiesOf(facts);
  return [
    ...reminderActs(facts, duties),
    ...packActs(facts, duties),
    ...letterActs(facts),
    ...waveActs(facts),
    ...retentionActs(duties),
  ];
}

/** A case ends when it is closed, nothing is left to be let go of, and no order came since that is owed an answer. */
export const isEnded = (facts: CaseFacts): boolean =>
  facts.closedAt !== null &&
  retentionDuties(facts).every(({ state }) => state === 'met') &&
  dutiesOf(facts).every(({ state }) => state !== 'open');
