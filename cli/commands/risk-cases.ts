import type { Command } from 'commander';
import { loadFacts } from '../../database/case.ts';
import { requireOrganisationOf } from '../../desk/read-case.ts';
import { riskOf } from '../../domain/case/facts.ts';
import { COMPARISON_CAUTION } from '../../domain/law/compare-cases.ts';
import {
  BREACH_FEATURES,
  type BreachFeatures,
  FEATURE_NAMES,
  valuesOf,
  withFeatures,
} from '../../domain/law/edpb-features.ts';
import { featuresOfCase, type KnownFeature } from '../../domain/severity/features-of-case.ts';
import { type Answer, act } from '../answer.ts';
import { comparisonText } from '../cases-text.ts';
import { examples } from '../examples.ts';
import { withDesk } from '../session.ts';
import { tableOf } from '../severity-text.ts';
import { type CasesOptions, comparisonOptions, mostAlike } from './law-cases.ts';

/** Features on file, those typed above them, and what is left open. */
function knownFeatures(onFile: readonly KnownFeature[], typed: [string, string][]): KnownFeature[] {
  const filed = Object.fromEntries(onFile.map(({ feature, value }) => [feature, value])) as BreachFeatures;
  const features = withFeatures(filed, typed);
  const said = new Set(typed.map(([name]) => name));
  return FEATURE_NAMES.flatMap((feature) => {
    const value = features[feature];
    if (value === undefined) return [];
    const from = said.has(feature) ? '--feature' : (onFile.find((known) => known.feature === feature)?.from ?? '');
    return [{ feature, value, from }];
  });
}

function featureTable(known: readonly KnownFeature[], notKnown: readonly (typeof FEATURE_NAMES)[number][]): string {
  const rows = known.map(({ feature, value, from }) => [feature, value, from]);
  const open = notKnown.map((name) => [name, '?', `${BREACH_FEATURES[name].asks}: ${valuesOf(name).join(' ')}`]);
  return tableOf(['FEATURE', 'HERE', 'FROM, OR WHAT TO FIND OUT'], [...rows, ...open]);
}

function answerRiskCases(caseId: string, options: CasesOptions): Promise<Answer> {
  return withDesk(async ({ read }) => {
    const facts = await read(async (tx) => loadFacts(tx, await requireOrganisationOf(tx, caseId), caseId));
    const known = knownFeatures(featuresOfCase(facts.claims, riskOf(facts)?.answers), options.feature ?? []);
    const features = Object.fromEntries(known.map(({ feature, value }) => [feature, value])) as BreachFeatures;
    const notKnown = FEATURE_NAMES.filter((name) => features[name] === undefined);
    const cases = mostAlike(features, options.all);
    const compared =
      known.length > 0
        ? comparisonText(cases, features)
        : 'Nothing is known yet to compare by: record facts, or say what you know with --feature.';
    return {
      data: { caseId, features: known, notKnown, cases: known.length > 0 ? cases : [], caution: COMPARISON_CAUTION },
      text: `${featureTable(known, notKnown)}\n\n${compared}`,
      next: `Next: tocsin risk assess ${caseId}, or the same with --feature ${notKnown[0] ?? 'backup'}=…`,
    };
  });
}

/** `risk cases`. */
export function addRiskCases(noun: Command): void {
  const cases = noun.command('cases').argument('<case>', 'e.g. breach-2026-0042');
  cases.description('which of the 18 examples of the EDPB are like this case, by what is on file; they decide nothing');
  comparisonOptions(cases);
  examples(
    cases,
    'risk cases breach-2026-0042',
    'risk cases breach-2026-0042 --feature backup=yes --feature restored=hours -o json',
  );
  act<CasesOptions>(cases, ([caseId = ''], options) => answerRiskCases(caseId, options));
}
