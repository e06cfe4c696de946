import { awarenessOf } from '../domain/case/awareness.ts';
import { latenessOf } from '../domain/case/duties/authorities.ts';
import { type Duty, isOurTarget } from '../domain/case/duties/duty.ts';
import { dutiesOf } from '../domain/case/duties/index.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { initialOf } from '../domain/case/told.ts';
import { requireAuthority } from '../domain/law/authorities.ts';
import type { CountdownData } from '../templates/countdown-in-words.ts';

/** First notifications, by authority. */
const INITIAL = /^authority\/([^/]+)\/initial$/;

const codeOf = ({ dutyId }: Duty): string => INITIAL.exec(dutyId)?.[1] ?? '';

const byEnd = (a: Duty, b: Duty): number =>
  Date.parse(a.actBy ?? '9999-12-31') - Date.parse(b.actBy ?? '9999-12-31') || a.dutyId.localeCompare(b.dutyId);

/** The last to be made where all are made, as that is when the clock of the case stopped. */
const byFiling = (a: Duty, b: Duty): number =>
  Date.parse(b.metAt ?? '') - Date.parse(a.metAt ?? '') || a.dutyId.localeCompare(b.dutyId);

/** How timely by the awareness that counts today, as the end shown beside it is. */
function filedOf(facts: CaseFacts, code: string): CountdownData['filed'] {
  const file = facts.authorities[code];
  const initial = file && initialOf(file);
  return initial ? { at: initial.submittedAt, status: latenessOf(facts, file) ?? initial.status } : null;
}

/** The clock of the first notification that presses most; where all are made, of the last of them. */
export function countdownOf(facts: CaseFacts, now: Date): CountdownData {
  const { caseId, drill, policy } = facts;
  const duties = dutiesOf(facts).filter(({ dutyId }) => INITIAL.test(dutyId));
  const open = duties.filter(({ state }) => state === 'open').sort(byEnd);
  const met = duties.filter(({ state }) => state === 'met').sort(byFiling);
  const [duty, ...others] = open.length > 0 ? open : met;
  const authority = duty ? codeOf(duty) : null;
  return {
    caseId,
    drill,
    zone: authority === null ? policy.zone : requireAuthority(authority).zones[0],
    now: now.toISOString(),
    authority,
    others: others.length,
    awareAt: awarenessOf(facts)?.at ?? null,
    actBy: duty?.actBy ?? null,
    dueAt: duty?.dueAt ?? null,
    isTarget: duty !== undefined && isOurTarget(duty),
    filed: open.length > 0 || authority === null ? null : filedOf(facts, authority),
  };
}
