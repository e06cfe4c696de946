import { Worker } from 'node:worker_threads';
import type { NoticeLocale, OwnTemplates } from '../domain/notice/content.ts';
import { type Finding, Refusal } from '../domain/refusal.ts';
import { type NoticeData, noticeOf, type RenderedNotice, renderNotice } from './notice.ts';
import { lockTemplate } from './template-lock.ts';
import type { ThreadSaying, ThreadWork } from './template-thread.ts';
import { threadSource } from './thread-source.ts';

const LIMIT_MS = 1_000;
const MOST_CHARACTERS = 256 * 1024;

/**
 * Renders a template that did not come with us, in a thread of its own: one second, 256 K characters, 64 MB.
 *
 * The lock is looked at first, always: nothing it refuses is ever compiled. The second begins when the thread does.
 *
 * @returns one text for each of `data`
 * @throws {Refusal} the lock's own codes, `TEMPLATE_TOO_SLOW`, `TEMPLATE_OUTPUT_TOO_LARGE`, `TEMPLATE_FAILED`
 */
export function renderApart(source: string, data: readonly NoticeData[], limitMs = LIMIT_MS): Promise<string[]> {
  const error = lockTemplate(source).find(({ severity }) => severity === 'error');
  if (error) return Promise.reject(lockRefusal(error));
  const workerData: ThreadWork = { source, data, most: MOST_CHARACTERS };
  const resourceLimits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 };
  const thread = new Worker(threadSource('./template-thread', import.meta.url), {
    eval: true,
    workerData,
    resourceLimits,
    env: {},
  });
  return answerOf(thread, limitMs).finally(() => thread.terminate());
}

function answerOf(thread: Worker, limitMs: number): Promise<string[]> {
  let clock: NodeJS.Timeout | undefined;
  return new Promise<string[]>((resolve, reject) => {
    const fail = (code: string, why: string): void => reject(refusal(code, why));
    thread.on('message', (saying: ThreadSaying) => {
      if ('begun' in saying)
        clock = setTimeout(() => fail('TEMPLATE_TOO_SLOW', `it takes longer than ${limitMs} ms`), limitMs);
      else if ('tooLarge' in saying)
        fail('TEMPLATE_OUTPUT_TOO_LARGE', `it writes more than ${MOST_CHARACTERS / 1024} K characters`);
      else resolve(saying.rendered);
    });
    thread.on('error', () => fail('TEMPLATE_FAILED', 'its thread ended with an error'));
    thread.on('exit', () => fail('TEMPLATE_FAILED', 'its thread ended without an answer'));
  }).finally(() => clearTimeout(clock));
}

const NEXT = "Correct it until 'tocsin template check FILE --locale es' finds nothing";

const refusal = (code: string, why: string): Refusal =>
  new Refusal({ code, message: `Cannot render the template: ${why}`, next: NEXT });

const lockRefusal = (finding: Finding): Refusal =>
  new Refusal({
    code: finding.code,
    message: `Cannot render the template${finding.field ? ` (${finding.field})` : ''}: ${finding.sentence}`,
    next: NEXT,
    findings: [finding],
  });

/** A notice by the organisation's own template where it has one, else by ours; as `renderNotice`. */
export async function renderNoticeBy(
  own: OwnTemplates,
  locale: NoticeLocale,
  data: NoticeData,
): Promise<RenderedNotice> {
  const source = own[locale];
  if (source === undefined) return renderNotice(locale, data);
  const [written = ''] = await renderApart(source, [data]);
  return noticeOf(locale, written);
}
