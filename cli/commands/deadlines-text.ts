import type { Deadline } from '../../desk/deadlines.ts';
import type { DutyState } from '../../domain/case/duties/duty.ts';
import { hasNotBegun } from '../../domain/case/duties/regime-words.ts';
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
function leftText({ state, dueAt, actBy, leftSeconds, why }: Deadline, now: Date): string {
  if (state === 'missed' && dueAt) return `${showDuration(now.getTime() - Date.parse(dueAt))} late`;
  if (state !== 'running') return '';
  if (actBy === null || leftSeconds === null) return hasNotBegun({ why, dueAt }) ? 'not begun' : 'without delay';
  if (leftSeconds >= 0) return `${showDuration(leftSeconds * 1000)} left`;
  return dueAt
    ? `act now, ${showDuration(Date.parse(dueAt) - now.getTime())} left`
    : `target passed ${showDuration(-leftSeconds * 1000)} ago`;
}

/** A running clock is shown as when to have acted, a missed one as when it was missed, a met one as when that was. */
function whenText({ state, dueAt, actBy, metAt, zone, why }: Deadline): string {
  const at = state === 'missed' ? dueAt : state === 'met' ? metAt : actBy;
  if (at === null && state === 'running') return hasNotBegun({ why, dueAt }) ? 'no date yet' : 'the law names no hours';
  if (at === null) return '';
  return `${showInstant(at, zone)}${dueAt === null && state === 'running' ? ' target' : ''}`;
}

/** Under which law a duty stands: shown beside it where there are others than the GDPR. */
function lawOf(dutyId: string): string {
  const [kind, regime = ''] = dutyId.split('/');
  if (kind !== 'regime') return 'GDPR';
  return regime === 'CONTRACT' ? 'contract' : regime;
}

function rowOf(deadline: Deadline, caseId: string | null, now: Date, manyLaws: boolean): string[] {
  const { drill, state, dutyId } = deadline;
  const law = manyLaws ? [lawOf(dutyId)] : [];
  const whose = caseId === null ? [`${deadline.caseId}${drill ? ' DRILL' : ''}`] : [];
  return [STATE_WORDS[state], leftText(deadline, now), whenText(deadline), ...law, dutyId, ...whose];
}

const isOwed = ({ state }: Deadline): boolean => state === 'running' || state === 'missed';

function counted(listed: readonly Deadline[]): string {
  const missed = listed.filter(({ state }) => state === 'missed').length;
  return `${listed.filter(isOwed).length} owed, ${missed === 0 ? 'none missed' : `${missed} MISSED`}`;
}

/** Drills are counted apart: a missed drill is no missed deadline. */
function counts(listed: readonly Deadline[]): string {
  const drills = listed.filter((each) => each.drill && isOwed(each));
  const real = listed.filter(({ drill }) => !drill);
  return drills.length > 0 ? `${counted(real)}; in drills ${counted(drills)}` : counted(real);
}

/** The list for a terminal: with reasons for one case, in one line each across cases. */
export function listText(caseId: string | null, listed: readonly Deadline[], now: Date): string {
  if (listed.length === 0) return caseId === null ? 'Nothing is owed in any open case' : `${caseId}: no clock runs`;
  const head = caseId === null ? `Deadlines: ${counts(listed)}` : `${caseId}: ${counts(listed)}`;
  const manyLaws = listed.some(({ dutyId }) => lawOf(dutyId) !== 'GDPR');
  const lines = columns(listed.map((each) => rowOf(each, caseId, now, manyLaws))).split('\n');
  if (caseId === null) return [head, '', ...lines].join('\n');
  const reasoned = lines.flatMap((line, at) => [line, `    ${whyText(listed[at])}`]);
  return [head, '', ...reasoned].join('\n');
}

/** Where clocks are put forward on the way, a deadline is told by its earlier reading. */
function laterText({ dutyId, dueAt, actBy, zone, state }: Deadline): string {
  if (state !== 'running' || dueAt === null || actBy === null || dueAt === actBy) return '';
  const why = dutyId.startsWith('authority/') ? ': clocks are changed in between' : '';
  return ` Missed only after ${showInstant(dueAt, zone)}${why}.`;
}

function whyText(deadline: Deadline | undefined): string {
  if (!deadline) return '';
  const text = `${deadline.why} (${deadline.rule}).${laterText(deadline)}`;
  return wrapped(text, WHY_WIDTH).split('\n').join('\n    ');
}

/** What to do about the most urgent. */
export function nextAfter(listed: readonly Deadline[]): { next?: string } {
  const owed = listed.filter(isOwed);
  const first = owed.find(({ drill }) => !drill) ?? owed[0];
  if (!first) return {};
  const [kind, which, what] = first.dutyId.split('/');
  const id = first.caseId;
  if (kind === 'regime') return { next: `Next: tocsin regime list ${id}` };
  if (kind === 'controller')
    return { next: `Next: tocsin controller tell ${id} --all; told in another way: tocsin controller told ${id} …` };
  if (kind === 'suspicion') return { next: `Next: tocsin awareness show ${id}` };
  if (kind === 'authority' && what === 'initial')
    return { next: `Next: tocsin filing draft ${id} --authority ${which}` };
  return { next: `Next: tocsin case show ${id}` };
}
