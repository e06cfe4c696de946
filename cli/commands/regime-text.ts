import type { RegimeStepView, RegimeView } from '../../desk/regime-view.ts';
import { showDuration, showInstant } from '../../domain/clocks/show-time.ts';
import { columns, wrapped } from '../text-table.ts';

const WIDTH = 96;

const STATE_WORDS: Record<RegimeView['state'], string> = {
  applies: 'applies',
  assumed: 'counts as applying: nobody has judged this incident',
  notRequired: 'not required',
  superseded: 'superseded',
};

/** A step in one line: how it stands, and until when. */
function stepRow(
  { step, state, dueAt, actBy, leftSeconds, submittedAt, late, reference, receipt }: RegimeStepView,
  zone: string,
): string[] {
  if (submittedAt) {
    const details = [late ? 'LATE' : '', reference ?? '', receipt ? 'receipt kept' : ''].filter(Boolean).join(', ');
    return [`  ${step}`, 'filed', showInstant(submittedAt, zone), details];
  }
  if (state !== 'running' && state !== 'missed')
    return [`  ${step}`, state === 'notRequired' ? 'not required' : state, '', ''];
  if (actBy === null) return [`  ${step}`, '', 'no date', ''];
  const left = `${showDuration(Math.abs(leftSeconds ?? 0) * 1000)} ${(leftSeconds ?? 0) < 0 ? 'late' : 'left'}`;
  return [`  ${step}`, left, `${dueAt ? '' : 'target '}${showInstant(actBy, zone)}`, ''];
}

const momentLine = ({ anchor, at, entry }: RegimeView['moments'][number], zone: string): string =>
  `  ${anchor}: ${at ? `${showInstant(at, zone)} (entry ${entry})` : 'not recorded'}`;

/** One regime: what it is, what was judged, its steps with their reasons, and the moments it runs from. */
function regimeBlock(view: RegimeView, zone: string): string {
  const owed = view.state === 'applies' || view.state === 'assumed';
  const category = view.category ? `, as '${view.category}'` : '';
  const lines = columns(view.steps.map((step) => stepRow(step, zone))).split('\n');
  return [
    `${view.regime}  ${view.law}: ${STATE_WORDS[view.state]}${category}`,
    ...view.steps.flatMap(({ why }, at) => [
      lines[at] ?? '',
      ...(why === view.steps[at + 1]?.why ? [] : [`      ${wrapped(why, WIDTH).split('\n').join('\n      ')}`]),
    ]),
    ...(owed ? view.moments.map((moment) => momentLine(moment, zone)) : []),
  ].join('\n');
}

/** The regimes of a case for a terminal. */
export function regimesText(caseId: string, views: readonly RegimeView[], zone: string): string {
  if (views.length > 0) return views.map((view) => regimeBlock(view, zone)).join('\n\n');
  return `${caseId}: no regime beside the GDPR is in scope by the profile this case began with`;
}

/** What to do next about them: what nobody judged first, then the most urgent report. */
export function nextOf(caseId: string, views: readonly RegimeView[]): string {
  if (views.length === 0)
    return `Next: tocsin regime judge ${caseId} NIS2 yes --reason "…", if one applies all the same`;
  const assumed = views.find(({ state }) => state === 'assumed');
  if (assumed) return `Next: tocsin regime judge ${caseId} ${assumed.regime} yes|no --reason "…"`;
  const owed = views.flatMap(({ steps, regime }) => steps.map((step) => ({ ...step, regime })));
  const [first] = owed
    .filter(({ state, actBy }) => (state === 'running' || state === 'missed') && actBy !== null)
    .sort((a, b) => (a.leftSeconds ?? 0) - (b.leftSeconds ?? 0));
  return first
    ? `Next: tocsin regime filed ${caseId} ${first.regime} ${first.step} --at WHEN`
    : `Next: tocsin deadlines ${caseId}`;
}
