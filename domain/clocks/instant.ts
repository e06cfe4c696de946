/** An instant as ISO 8601 text; what this project computes ends in `Z`, what people type may carry any offset. */
export type Instant = string;

export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 86_400_000;

const WITH_OFFSET = /(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Milliseconds since 1970 of an instant.
 *
 * @throws {RangeError} if the text is no date or carries no offset: a bare local time is not an instant
 */
export function instantMs(at: Instant): number {
  const ms = Date.parse(at);
  if (Number.isNaN(ms) || !WITH_OFFSET.test(at)) {
    throw new RangeError(`Cannot read instant '${at}': it is no ISO 8601 date and time with an offset`);
  }
  return ms;
}

/** The instant as UTC text. */
export const instantOf = (ms: number): Instant => new Date(ms).toISOString();

/** The instant a number of elapsed hours later on the UTC line, whatever the clocks on the wall do in between. */
export const hoursAfter = (at: Instant, hours: number): Instant => instantOf(instantMs(at) + hours * MS_PER_HOUR);

/** The earliest of one or more instants. */
export function earliest(first: Instant, ...others: Instant[]): Instant {
  return instantOf(Math.min(instantMs(first), ...others.map(instantMs)));
}
