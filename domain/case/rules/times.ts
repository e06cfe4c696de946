import { Refusal } from '../../refusal.ts';

const FUTURE_ALLOWANCE_MS = 5 * 60_000;
/** Fields that speak of the past; `dueAt` of an order and the like may lie ahead. */
const PAST_FIELDS = [
  'learnedAt',
  'detectedAt',
  'knownToUsAt',
  'noticedAt',
  'at',
  'submittedAt',
  'publishedAt',
  'receivedAt',
  'orderedAt',
];

/** @throws {Refusal} `TIME_IN_FUTURE` when what is said to have happened lies more than five minutes ahead */
export function futureInstant(body: object, now: Date): void {
  for (const field of PAST_FIELDS) {
    const value = (body as Record<string, unknown>)[field];
    if (typeof value !== 'string' || Date.parse(value) <= now.getTime() + FUTURE_ALLOWANCE_MS) continue;
    throw new Refusal({
      code: 'TIME_IN_FUTURE',
      message: `Cannot accept '${field}' ${value}: it lies in the future, it is ${now.toISOString()} now`,
      next: 'Check date, time and offset, and say when it did happen',
    });
  }
}
