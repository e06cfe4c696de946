import { NOTIFICATION_PERIOD_HOURS } from '../../domain/clocks/authority-deadlines.ts';
import { type Authority, requireAuthority } from '../../domain/law/authorities.ts';
import { type NotificationRegime, regimeFor } from '../../domain/law/regimes.ts';
import { Refusal } from '../../domain/refusal.ts';

/** An authority whose law counts hours, and where its clocks are read. */
export interface HourClock {
  authority: Authority;
  zone: string;
}

/** @throws {Refusal} `AUTHORITY_UNKNOWN`, `REGIME_HAS_NO_HOURS` */
export function requireHourClock(code: string): HourClock {
  const authority = requireAuthority(code);
  if (authority.regime !== 'CH-FADP') return { authority, zone: authority.zones[0] };
  throw new Refusal({
    code: 'REGIME_HAS_NO_HOURS',
    message: `Cannot compute a deadline for ${authority.code}: Art. 24 FADP says "as quickly as possible" and no hours`,
    next: 'Notify the FDPIC as soon as a high risk is likely; its address: tocsin law authorities CH',
  });
}

/** @throws {Refusal} `LAW_NOT_IN_FORCE` for awareness before the GDPR applied */
export function requireRegime(awareAt: string, authority: Authority): { rule: string; hours: number } {
  const regime: NotificationRegime | null = regimeFor(awareAt);
  if (!regime) {
    throw new Refusal({
      code: 'LAW_NOT_IN_FORCE',
      message: 'Cannot compute a deadline: on that day the GDPR did not apply yet (it does since 25 May 2018)',
      next: 'Check the year of awareness',
    });
  }
  if (authority.regime === 'GDPR') return { rule: regime.id, hours: regime.hours };
  return { rule: authority.regime, hours: NOTIFICATION_PERIOD_HOURS };
}
