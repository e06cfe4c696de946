import type { Command } from 'commander';
import { COMPARISON_CAUTION, compareCases } from '../../domain/law/compare-cases.ts';
import { EDPB_CASES, requireEdpbCase } from '../../domain/law/edpb-cases.ts';
import { BREACH_FEATURES, FEATURE_NAMES, withFeatures } from '../../domain/law/edpb-features.ts';
import { type Answer, act } from '../answer.ts';
import { casesText, caseText, comparisonText, featuresText } from '../cases-text.ts';
import { examples } from '../examples.ts';
import { keyValue } from '../read-option.ts';

export interface CasesOptions {
  feature?: [string, string][];
  features?: boolean;
  all?: boolean;
}

const MOST_ALIKE = 5;
const NEXT = "Next: tocsin law cases --feature attack=ransomware; 'tocsin law cases --features' lists them all";

/** `--feature` and `--all`, as every comparison takes them. */
export const comparisonOptions = (command: Command): Command =>
  command
    .option(
      '--feature <name=value>',
      "what is known of the breach, backup=yes; '?' for not known (repeatable)",
      keyValue,
    )
    .option('--all', `all 18, not the ${MOST_ALIKE} most alike`);

/** The examples to show for the features known. */
export const mostAlike = (features: Parameters<typeof compareCases>[0], all: boolean | undefined) =>
  compareCases(features).slice(0, all ? EDPB_CASES.length : MOST_ALIKE);

function answerCases(number: string | undefined, options: CasesOptions): Answer {
  if (options.features) return { data: BREACH_FEATURES, text: featuresText(), next: NEXT };
  if (number !== undefined) {
    const example = requireEdpbCase(number);
    return { data: example, text: caseText(example), next: 'Next: tocsin law cases' };
  }
  if (!options.feature) return { data: EDPB_CASES, text: casesText(), next: NEXT };
  const features = withFeatures({}, options.feature);
  const cases = mostAlike(features, options.all);
  const notKnown = FEATURE_NAMES.filter((name) => features[name] === undefined);
  return {
    data: { features, notKnown, cases, caution: COMPARISON_CAUTION },
    text: comparisonText(cases, features),
    next: notKnown.length > 0 ? `Not known yet: ${notKnown.join(', ')}` : 'Next: tocsin law cases NUMBER',
  };
}

/** `law cases`. */
export function addCasesCommand(law: Command): void {
  const cases = law.command('cases').argument('[number]', 'one example in full, 1 to 18');
  cases.description('the 18 examples of the EDPB, and which of them are like a breach; they decide nothing');
  comparisonOptions(cases).option('--features', 'the features a breach is compared by, with their values');
  examples(
    cases,
    'law cases --feature attack=ransomware --feature backup=yes --feature exfiltrated=no',
    'law cases 3 -o json',
  );
  act<CasesOptions>(cases, async ([number], options) => answerCases(number, options));
}
