import { EDPB_CASES, type EdpbCase } from './edpb-cases.ts';
import { type BreachFeatures, FEATURE_NAMES, type FeatureName } from './edpb-features.ts';

/** One of the 18 examples beside a breach. Nothing is concluded from it. */
export interface ComparedCase extends Omit<EdpbCase, 'features'> {
  /** Shared less different, how it came about counting double: for the order only. */
  points: number;
  shared: FeatureName[];
  different: { feature: FeatureName; ours: string; theirs: string }[];
  /** What the example says and nobody knows of this breach yet. */
  open: { feature: FeatureName; theirs: string }[];
}

/** Stands beside every comparison. */
export const COMPARISON_CAUTION =
  'Examples are analogies and decide nothing: changing one fact may change the result (Guidelines 01/2021 §14)';

const weightOf = (name: FeatureName): number => (name === 'attack' ? 2 : 1);
const weigh = (names: readonly FeatureName[]): number => names.reduce((sum, name) => sum + weightOf(name), 0);

function compare(ours: BreachFeatures, { features: theirs, ...example }: EdpbCase): ComparedCase {
  const told = FEATURE_NAMES.filter((name) => theirs[name] !== undefined);
  const both = told.filter((name) => ours[name] !== undefined);
  const shared = both.filter((name) => ours[name] === theirs[name]);
  const apart = both.filter((name) => ours[name] !== theirs[name]);
  return {
    ...example,
    points: weigh(shared) - weigh(apart),
    shared,
    different: apart.map((feature) => ({ feature, ours: String(ours[feature]), theirs: String(theirs[feature]) })),
    open: told
      .filter((name) => ours[name] === undefined)
      .map((feature) => ({ feature, theirs: String(theirs[feature]) })),
  };
}

/**
 * The 18 examples, those most like a breach first: what each shares with it, where it differs, and what is still open.
 *
 * Of equals the one with more in common comes first, then the one with less still open, then the lower number.
 *
 * @see EDPB Guidelines 01/2021, version 2.0, §14
 */
export function compareCases(features: BreachFeatures): ComparedCase[] {
  return EDPB_CASES.map((example) => compare(features, example)).sort(
    (a, b) =>
      b.points - a.points || b.shared.length - a.shared.length || a.open.length - b.open.length || a.number - b.number,
  );
}
