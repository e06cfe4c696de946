import type { Precision } from '../case/entry.ts';
import { instantMs, instantOf, MS_PER_HOUR } from '../clocks/instant.ts';
import { rfc3339InZone } from '../clocks/show-time.ts';

/**
 * The calendar date somebody knew, of an instant that stands for it.
 *
 * A date alone is kept as its 00:00 in the easternmost zone concerned (R-2-8), which further west is still the day
 * before: an authority there must be told the date that was said, not the one its clocks showed. The zones of the EEA lie
 * between UTC−1 and UTC+3, so such an instant lies between 21:00 and 01:00 UTC; any other is read in the zone.
 *
 * @param zone  the authority's
 */
export function knownDate(at: string, precision: Precision | null | undefined, zone: string): string {
  const noon = instantMs(at) + 12 * MS_PER_HOUR;
  const hour = (noon / MS_PER_HOUR) % 24;
  const midnightSomewhere = precision === 'date' && Number.isInteger(hour) && hour >= 9 && hour <= 13;
  return midnightSomewhere ? instantOf(noon).slice(0, 10) : rfc3339InZone(at, zone).slice(0, 10);
}
