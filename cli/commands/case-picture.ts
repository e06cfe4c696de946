import { readCase } from '../../desk/read-case.ts';
import { timelineOf } from '../../domain/case/timeline.ts';
import { timelineInWords } from '../../templates/timeline-in-words.ts';
import { renderTimeline } from '../../templates/timeline-svg.ts';
import type { Answer, CommonOptions } from '../answer.ts';
import type { Session } from '../session.ts';
import { writeAnswer } from '../write-file.ts';

/** `case show --svg`: the timeline of the case as one picture, with ids instead of names. */
export async function answerPicture(
  { desk, read }: Session,
  caseId: string,
  file: string,
  { dryRun, yes }: CommonOptions,
): Promise<Answer> {
  const now = (await desk.now()).toISOString();
  const { facts } = await read((tx) => readCase(tx, desk.vault, caseId));
  const view = { processorNames: {}, controllerName: null, authority: null, now: { kind: 'now', at: now } } as const;
  const { drill, policy } = facts;
  const setting = { caseId, drill, zone: policy.zone, language: 'en' } as const;
  const picture = renderTimeline(timelineInWords(timelineOf(facts, view), setting));
  if (!dryRun) writeAnswer(file, picture, yes === true);
  return {
    data: { caseId, file, written: !dryRun },
    text: `${dryRun ? 'Would write' : 'Wrote'} the timeline of ${caseId} to ${file}`,
    next: `Next: tocsin case timeline ${caseId}`,
  };
}
