import type { Instant } from '../clocks/instant.ts';
import { ADJACENT } from './regimes/adjacent.ts';
import { appliesAt } from './regimes/applies.ts';
import { NOTIFICATION_TO_AUTHORITY } from './regimes/gdpr.ts';
import type { NotificationRegime, Regime } from './regimes/regime.ts';

export { NIS2_COUNTRIES, nis2For } from './regimes/nis2.ts';
export type { Anchor, Moment, NotificationRegime, Regime, RegimeStep } from './regimes/regime.ts';
export { MOMENTS } from './regimes/regime.ts';
export { appliesAt, NOTIFICATION_TO_AUTHORITY };

/** Every duty to report this project knows, the notification of Art. 33(1) and its proposed successor first. */
export const REGIMES: readonly Regime[] = [...NOTIFICATION_TO_AUTHORITY, ...ADJACENT];

/**
 * The rule for notifying the authority that governs a breach; null before the GDPR applied.
 *
 * A row that replaces another governs from its own beginning on; enabling one needs its place in the Official Journal.
 *
 * @param rows  default: the table of this project
 * @throws {RangeError} if a replacing row is enabled without a reference to the Official Journal
 */
export function regimeFor(
  awareAt: Instant,
  rows: readonly NotificationRegime[] = NOTIFICATION_TO_AUTHORITY,
): NotificationRegime | null {
  const unfounded = rows.find((row) => row.enabled && row.replaces !== null && row.officialJournal === null);
  if (unfounded) {
    throw new RangeError(`Cannot enable regime '${unfounded.id}': name its place in the Official Journal`);
  }
  const applying = rows.filter((row) => appliesAt(row, awareAt));
  const replaced = new Set(applying.map((row) => row.replaces));
  return applying.find((row) => !replaced.has(row.id)) ?? null;
}
