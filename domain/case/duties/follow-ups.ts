import { completionDates, completionDueAt } from '../../clocks/completion.ts';
import { hoursAfter } from '../../clocks/instant.ts';
import { localDateOf } from '../../clocks/zone.ts';
import { requireAuthority } from '../../law/authorities.ts';
import { isNoBreach } from '../awareness.ts';
import { type AuthorityFile, type CaseFacts, type FiledPhase, standingPhases } from '../facts.ts';
import { changesSinceTold, completionOf, initialOf, type LaterChange } from '../told.ts';
import { isToWithdraw } from '../withdrawal.ts';
import type { Duty } from './duty.ts';

/** Our own target for what the law asks without hours: a supplement, a withdrawal. */
const TARGET_HOURS = 72;

/** The rest of a filing made in phases (Art. 33(4)); null where nothing is left for later. */
export function completionDuty(facts: CaseFacts, file: AuthorityFile): Duty | null {
  const initial = initialOf(file);
  if (!initial || initial.subtype === 'complete') return null;
  const completed = completionOf(file);
  const filed = {
    filedOn: localDateOf(initial.submittedAt, requireAuthority(file.code).zones[0]),
    authority: file.code,
  };
  const dates = completionDates(filed);
  const dueAt = completionDueAt(filed);
  return {
    dutyId: `authority/${file.code}/completion`,
    rule: 'R-33-4',
    state: completed ? 'met' : file.withdrawnAt || isNoBreach(facts) ? 'superseded' : 'open',
    dueAt,
    actBy: dueAt,
    metAt: completed?.submittedAt ?? null,
    why: dueAt
      ? `The rest follows in phases: 30 days end on ${dates.calendar30} (calendar) or ${dates.working30} (working days); the earlier one counts here (R-5-4, unverified which)`
      : 'The rest follows in phases without undue further delay; this authority names no days',
    label: `Complete the filing with ${file.code}`,
  };
}

const WHAT_CHANGED: Record<LaterChange['what'], string> = {
  facts: 'facts',
  scope: 'the countries and people concerned',
  risk: 'the risk',
  people: 'further people who are told',
};

/** The newest filing made after everything had been told once. */
function supplementOf(file: AuthorityFile): FiledPhase | undefined {
  const phases = standingPhases(file);
  const complete = phases.findIndex(({ seq }) => seq === completionOf(file)?.seq);
  return complete < 0 ? undefined : phases.slice(complete + 1).at(-1);
}

/**
 * What came to light after an authority had been told everything: a further filing, and no new period of 72 hours.
 * The target is ours; null while nothing has changed and nothing was supplemented.
 */
export function supplementDuty(facts: CaseFacts, file: AuthorityFile): Duty | null {
  const changes = changesSinceTold(facts, file);
  const [first] = changes;
  const filed = supplementOf(file);
  if (!first && !filed) return null;
  const kinds = [...new Set(changes.map(({ what }) => WHAT_CHANGED[what]))].join(', ');
  return {
    dutyId: `authority/${file.code}/supplement`,
    rule: 'R-33-4',
    state: first ? 'open' : 'met',
    dueAt: null,
    actBy: first ? hoursAfter(first.at, TARGET_HOURS) : null,
    metAt: first ? null : (filed?.submittedAt ?? null),
    why: first
      ? `What ${file.code} was told has changed (${kinds}): it is told without undue further delay, and no new 72 hours run; our own target is ${TARGET_HOURS} h`
      : `What came to light later was filed with ${file.code} too`,
    label: `Tell ${file.code} what has changed`,
  };
}

/** A breach that was none after all is withdrawn where it was filed (R-2-9); null where there is nothing to withdraw. */
export function withdrawalDuty(facts: CaseFacts, file: AuthorityFile): Duty | null {
  const owed = isToWithdraw(facts, file);
  if (!owed && !(file.withdrawnAt && isNoBreach(facts))) return null;
  return {
    dutyId: `authority/${file.code}/withdrawal`,
    rule: 'R-2-9',
    state: owed ? 'open' : 'met',
    dueAt: null,
    actBy: facts.gate ? hoursAfter(facts.gate.at, TARGET_HOURS) : null,
    metAt: owed ? null : file.withdrawnAt,
    why: `${file.code} was told of a breach and there was none: tell it so, with the reason; the law names no hours, our own target is ${TARGET_HOURS} h`,
    label: `Withdraw the filing with ${file.code}`,
  };
}
