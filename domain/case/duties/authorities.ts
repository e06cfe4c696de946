import {
  type AuthorityDeadlines,
  authorityDeadlines,
  type FilingTimeliness,
  filingStatus,
} from '../../clocks/authority-deadlines.ts';
import { completionDates, completionDueAt } from '../../clocks/completion.ts';
import { localDateOf } from '../../clocks/zone.ts';
import { requireAuthority } from '../../law/authorities.ts';
import { awarenessOf, isNoBreach } from '../awareness.ts';
import { type AuthorityFile, type CaseFacts, type FiledPhase, riskOf, standingPhases } from '../facts.ts';
import type { Duty } from './duty.ts';

/** The instants of the 72 hours towards one authority; null while nobody is aware. */
export function deadlinesFor(facts: CaseFacts, code: string): AuthorityDeadlines | null {
  const aware = awarenessOf(facts);
  if (!aware) return null;
  const { zones, holidayCountry } = requireAuthority(code);
  return authorityDeadlines({ awareAt: aware.at, zone: zones[0], holidayCountry });
}

const initialOf = (file: AuthorityFile): FiledPhase | undefined =>
  standingPhases(file).find(({ phase }) => phase === 'initial');

/**
 * How timely the first filing was, by the awareness that counts today; null before it, or while nobody is aware.
 *
 * What was frozen when it was recorded stays beside it.
 */
export function latenessOf(facts: CaseFacts, file: AuthorityFile): FilingTimeliness | null {
  const initial = initialOf(file);
  const aware = awarenessOf(facts);
  if (!initial || !aware) return null;
  const { zones } = requireAuthority(file.code);
  return filingStatus({ awareAt: aware.at, zone: zones[0], filedAt: initial.submittedAt }).status;
}

/** Whether a filing came late and its reasons are still missing (Art. 33(1), second sentence). */
export const owesReasons = (facts: CaseFacts, file: AuthorityFile): boolean =>
  file.delay === null && latenessOf(facts, file) === 'LATE';

/** A risk held unlikely, and confirmed as such, is documented instead of notified (Art. 33(1), (5)). */
const isDocumentedOnly = (facts: CaseFacts): boolean => riskOf(facts)?.conclusion33 === 'document';

function initialState(facts: CaseFacts, file: AuthorityFile): Duty['state'] {
  if (initialOf(file)) return 'met';
  if (file.releasedAt || isNoBreach(facts)) return 'superseded';
  return isDocumentedOnly(facts) ? 'notRequired' : 'open';
}

function initialWhy(facts: CaseFacts, code: string): string {
  const status = awarenessOf(facts)?.status;
  if (isDocumentedOnly(facts))
    return `A risk is held unlikely: nothing is filed with ${code}, the reasons are on file (Art. 33(5))`;
  const since = {
    proposed: ': nobody has decided yet when that was, so the earliest fitting moment counts',
    decided: '',
    unconfirmed: ': a later moment waits for a second person, the earlier one counts until then',
  };
  const aware = since[status ?? 'proposed'];
  return `Notify ${code} without undue delay and, where feasible, within 72 hours of becoming aware${aware}`;
}

function initialDuty(facts: CaseFacts, file: AuthorityFile): Duty | null {
  const deadlines = deadlinesFor(facts, file.code);
  if (!deadlines) return null;
  return {
    dutyId: `authority/${file.code}/initial`,
    rule: 'R-33-1',
    state: initialState(facts, file),
    dueAt: deadlines.conservative,
    actBy: deadlines.operational,
    metAt: initialOf(file)?.submittedAt ?? null,
    why: initialWhy(facts, file.code),
    label: `Notify ${file.code}`,
  };
}

/** Whether a later phase, or an initial one filed as complete, has given everything. */
const isCompleted = (file: AuthorityFile): FiledPhase | undefined =>
  standingPhases(file).find(({ phase, subtype }) => subtype === 'complete' || phase === 'final');

function completionDuty(facts: CaseFacts, file: AuthorityFile): Duty | null {
  const initial = initialOf(file);
  if (!initial || initial.subtype === 'complete') return null;
  const completed = isCompleted(file);
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

function orderDuties(facts: CaseFacts): Duty[] {
  return facts.orders.map(({ authority, number, dueAt, answeredAt }) => ({
    dutyId: `authority/${authority}/order/${number}`,
    rule: 'R-34-4',
    state: answeredAt ? 'met' : 'open',
    dueAt,
    actBy: dueAt,
    metAt: answeredAt,
    why: `${authority} has ordered something with a date of its own; ignoring an order is fined higher (Art. 83(6))`,
    label: `Obey order ${number} of ${authority}`,
  }));
}

/**
 * What is owed to every competent authority: the notification, its completion, and its orders.
 *
 * @see GDPR Art. 33(1), (4), 34(4); R-33-1, R-33-4, R-5-4
 */
export function authorityDuties(facts: CaseFacts): Duty[] {
  if (facts.role === 'processor') return orderDuties(facts);
  const files = Object.values(facts.authorities).sort((a, b) => a.code.localeCompare(b.code));
  const filings = files.flatMap((file) => [initialDuty(facts, file), completionDuty(facts, file)]);
  return [...filings.filter((duty) => duty !== null), ...orderDuties(facts)];
}
