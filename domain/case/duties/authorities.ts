import {
  type AuthorityDeadlines,
  authorityDeadlines,
  type FilingTimeliness,
  filingStatus,
} from '../../clocks/authority-deadlines.ts';
import { hoursAfter } from '../../clocks/instant.ts';
import { requireAuthority } from '../../law/authorities.ts';
import { awarenessOf, isNoBreach } from '../awareness.ts';
import { type AuthorityFile, type CaseFacts, riskOf } from '../facts.ts';
import { initialOf } from '../told.ts';
import type { Duty } from './duty.ts';
import { completionDuty, supplementDuty, withdrawalDuty } from './follow-ups.ts';
import { withLetterNote } from './letter-note.ts';
import { orderDuties } from './orders.ts';

/** Whether an authority's law names hours; Switzerland's says "as quickly as possible" (Art. 24 FADP). */
const namesHours = (code: string): boolean => requireAuthority(code).regime !== 'CH-FADP';

/** The instants of the 72 hours towards one authority; null while nobody is aware, or where the law names no hours. */
export function deadlinesFor(facts: CaseFacts, code: string): AuthorityDeadlines | null {
  const aware = awarenessOf(facts);
  if (!aware || !namesHours(code)) return null;
  const { zones, holidayCountry } = requireAuthority(code);
  return authorityDeadlines({ awareAt: aware.at, zone: zones[0], holidayCountry });
}

/**
 * How timely a filing made at an instant is, by the awareness that counts today; null while nobody is aware, or where
 * the law names no hours.
 */
export function timelinessOf(facts: CaseFacts, code: string, filedAt: string): FilingTimeliness | null {
  const aware = awarenessOf(facts);
  if (!aware || !namesHours(code)) return null;
  return filingStatus({ awareAt: aware.at, zone: requireAuthority(code).zones[0], filedAt }).status;
}

/**
 * How timely the first filing was, by the awareness that counts today; null before it, or while nobody is aware.
 *
 * What was frozen when it was recorded stays beside it.
 */
export function latenessOf(facts: CaseFacts, file: AuthorityFile): FilingTimeliness | null {
  const initial = initialOf(file);
  return initial ? timelinessOf(facts, file.code, initial.submittedAt) : null;
}

/** Whether a filing came late and its reasons are still missing (Art. 33(1), second sentence). */
export const owesReasons = (facts: CaseFacts, file: AuthorityFile): boolean =>
  file.delay === null && latenessOf(facts, file) === 'LATE';

/** A risk held unlikely, and confirmed as such, is documented instead of notified (Art. 33(1), (5)). */
const isDocumentedOnly = (facts: CaseFacts): boolean => riskOf(facts)?.conclusion33 === 'document';

/** When a risk was found after it had first been held unlikely; null where it was not (R-2-10). */
export function riskFoundLaterAt({ assessments }: CaseFacts): string | null {
  const documented = assessments.findLastIndex(({ conclusion33 }) => conclusion33 === 'document');
  return documented < 0 ? null : (assessments[documented + 1]?.at ?? null);
}

function initialState(facts: CaseFacts, file: AuthorityFile, isAsked: boolean): Duty['state'] {
  if (initialOf(file)) return 'met';
  if (file.releasedAt || isNoBreach(facts)) return 'superseded';
  return isAsked ? 'open' : 'notRequired';
}

const SINCE = {
  proposed: ': nobody has decided yet when that was, so the earliest fitting moment counts',
  decided: '',
  unconfirmed: ': a later moment waits for a second person, the earlier one counts until then',
} as const;

