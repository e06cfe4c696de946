import { type Instant, instantMs } from '../../clocks/instant.ts';
import type { Regime } from './regime.ts';

/** A date alone begins at 00:00 UTC. */
const beginMs = (date: string | null): number => (date === null ? Number.POSITIVE_INFINITY : Date.parse(date));

/**
 * Whether a regime applies to a breach of which the controller became aware at an instant: by that instant, never by
 * today's date.
 */
export function appliesAt(regime: Regime, awareAt: Instant): boolean {
  if (!regime.enabled || regime.effectiveFrom === null) return false;
  const awareMs = instantMs(awareAt);
  return beginMs(regime.effectiveFrom) <= awareMs && awareMs < beginMs(regime.effectiveTo);
}
