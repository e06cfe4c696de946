import type { Wave } from './facts.ts';

/** Whether everybody of a wave was written to and none of its notices is to go out again. */
export const isFinished = ({ completedAt, resend }: Pick<Wave, 'completedAt' | 'resend'>): boolean =>
  completedAt !== null && resend === null;

/** Whether its mailing must run: from its start to its end, and again while notices held for a decision go out again. */
export const isMailing = ({ startedAt, completedAt, resend }: Wave): boolean =>
  startedAt !== null && (completedAt === null || resend?.begun === true);
