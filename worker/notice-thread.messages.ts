import type { WaveInput } from '../activities/notice-dependencies.ts';
import type { WaveCounts, WaveProgress } from '../activities/send-notices.ts';
import type { ExitStatus, RefusalDetails } from '../domain/refusal.ts';

/** What the thread is started with: the settings in force, as the worker has them. */
export interface ThreadSettings {
  settings: Readonly<Record<string, string | undefined>>;
}

/** What came of a round that failed: a refusal whole; of anything else its name and code only. */
export type Failure = { refusal: RefusalDetails; exit: ExitStatus } | { name: string; code: string | null };

/** What the worker says to the thread; `round` numbers what is under way. */
export type ToThread =
  | { kind: 'send'; round: number; wave: WaveInput; boxMs: number; limitedBoxMs: number | undefined }
  | { kind: 'stop'; round: number }
  | { kind: 'nudged'; nudge: number; failed: boolean }
  | { kind: 'close' };

/** What the thread says to the worker. */
export type FromThread =
  | { kind: 'ready' }
  | { kind: 'refused'; failure: Failure }
  | { kind: 'settled'; round: number; counts: WaveCounts }
  | { kind: 'ended'; round: number; progress: WaveProgress }
  | { kind: 'failed'; round: number; failure: Failure }
  | { kind: 'nudge'; nudge: number; caseId: string };
