import { countdownOf } from '../../desk/countdown.ts';
import { filingList } from '../../desk/filing-list.ts';
import { readCase } from '../../desk/read-case.ts';
import type { CaseFacts } from '../../domain/case/facts.ts';
import { timelineOf } from '../../domain/case/timeline.ts';
import { renderAuthoritiesSvg } from '../../templates/authorities-svg.ts';
import { authoritiesSummary, authoritiesTable } from '../../templates/authorities-table.ts';
import { countdownInWords, countdownSentence } from '../../templates/countdown-in-words.ts';
import { renderCountdownSvg } from '../../templates/countdown-svg.ts';
import { timelineInWords } from '../../templates/timeline-in-words.ts';
import { renderTimeline } from '../../templates/timeline-svg.ts';
import { timelineTable } from '../../templates/timeline-table.ts';
import type { Answer, CommonOptions } from '../answer.ts';
import type { Session } from '../session.ts';
import { columns } from '../text-table.ts';
import { writeAnswer } from '../write-file.ts';

export const PICTURES = ['timeline', 'countdown', 'authorities'] as const;
export type Picture = (typeof PICTURES)[number];

/** A picture, and the same facts for those who do not see it. */
interface Drawn {
  svg: string;
  /** What `-o json` says. */
  facts: unknown;
  text: string;
}

function drawTimeline(facts: CaseFacts, now: Date): Drawn {
  const line = { kind: 'now', at: now.toISOString() } as const;
  const view = { processorNames: {}, controllerName: null, authority: null, now: line };
  const { caseId, drill, policy } = facts;
  const setting = { caseId, drill, zone: policy.zone, language: 'en' } as const;
  const data = timelineInWords(timelineOf(facts, view), setting);
  const rows = timelineTable(data);
  const text = columns(rows.map(({ time, label, lane }) => [time, label, lane]));
  return { svg: renderTimeline(data), facts: rows, text };
}

function drawCountdown(facts: CaseFacts, now: Date): Drawn {
  const data = countdownOf(facts, now);
  const words = countdownInWords(data);
  return { svg: renderCountdownSvg(data), facts: { ...data, ...words }, text: countdownSentence(words) };
}

function drawAuthorities(facts: CaseFacts, now: Date): Drawn {
  const { caseId, drill } = facts;
  const data = { caseId, drill, rows: filingList(facts, now) };
  const lines = authoritiesTable(data);
  const rows = lines.map(({ sign, code, state, owed, due, number }) => [sign, code, state, owed, due, number]);
  return { svg: renderAuthoritiesSvg(data), facts: lines, text: [authoritiesSummary(data), columns(rows)].join('\n') };
}

const DRAW: Record<Picture, (facts: CaseFacts, now: Date) => Drawn> = {
  timeline: drawTimeline,
  countdown: drawCountdown,
  authorities: drawAuthorities,
};

const NEXT: Record<Picture, string> = {
  timeline: 'case timeline',
  countdown: 'deadlines',
  authorities: 'filing list',
};

export interface PictureOptions extends CommonOptions {
  svg: string;
  picture: Picture;
}

/** `case show --svg`: the case as one picture, with ids instead of names. */
export async function answerPicture(
  { desk, read }: Session,
  caseId: string,
  { svg: file, picture, dryRun, yes }: PictureOptions,
): Promise<Answer> {
  const now = await desk.now();
  const { facts } = await read((tx) => readCase(tx, desk.vault, caseId));
  const drawn = DRAW[picture](facts, now);
  if (!dryRun) writeAnswer(file, drawn.svg, yes === true, '--svg');
  const verb = dryRun ? 'Would write' : 'Wrote';
  return {
    data: { caseId, picture, file, written: !dryRun, facts: drawn.facts },
    text: `${verb} the ${picture} of ${caseId} to ${file}. It shows:\n\n${drawn.text}`.trimEnd(),
    next: `Next: tocsin ${NEXT[picture]} ${caseId}`,
  };
}
