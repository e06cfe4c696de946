import type { Claim } from '../case/facts.ts';
import { resolveClaims } from '../filing/claims.ts';
import type { BreachFeatures, FeatureName } from '../law/edpb-features.ts';
import type { EnisaAnswers } from './enisa-answers.ts';

/** A feature that follows from what is on file, and from which fact. */
export interface KnownFeature {
  feature: FeatureName;
  value: string;
  /** Key of the fact, or the answer of the newest assessment. */
  from: string;
}

type Values = Readonly<Record<string, unknown>>;
type Reading = (values: Values) => BreachFeatures;

const listed = (values: Values, key: string): string[] => {
  const value = values[key];
  return Array.isArray(value) ? value.map(String) : [];
};

const includesAny = (list: readonly string[], codes: readonly string[]): boolean =>
  codes.some((code) => list.includes(code));

/** Yes where a list names one of the codes, no where it is complete without, else not known. */
const yesNo = (list: readonly string[], codes: readonly string[]): 'yes' | 'no' | undefined => {
  if (includesAny(list, codes)) return 'yes';
  return list.length === 0 || includesAny(list, ['not_yet_known', 'additional']) ? undefined : 'no';
};

const defined = (features: { [F in FeatureName]?: BreachFeatures[F] | undefined }): BreachFeatures =>
  Object.fromEntries(Object.entries(features).filter(([, value]) => value !== undefined)) as BreachFeatures;

/** In this order: what came first in the breach names it. */
const ATTACKS: readonly (readonly [codes: readonly string[], attack: NonNullable<BreachFeatures['attack']>])[] = [
  [['ransomware'], 'ransomware'],
  [['device_lost_stolen'], 'deviceStolen'],
  [['paper_lost_stolen'], 'paperStolen'],
  [['mail_lost_opened_misdelivered'], 'postalMistake'],
  [['sent_by_mistake', 'open_cc'], 'sentByMistake'],
  [['privilege_abuse'], 'insiderCopy'],
  [['exfiltration', 'hacking_malware', 'vulnerability_exploited', 'unauthorised_it_access'], 'exfiltration'],
];

const SPECIAL = ['biometric', 'criminal', 'political', 'ethnic', 'religious', 'sex_life', 'union', 'genetic'];
const SENSITIVE = [...SPECIAL, 'health', 'employment_health', 'national_id', 'official_documents'];

function volumeOf(count: unknown): BreachFeatures['volume'] {
  if (typeof count !== 'number') return undefined;
  if (count <= 100) return 'upTo100';
  if (count <= 1_000) return 'upTo1000';
  return count <= 10_000 ? 'upTo10000' : 'over10000';
}

function intentOf(cause: unknown): BreachFeatures['intent'] {
  if (cause === 'unknown') return 'unclear';
  if (typeof cause !== 'string' || !cause.endsWith('malicious')) return undefined;
  return cause.endsWith('non_malicious') ? 'accidental' : 'malicious';
}

const EXFILTRATED: Readonly<Record<string, 'yes' | 'no'>> = { exfiltrated: 'yes', not_exfiltrated_evidence: 'no' };
const UNREADABLE: Readonly<Record<string, 'yes' | 'no'>> = { intact: 'yes', no: 'no' };

/** What each fact of the filing model says; a fact that leaves it open says nothing. */
const READINGS: Readonly<Record<string, Reading>> = {
  incident: (values) => {
    const how = listed(values, 'incident');
    return defined({ attack: ATTACKS.find(([codes]) => includesAny(how, codes))?.[1] });
  },
  cause: ({ cause }) => defined({ intent: intentOf(cause) }),
  cKind: ({ cKind }) => defined({ exfiltrated: EXFILTRATED[String(cKind)] }),
  unintelligible: ({ unintelligible }) => defined({ encrypted: UNREADABLE[String(unintelligible)] }),
  measuresBefore: (values) => (listed(values, 'measuresBefore').includes('backup') ? { backup: 'yes' } : {}),
  aKind: ({ aKind }) => (aKind === 'permanent' ? { restored: 'never' } : {}),
  addressing: (values) => (listed(values, 'addressing').includes('device_wiped') ? { remedied: 'yes' } : {}),
  count: ({ count }) => defined({ volume: volumeOf(count) }),
  dataTypes: (values) => {
    const types = listed(values, 'dataTypes');
    return defined({
      sensitive: yesNo(types, SENSITIVE),
      financial: yesNo(types, ['financial', 'payment_means']),
      credentials: yesNo(types, ['credentials']),
    });
  },
  categories: (values) =>
    defined({ vulnerable: yesNo(listed(values, 'categories'), ['minors', 'patients', 'vulnerable']) }),
};

const RECIPIENT: Readonly<Record<string, BreachFeatures['recipient']>> = {
  knownRecipients: 'known',
  unknownRecipients: 'unknown',
};

/** What the judgements of an assessment say beside the facts. */
function fromAnswers(answers: EnisaAnswers): [string, BreachFeatures][] {
  const { confidentiality, malicious, people, protection } = answers;
  return [
    ['answers.confidentiality', defined({ recipient: RECIPIENT[confidentiality] })],
    ['answers.malicious', malicious ? { intent: 'malicious' } : {}],
    ['answers.people', people === 'upTo100' ? { volume: 'upTo100' } : {}],
    ['answers.protection', protection === 'encryptedIntact' ? { encrypted: 'yes' } : {}],
  ];
}

/**
 * The features that follow from the facts nobody contradicts, and from the answers of an assessment; facts come first.
 *
 * What the facts leave open, or sources dispute, is not among them: it is asked for, never guessed.
 */
export function featuresOfCase(
  claims: Readonly<Record<string, readonly Claim[]>>,
  answers: EnisaAnswers | undefined,
): KnownFeature[] {
  const { values: resolved } = resolveClaims(claims);
  const values = Object.fromEntries(Object.entries(resolved).map(([key, { value }]) => [key, value]));
  const readings: [string, BreachFeatures][] = [
    ...Object.entries(READINGS).map(([key, read]): [string, BreachFeatures] => [key, read(values)]),
    ...(answers ? fromAnswers(answers) : []),
  ];
  const known = new Map<string, KnownFeature>();
  for (const [from, features] of readings) {
    for (const [feature, value] of Object.entries(features)) {
      if (!known.has(feature)) known.set(feature, { feature: feature as FeatureName, value, from });
    }
  }
  return [...known.values()];
}
