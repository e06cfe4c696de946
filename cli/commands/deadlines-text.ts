import type { Deadline } from '../../desk/deadlines.ts';
import type { DutyState } from '../../domain/case/duties/duty.ts';
import { showDuration, showInstant } from '../../domain/clocks/show-time.ts';
import { columns, wrapped } from '../text-table.ts';

const WHY_WIDTH = 96;

const STATE_WORDS: Record<DutyState, string> = {
  missed: 'MISSED',
  running: 'running',
  met: 'met',
  notRequired: 'not required',
  superseded: 'superseded',
};

/** Time left as it truly is: a missed deadline counts from the statutory instant, a running one to when to have acted. */
function leftText({ state, dueAt, actBy, leftSeconds }: Deadline, now: Date): string {
  if (state === 'missed' && dueAt) return `${showDuration(now.getTime() - Date.parse(dueAt))} late`;
  if (state !== 'running') return '';
  if (actBy === null || leftSeconds === null) return 'without delay';
  if (leftSeconds >= 0) return `${showDuration(leftSeconds * 1000)} left`;
  return dueAt
    ? `act now, ${showDuration(Date.parse(dueAt) - now.getTime())} left`
    : `target passed ${showDuration(-leftSeconds * 1000)} ago`;
}

/** A running clock is shown as when to have acted, a missed one as when it was missed. */
function whenText({ state, dueAt, actBy, zone }: Deadline): string {
  const at = state === 'missed' ? dueAt : actBy;
  if (at === null) return dueAt === null && state === 'running' ? 'the law names no hours' : '';
  return `${showInstant(at, zone)}${dueAt === null ? ' target' : ''}`;
}

function rowOf(deadline: Deadline, caseId: string | null, now: Date): string[] {
  const { drill, state, dutyId } = deadline;
  const whose = caseId === null ? [`${deadline.caseId}${drill ? ' DRILL' : ''}`] : [];
  return [STATE_WORDS[state], leftText(deadline, now), whenText(deadline), dutyId, ...whose];
}

function counts(listed: readonly Deadline[], missed: number): string {
  const owed = listed.filter(({ state }) => state === 'running' || state === 'missed');
  const drills = owed.filter(({ drill }) => drill).length;
  const note = drills > 0 ? ` (${drills} of drills)` : '';
  return `${owed.length} owed${note}, ${missed === 0 ? 'none missed' : `${missed} MISSED`}`;
}

/** The list for a terminal: with reasons for one case, in one line each across cases. */
export function listText(caseId: string | null, listed: readonly Deadline[], missed: number, now: Date): string {
  if (listed.length === 0) return caseId === null ? 'Nothing is owed in any open case' : `${caseId}: no clock runs`;
  const drill = listed.some((each) => each.drill) && caseId !== null ? ' DRILL' : '';
  const head = `${caseId === null ? 'Deadlines' : `${caseId}${drill}`}: ${counts(listed, missed)}`;
  const lines = columns(listed.map((each) => rowOf(each, caseId, now))).split('\n');
  if (caseId === null) return [head, '', ...lines].join('\n');
  const reasoned = lines.flatMap((line, at) => [line, `    ${whyText(listed[at])}`]);
  return [head, '', ...reasoned].join('\n');
}

function whyText(deadline: Deadline | undefined): string {
  if (!deadline) return '';
  const { why, rule, dueAt, actBy, zone, state } = deadline;
  const later = state === 'running' && dueAt !== null && actBy !== null && dueAt !== actBy;
  const note = later ? ` Missed only after ${showInstant(dueAt, zone)}: clocks are changed in between.` : '';
  return wrapped(`${why} (${rule}).${note}`, WHY_WIDTH).split('\n').join('\n    ');
}

/** What to do about the most urgent. */
export function nextAfter([first]: readonly Deadline[]): { next?: string } {
  if (!first || (first.state !== 'missed' && first.state !== 'running')) return {};
  const [kind, which, what] = first.dutyId.split('/');
  const id = first.caseId;
  if (kind === 'suspicion') return { next: `Next: tocsin awareness show ${id}` };
  if (kind === 'authority' && what === 'initial')
    return { next: `Next: tocsin filing draft ${id} --authority ${which}` };
  return { next: `Next: tocsin case show ${id}` };
}
