import { LAW_VERIFIED_AT } from '../version.ts';
import type { Anchor, Regime, RegimeStep } from './regime.ts';

const UNITS = { H: 'hours', D: 'days', M: 'months' } as const;

/** What a step may say besides its period. */
export type StepDetails = Partial<Pick<RegimeStep, 'unit' | 'cap' | 'category' | 'owed' | 'when' | 'repeats'>>;

/**
 * A step that runs from awareness unless it says otherwise.
 *
 * @param named  its id and its name, `['earlyWarning', 'early warning']`
 */
export function step(
  [id, name]: readonly [string, string],
  offset: string | null,
  anchor: Anchor = 'awareAt',
  details: StepDetails = {},
): RegimeStep {
  const unit = offset?.at(-1) as keyof typeof UNITS | undefined;
  return {
    id,
    name,
    offset,
    anchor,
    unit: unit ? UNITS[unit] : 'none',
    cap: null,
    category: null,
    owed: 'always',
    when: null,
    repeats: false,
    ...details,
  };
}

type Defaulted = 'effectiveTo' | 'verifiedAt' | 'enabled' | 'note' | 'onlyPersonalData' | 'categories' | 'displaces';

/** The columns of a table row; the rest has defaults. */
export type RegimeRow = Omit<Regime, Defaulted> & Partial<Pick<Regime, Defaulted>>;

export const completeRegime = (row: RegimeRow): Regime => ({
  effectiveTo: null,
  verifiedAt: LAW_VERIFIED_AT,
  enabled: true,
  note: null,
  onlyPersonalData: false,
  categories: null,
  displaces: [],
  ...row,
});
