import { parentPort, workerData } from 'node:worker_threads';
import { compileStrangersText } from './environment.ts';
import type { NoticeData } from './notice.ts';

/** What the thread is given, and what it says. */
export interface ThreadWork {
  source: string;
  data: readonly NoticeData[];
  /** Characters a rendering may have. */
  most: number;
}
export type ThreadSaying = { begun: true } | { rendered: string[] } | { tooLarge: true };

const { source, data, most } = workerData as ThreadWork;
const tell = (saying: ThreadSaying): void => parentPort?.postMessage(saying);

tell({ begun: true });
const write = compileStrangersText<NoticeData>(source);
const rendered = data.map((each) => write(each));
tell(rendered.some(({ length }) => length > most) ? { tooLarge: true } : { rendered });
