import { showInstant } from '../domain/clocks/show-time.ts';
import { barCells, PROGRESS_PARTS, type ProgressCounts, type ProgressPart } from '../domain/notice/progress.ts';
import { compileHtml } from './environment.ts';

/** What the picture shows of a wave; counts, codes and instants only. */
export interface CampaignWave {
  wave: number;
  state: string;
  people: number;
  progress: ProgressCounts;
  failures: readonly { code: string; count: number; words: string }[];
  bounces: readonly { code: string; count: number; words: string }[];
  perMinute: number;
  expectedEndAt: string | null;
  zone: string;
}

const WIDTH = 640;
const BAR = { left: 16, width: 608, height: 34 } as const;
const ROW = 24;
const TABLE_TOP = 40;

/** A wave in words, as a reader of the picture who does not see it hears it. */
function sentenceOf({ wave, state, people, progress }: CampaignWave): string {
  const parts = PROGRESS_PARTS.filter(({ part }) => progress[part] > 0).map(
    ({ part, words }) => `${progress[part]} ${words}`,
  );
  return `Wave ${wave}: ${state}, ${people} people${parts.length > 0 ? `: ${parts.join('; ')}` : ''}.`;
}

const percent = (part: number, people: number): string =>
  people === 0 ? '' : `${(Math.floor((part / people) * 1000) / 10).toFixed(1)} %`;

function blocksOf({ progress }: CampaignWave, top: number) {
  let x: number = BAR.left;
  return barCells(progress, BAR.width).map(({ part, cells }) => {
    const block = { part, x, y: top, width: cells, height: BAR.height };
    x += cells;
    return block;
  });
}

function rowsOf({ progress, people }: CampaignWave, top: number) {
  return PROGRESS_PARTS.filter(({ part }) => progress[part] > 0).map(({ part, words }, index) => {
    const y = top + index * ROW;
    const count = progress[part].toLocaleString('en');
    return { part, words, count, share: percent(progress[part], people), y, boxY: y - 13 };
  });
}

function linesOf({ state, perMinute, expectedEndAt, zone, failures, bounces }: CampaignWave): string[] {
  const reason = ({ code, count, words }: CampaignWave['failures'][number]) =>
    `${count.toLocaleString('en')}: ${words}${code ? ` (${code})` : ''}`;
  return [
    ...(state === 'sending' ? [`${perMinute.toLocaleString('en')} sent in the last minute`] : []),
    ...(expectedEndAt ? [`Everybody tried once by ${showInstant(expectedEndAt, zone)}, at this rate`] : []),
    ...(failures.length > 0 ? ['Not sent, and why:', ...failures.map(reason)] : []),
    ...(bounces.length > 0 ? ['Sent, and came back:', ...bounces.map(reason)] : []),
  ];
}

function panelOf(wave: CampaignWave, top: number) {
  const rows = rowsOf(wave, top + 34 + BAR.height + TABLE_TOP);
  const afterRows = top + 34 + BAR.height + TABLE_TOP + rows.length * ROW;
  const lines = linesOf(wave).map((text, index) => ({ text, y: afterRows + 4 + index * 20 }));
  return {
    heading: `Wave ${wave.wave}: ${wave.state}, ${wave.people.toLocaleString('en')} people`,
    headingY: top + 18,
    blocks: blocksOf(wave, top + 34),
    frame: { x: BAR.left, y: top + 34, width: BAR.width, height: BAR.height },
    rows,
    lines,
    bottom: afterRows + lines.length * 20 + 16,
  };
}

/** Every part has a pattern of its own: none is told by colour alone. */
const PATTERNS: Record<ProgressPart, string> = {
  reached: 'M0 0h8v8h-8z',
  bounced: 'M-1 1l2-2M0 8l8-8M7 9l2-2M-1 7l2 2M0 0l8 8M7-1l2 2',
  beingSent: 'M0 0l4 4l4-4M0 4l4 4l4-4',
  waiting: 'M3 3h2v2h-2z',
  deferred: 'M0 2h8M0 6h8',
  refused: 'M2 2l4 4M6 2l-4 4',
  expired: 'M4 0v8',
  unknownHeld: 'M2 4a2 2 0 1 1 4 0a2 2 0 1 1 -4 0',
  suppressed: 'M1 4h6',
};

const draw = compileHtml<ReturnType<typeof pictureOf>>('campaign.svg.hbs');

function pictureOf(caseId: string, waves: readonly CampaignWave[]) {
  const panels: ReturnType<typeof panelOf>[] = [];
  for (const wave of waves) panels.push(panelOf(wave, panels.at(-1)?.bottom ?? 52));
  return {
    id: `campaign-${caseId}`,
    title: `Notices to people, ${caseId}`,
    description: waves.map(sentenceOf).join(' ') || 'No list of people was imported for this case yet.',
    width: WIDTH,
    height: panels.at(-1)?.bottom ?? 90,
    patterns: Object.entries(PATTERNS).map(([part, path]) => ({ part, path, solid: part === 'reached' })),
    empty: waves.length === 0,
    panels,
  };
}

/** The waves of a case as one picture: stacked bars, each with the same facts as a table below it. */
export const renderCampaignSvg = (caseId: string, waves: readonly CampaignWave[]): string =>
  draw(pictureOf(caseId, waves));
