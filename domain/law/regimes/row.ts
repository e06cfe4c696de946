import { LAW_VERIFIED_AT } from '../version.ts';
import type { Regime, RegimeStep } from './regime.ts';

const UNITS = { H: 'hours', D: 'days', M: 'months' } as const;

/** A step that runs from awareness unless it says otherwise. */
export function step(name: string, offset: string | null, anchor = 'awareAt'): RegimeStep {
  const unit = offset?.at(-1) as keyof typeof UNITS | undefined;
  return { name, offset, anchor, unit: unit ? UNITS[unit] : 'none' };
}

/** The columns of a table row; the rest has defaults. */
export type RegimeRow = Omit<Regime, 'effectiveTo' | 'verifiedAt' | 'enabled' | 'note'> &
  Partial<Pick<Regime, 'effectiveTo' | 'verifiedAt' | 'enabled' | 'note'>>;

export const completeRegime = (row: RegimeRow): Regime => ({
  effectiveTo: null,
  verifiedAt: LAW_VERIFIED_AT,
  enabled: true,
  note: null,
  ...row,
});
