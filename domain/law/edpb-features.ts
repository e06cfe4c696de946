import { quoteValue, Refusal } from '../refusal.ts';
import { nearestWords } from './nearest-words.ts';

const YES_NO = { yes: 'yes', no: 'no' } as const;

/** What the examples of the EDPB are told apart by; a breach may be described by the same. */
export const BREACH_FEATURES = {
  attack: {
    asks: 'how it came about',
    values: {
      ransomware: 'ransomware',
      exfiltration: 'taken out of a system by an attacker',
      credentialStuffing: 'log-ins tried with passwords from elsewhere',
      insiderCopy: 'copied by somebody of the house',
      impersonation: 'somebody pretended to be the person concerned',
      sentByMistake: 'sent to the wrong recipient',
      postalMistake: 'put into the wrong letter or parcel',
      deviceStolen: 'device stolen or lost',
      paperStolen: 'paper stolen or lost',
    },
  },
  intent: {
    asks: 'what was meant',
    values: { malicious: 'harm', accidental: 'nothing: an accident', unclear: 'not clear' },
  },
  exfiltrated: { asks: 'have the data left the house', values: YES_NO },
  encrypted: { asks: 'are they unreadable for whoever has them (encrypted, strongly hashed)', values: YES_NO },
  backup: { asks: 'was there a proper backup', values: YES_NO },
  restored: { asks: 'how soon were they back', values: { hours: 'in hours', days: 'in days', never: 'not at all' } },
  recipient: {
    asks: 'who has them now',
    values: { trusted: 'somebody trusted', known: 'somebody known', unknown: 'nobody knows' },
  },
  remedied: { asks: 'were they deleted, returned or wiped before use', values: YES_NO },
  used: { asks: 'have they been used already', values: YES_NO },
  volume: {
    asks: 'how many people',
    values: {
      upTo100: 'up to 100',
      upTo1000: 'up to 1 000',
      upTo10000: 'up to 10 000',
      over10000: 'more than 10 000',
    },
  },
  sensitive: { asks: 'special categories, or as confidential as a social security number', values: YES_NO },
  financial: { asks: 'payment, account, billing or insurance data', values: YES_NO },
  credentials: { asks: 'passwords or log-ins', values: YES_NO },
  vulnerable: { asks: 'children, patients or other vulnerable people', values: YES_NO },
} as const;

export type FeatureName = keyof typeof BREACH_FEATURES;
type ValueOf<F extends FeatureName> = keyof (typeof BREACH_FEATURES)[F]['values'] & string;
/** A breach as far as its features are known. */
export type BreachFeatures = { [F in FeatureName]?: ValueOf<F> };

export const FEATURE_NAMES = Object.keys(BREACH_FEATURES) as FeatureName[];

/** The values a feature may have. */
export const valuesOf = (name: FeatureName): string[] => Object.keys(BREACH_FEATURES[name].values);

const isFeature = (name: string): name is FeatureName => Object.hasOwn(BREACH_FEATURES, name);

/** Says of a feature that it is not known, whatever the case on file says. */
export const NOT_KNOWN = '?';

const unknownFeature = (name: string): Refusal => {
  const near = nearestWords(name, FEATURE_NAMES);
  return new Refusal({
    code: 'FEATURE_UNKNOWN',
    message: `Cannot compare by ${quoteValue(name)}: there is no such feature`,
    next: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Take one of: ${FEATURE_NAMES.join(', ')}`,
  });
};

/**
 * Features as somebody typed them, the later winning; `?` takes a known one away.
 *
 * @throws {Refusal} `FEATURE_UNKNOWN`, `FEATURE_VALUE`
 */
export function withFeatures(known: BreachFeatures, typed: readonly (readonly [string, string])[]): BreachFeatures {
  const features: Record<string, string | undefined> = { ...known };
  for (const [name, value] of typed) {
    if (!isFeature(name)) throw unknownFeature(name);
    if (value === NOT_KNOWN) delete features[name];
    else if (valuesOf(name).includes(value)) features[name] = value;
    else {
      throw new Refusal({
        code: 'FEATURE_VALUE',
        message: `Cannot take ${quoteValue(value)} for feature '${name}'`,
        next: `Take one of: ${valuesOf(name).join(', ')}; or ${NOT_KNOWN} for not known`,
      });
    }
  }
  return features as BreachFeatures;
}
