import type { Reason, WaveStatus } from '../../desk/notice-status.ts';
import { showInstant } from '../../domain/clocks/show-time.ts';
import { barCells, PROGRESS_PARTS, type ProgressPart } from '../../domain/notice/progress.ts';
import { columns } from '../text-table.ts';

const BAR_CELLS = 50;
const LINE_CELLS = 24;

/** One sign a part: they differ without colour. */
const SIGNS: Record<ProgressPart, string> = {
  reached: '█',
  bounced: '▚',
  beingSent: '▓',
  waiting: '·',
  deferred: '░',
  refused: '×',
  expired: '!',
  unknownHeld: '?',
  suppressed: '-',
};

const bar = ({ progress }: WaveStatus, cells: number): string =>
  barCells(progress, cells)
    .map(({ part, cells: own }) => SIGNS[part].repeat(own))
    .join('');

const peopleText = (people: number): string => `${people.toLocaleString('en')} ${people === 1 ? 'person' : 'people'}`;

/** A wave as a person reads it: bar with counts, rate, expected end, and why some were not reached. */
export function waveText(status: WaveStatus): string {
  const { wave, state, halted, people, progress, byAudience, failures, bounces, remarks } = status;
  const lines = [`Wave ${wave}: ${state}${halted ? ` (${halted})` : ''}, ${peopleText(people)}`];
  if (byAudience.length === 0) return [...lines, ...remarks].join('\n');
  const parts = PROGRESS_PARTS.filter(({ part }) => progress[part] > 0).map(({ part, words }) => [
    SIGNS[part],
    words,
    progress[part].toLocaleString('en'),
  ]);
  const rows = byAudience.map(({ audience, locale, state: line, count }) => [audience, locale, line, String(count)]);
  lines.push(`[${bar(status, BAR_CELLS)}]`, columns(parts), ...paceLines(status));
  lines.push('', columns([['Audience', 'Language', 'State', 'People'], ...rows]));
  if (failures.length > 0) lines.push('', 'Not sent, and why:', reasonsText(failures));
  if (bounces.length > 0) lines.push('', 'Sent, and came back:', reasonsText(bounces));
  if (remarks.length > 0) lines.push('', ...remarks);
  return lines.join('\n');
}

const reasonsText = (reasons: readonly Reason[]): string =>
  columns(reasons.map(({ code, count, words }) => [`  ${count}`, code || 'no code', words]));

function paceLines({ state, halted, perMinute, expectedEndAt, nextAt, zone }: WaveStatus): string[] {
  if (state !== 'sending' || halted) return [];
  return [
    `${perMinute.toLocaleString('en')} in the last minute`,
    ...(expectedEndAt ? [`Everybody tried once by ${showInstant(expectedEndAt, zone)}, at this rate`] : []),
    ...(nextAt ? [`Next try: ${showInstant(nextAt, zone)}`] : []),
  ];
}

/** A wave in one line, for following it. */
export function waveLine(status: WaveStatus): string {
  const { wave, state, progress, people, perMinute, expectedEndAt, zone } = status;
  const sent = progress.reached + progress.bounced;
  const share = people === 0 ? 0 : Math.floor((sent / people) * 100);
  const others = PROGRESS_PARTS.filter(({ part }) => part !== 'reached' && part !== 'waiting' && progress[part] > 0);
  return [
    `Wave ${wave} ${state} [${bar(status, LINE_CELLS).padEnd(LINE_CELLS, '·')}] ${share} %`,
    `${sent.toLocaleString('en')} of ${people.toLocaleString('en')} sent`,
    ...others.map(({ part, short }) => `${progress[part].toLocaleString('en')} ${short}`),
    ...(state === 'sending' ? [`${perMinute.toLocaleString('en')}/min`] : []),
    ...(expectedEndAt ? [`until ${showInstant(expectedEndAt, zone)}`] : []),
  ].join(', ');
}
