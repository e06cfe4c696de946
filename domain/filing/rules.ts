import { countriesFitTheCount, numbersFitTheirKind } from './rules/numbers.ts';
import { exemptionCIsPublic, highRiskIsCommunicated, unlikelyNeedsNoFiling } from './rules/people.ts';
import { PHASE_RULES } from './rules/phases.ts';
import type { FilingRule } from './rules/rule.ts';
import {
  awareAfterBeingTold,
  datesFitWhen,
  endAfterStart,
  portalFailed,
  previousIdLooksRight,
  reasonsWithinTheHour,
} from './rules/time.ts';
import {
  contactPointIsSomebody,
  noCodeIsLeftOut,
  onlyControllersFile,
  partiesCanBeReached,
  wordsStillReadable,
} from './rules/whole.ts';

/** Checks that see more than one field, each with a code of its own. */
export const RULES: readonly FilingRule[] = [
  onlyControllersFile,
  contactPointIsSomebody,
  partiesCanBeReached,
  previousIdLooksRight,
  awareAfterBeingTold,
  datesFitWhen,
  endAfterStart,
  reasonsWithinTheHour,
  portalFailed,
  numbersFitTheirKind,
  countriesFitTheCount,
  highRiskIsCommunicated,
  exemptionCIsPublic,
  unlikelyNeedsNoFiling,
  noCodeIsLeftOut,
  wordsStillReadable,
  ...PHASE_RULES,
];
