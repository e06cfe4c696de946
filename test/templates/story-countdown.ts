import type { CountdownData } from '../../templates/countdown-in-words.ts';

/** Across the start of summer time: the earlier reading of the 72 hours ends at 11:00, the later one at 12:00. */
export const SPRING_COUNTDOWN: CountdownData = {
  caseId: 'breach-2027-0042',
  drill: true,
  zone: 'Europe/Madrid',
  now: '2027-03-28T01:48:00Z',
  authority: 'ES',
  others: 0,
  awareAt: '2027-03-26T10:00:00Z',
  actBy: '2027-03-29T09:00:00Z',
  dueAt: '2027-03-29T10:00:00Z',
  isTarget: false,
  filed: null,
};