function initialWhy(facts: CaseFacts, code: string, reassessedAt: string | null): string {
  if (isDocumentedOnly(facts))
    return `A risk is held unlikely: nothing is filed with ${code}, the reasons are on file (Art. 33(5))`;
  if (reassessedAt)
    return `A risk was first held unlikely and then found: file with ${code} at once, with the reasons (risk_first_thought_unlikely). The 72 hours from awareness stay; the later date is our own target and extends nothing (R-2-10)`;
  const aware = SINCE[awarenessOf(facts)?.status ?? 'proposed'];
  const law = requireAuthority(code).regime === 'UK-GDPR' ? ' (Art. 33 UK GDPR)' : '';
  return `Notify ${code} without undue delay and, where feasible, within 72 hours of becoming aware${law}${aware}`;
}

const REASSESSED_TARGET_HOURS = 72;

/** Art. 33(1): 72 hours from awareness. A risk found after they are over moves only what we aim at (R-2-10). */
function timedDuty(facts: CaseFacts, file: AuthorityFile, deadlines: AuthorityDeadlines): Duty {
  const { conservative, operational } = deadlines;
  const found = riskFoundLaterAt(facts);
  const reassessedAt = found !== null && Date.parse(found) > Date.parse(operational) ? found : null;
  return {
    dutyId: `authority/${file.code}/initial`,
    rule: requireAuthority(file.code).regime === 'UK-GDPR' ? 'UK-GDPR-33-1' : 'R-33-1',
    state: initialState(facts, file, !isDocumentedOnly(facts)),
    dueAt: conservative,
    actBy: reassessedAt ? hoursAfter(reassessedAt, REASSESSED_TARGET_HOURS) : operational,
    metAt: initialOf(file)?.submittedAt ?? null,
    why: initialWhy(facts, file.code, reassessedAt),
    label: `Notify ${file.code}`,
  };
}

const HIGH_RISK_TARGET_HOURS = 24;

/** When it was first concluded that the risk is high; null while it is not. */
function highSince({ assessments }: CaseFacts): string | null {
  if (assessments.at(-1)?.risk !== 'high') return null;
  const before = assessments.findLastIndex(({ risk }) => risk !== 'high');
  return assessments[before + 1]?.at ?? null;
}

/** Art. 24 FADP: only where a high risk is likely, and then as quickly as possible; what is dated is our target. */
function untimedDuty(facts: CaseFacts, file: AuthorityFile): Duty {
  const high = highSince(facts);
  return {
    dutyId: `authority/${file.code}/initial`,
    rule: 'CH-FADP-24',
    state: initialState(facts, file, high !== null),
    dueAt: null,
    actBy: high === null ? null : hoursAfter(high, HIGH_RISK_TARGET_HOURS),
    metAt: initialOf(file)?.submittedAt ?? null,
    why:
      high === null
        ? `${file.code} is notified only where a high risk is likely (Art. 24 FADP), and none is assessed as high`
        : `Notify ${file.code} as quickly as possible (Art. 24 FADP); the law names no hours, our own target is ${HIGH_RISK_TARGET_HOURS} h`,
    label: `Notify ${file.code}`,
  };
}

function initialDuty(facts: CaseFacts, file: AuthorityFile): Duty | null {
  if (!namesHours(file.code)) return awarenessOf(facts) ? untimedDuty(facts, file) : null;
  const deadlines = deadlinesFor(facts, file.code);
  return deadlines && timedDuty(facts, file, deadlines);
}

/**
 * What is owed to every competent authority: the notification, its completion, what came to light later or its
 * withdrawal, and what it ordered.
 *
 * @see GDPR Art. 33(1), (4), 34(4); R-33-1, R-33-4, R-5-4, R-2-9, R-2-10
 */
export function authorityDuties(facts: CaseFacts): Duty[] {
  if (facts.role === 'processor') return orderDuties(facts);
  const files = Object.values(facts.authorities).sort((a, b) => a.code.localeCompare(b.code));
  const kinds = [initialDuty, completionDuty, supplementDuty, withdrawalDuty];
  const filings = files.flatMap((file) => kinds.map((kind) => kind(facts, file)));
  const owed = filings.filter((duty) => duty !== null).map((duty) => withLetterNote(facts, duty));
  return [...owed, ...orderDuties(facts)];
}
