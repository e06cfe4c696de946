import { quoteValue, Refusal } from '../../refusal.ts';

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
  'failedAt',
];
const LIKELY_YEARS = { first: 2000, last: 2099 };

function assertLikely(field: string, at: string): void {
  const year = new Date(at).getUTCFullYear();
  if (year >= LIKELY_YEARS.first && year <= LIKELY_YEARS.last) return;
  throw new Refusal({
    code: 'TIME_UNLIKELY',
    message: `Cannot believe '${field}' ${quoteValue(at)}: the year is outside ${LIKELY_YEARS.first} to ${LIKELY_YEARS.last}`,
    next: 'Check the year',
  });
}

/**
 * @throws {Refusal} `TIME_IN_FUTURE` when what is said to have happened lies more than five minutes ahead,
 *                   `TIME_UNLIKELY` for a slip of the year: a clock must not run for centuries
 */
export function assertTimes(body: object, now: Date): void {
  for (const field of [...PAST_FIELDS, 'dueAt']) {
    const value = (body as Record<string, unknown>)[field];
    if (typeof value !== 'string') continue;
    if (field !== 'dueAt' && Date.parse(value) > now.getTime() + FUTURE_ALLOWANCE_MS) {
      throw new Refusal({
        code: 'TIME_IN_FUTURE',
        message: `Cannot accept '${field}' ${value}: it lies in the future, it is ${now.toISOString()} now`,
        next: 'Check date, time and offset, and say when it did happen',
      });
    }
    assertLikely(field, value);
  }
}
