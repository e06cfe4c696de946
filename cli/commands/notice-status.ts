import { type CaseStatus, isOver, readStatus, type WaveStatus } from '../../desk/notice-status.ts';
import type { Answer, CommonOptions } from '../answer.ts';
import { organisationIdOfCase, type Session } from '../session.ts';
import { writeAnswer } from '../write-file.ts';
import { waveLine, waveText } from './notice-status-text.ts';

export interface StatusOptions extends CommonOptions {
  wave?: number;
  follow?: boolean;
  picture?: string;
}

/** Answers with every wave of a case, or one: where its people stand by the ledger. Counts and codes only. */
export async function noticeStatus(session: Session, caseId: string, options: StatusOptions): Promise<Answer> {
  const organisationId = await organisationIdOfCase(session, caseId);
  const read = () => readStatus(session.desk, organisationId, caseId, options.wave);
  const { waves, remarks } = options.follow ? await follow(read, options) : await read();
  if (options.picture !== undefined) await draw(caseId, waves, options);
  const over = waves.length > 0 && waves.every(isOver);
  return {
    data: waves,
    text:
      [...waves.map(waveText), remarks.join('\n')].filter(Boolean).join('\n\n') ||
      'No list of people was imported for this case yet',
    next: over || options.follow ? NEXT_PROVE(caseId) : `To follow it: tocsin notice status ${caseId} --follow`,
  };
}

const NEXT_PROVE = (caseId: string): string =>
  `What became of one person: tocsin notice prove ${caseId} --address ADDRESS --as PERSON`;

async function draw(caseId: string, waves: readonly WaveStatus[], { picture = '', yes }: StatusOptions): Promise<void> {
  const { renderCampaignSvg } = await import('../../templates/campaign-svg.ts');
  writeAnswer(picture, renderCampaignSvg(caseId, waves), yes === true, '--picture');
}

const LOOK_MS = 1_000;
const PLAIN_LOOK_MS = 10_000;

/** Shows each look until nothing more happens by itself, or Ctrl-C; yields the last, which the answer shows. */
async function follow(read: () => Promise<CaseStatus>, { output }: Pick<StatusOptions, 'output'>): Promise<CaseStatus> {
  const inPlace = output === 'text' && process.stderr.isTTY === true;
  const pause = output === 'text' && !inPlace ? PLAIN_LOOK_MS : LOOK_MS;
  const stopped = stopSign();
  try {
    for (;;) {
      const status = await read();
      if (stopped.now || status.waves.every(isOver)) return status;
      show(status.waves, output, inPlace);
      await stopped.or(pause);
    }
  } finally {
    stopped.end();
    if (inPlace) process.stderr.write('\r\u001b[K');
  }
}

function show(waves: readonly WaveStatus[], output: StatusOptions['output'], inPlace: boolean): void {
  if (output === 'json') return;
  if (output === 'jsonl') {
    for (const wave of waves) process.stdout.write(`${JSON.stringify(wave)}\n`);
    return;
  }
  const running = waves.filter((wave) => !isOver(wave)).map(waveLine);
  const line = running.join(' | ');
  // A line longer than the terminal would not be written over, but pushed up.
  const width = process.stderr.columns ?? Number.POSITIVE_INFINITY;
  process.stderr.write(inPlace ? `\r\u001b[K${line.slice(0, width - 1)}` : `${running.join('\n')}\n`);
}

/** Ctrl-C ends the following, not the command: its answer is still given. */
function stopSign(): { now: boolean; or: (ms: number) => Promise<void>; end: () => void } {
  let wake: () => void = () => {};
  const sign = {
    now: false,
    or: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: () => process.removeListener('SIGINT', stop),
  };
  const stop = (): void => {
    sign.now = true;
    wake();
  };
  process.once('SIGINT', stop);
  return sign;
}
