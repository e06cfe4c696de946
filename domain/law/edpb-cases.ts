import { quoteValue, Refusal } from '../refusal.ts';
import type { BreachFeatures } from './edpb-features.ts';

/** One example of EDPB Guidelines 01/2021: what the Board would have done. An analogy; one fact changed may change it. */
export interface EdpbCase {
  number: number;
  title: string;
  keyFacts: string;
  /** What `keyFacts` says, comparable; what it does not say is left out. */
  features: BreachFeatures;
  /** Of facts and features: F found in a stored copy, M from memory: verify before use. Outcomes are found (F). */
  evidence: 'F' | 'M';
  /** Art. 33(1). */
  notifyAuthority: boolean;
  /** Art. 34(1). */
  tellPeople: boolean;
}

export const EDPB_CASES_VERIFIED_AT = '2026-11-22';

type Outcome = 'none' | 'authority' | 'both';

const example = (
  number: number,
  outcome: Outcome,
  title: string,
  keyFacts: string,
  features: BreachFeatures,
): EdpbCase => ({
  number,
  title,
  keyFacts,
  features,
  evidence: number === 1 ? 'F' : 'M',
  notifyAuthority: outcome !== 'none',
  tellPeople: outcome === 'both',
});

const ransomware = { attack: 'ransomware', intent: 'malicious' } as const;
const taken = { attack: 'exfiltration', intent: 'malicious', exfiltrated: 'yes' } as const;
const sent = { attack: 'sentByMistake', intent: 'accidental' } as const;
const posted = { attack: 'postalMistake', intent: 'accidental', recipient: 'known', volume: 'upTo100' } as const;

/**
 * The 18 examples. Titles and outcomes found in stored copies (F), facts shortened from memory (M) except case 1. Every
 * one of them is documented (Art. 33(5)). Do not replace them by third-party tables, several of which are wrong.
 *
 * @see EDPB Guidelines 01/2021, version 2.0 of 14 December 2021
 */
export const EDPB_CASES: readonly EdpbCase[] = [
  example(
    1,
    'none',
    'Ransomware with proper backup, no exfiltration',
    'small manufacturer, encrypted at rest, logs prove no exfiltration, restored in hours, few dozen people',
    { ...ransomware, exfiltrated: 'no', encrypted: 'yes', backup: 'yes', restored: 'hours', volume: 'upTo100' },
  ),
  example(
    2,
    'authority',
    'Ransomware without proper backup',
    'agricultural firm, no electronic backup, rebuilt from paper in 5 working days, minor delays',
    { ...ransomware, backup: 'no', restored: 'days' },
  ),
  example(3, 'both', 'Ransomware with backup, no exfiltration, hospital', 'health data, operations delayed for days', {
    ...ransomware,
    exfiltrated: 'no',
    backup: 'yes',
    restored: 'days',
    sensitive: 'yes',
  }),
  example(
    4,
    'both',
    'Ransomware without backup, with exfiltration',
    'public transport, clients and staff, payment data',
    { ...ransomware, exfiltrated: 'yes', backup: 'no', financial: 'yes' },
  ),
  example(
    5,
    'both',
    'Job application data exfiltrated from a website',
    'malware on an employment agency site, about 213 forms',
    { ...taken, volume: 'upTo1000' },
  ),
  example(6, 'none', 'Hashed passwords exfiltrated', 'cooking site, about 1 200 users, strong salted hashes', {
    ...taken,
    encrypted: 'yes',
    credentials: 'yes',
    volume: 'upTo10000',
  }),
  example(7, 'both', 'Credential stuffing, bank', 'about 100 000 in reach, about 2 000 log-ins succeeded', {
    attack: 'credentialStuffing',
    intent: 'malicious',
    credentials: 'yes',
    financial: 'yes',
    volume: 'upTo10000',
  }),
  example(8, 'authority', 'Business data copied by a leaving employee', 'client contacts used later', {
    attack: 'insiderCopy',
    intent: 'unclear',
    exfiltrated: 'yes',
    used: 'yes',
    sensitive: 'no',
  }),
  example(
    9,
    'none',
    'Data sent by accident to a trusted third party',
    'insurance agent reports and deletes, two dozen clients',
    { ...sent, recipient: 'trusted', remedied: 'yes', volume: 'upTo100' },
  ),
  example(10, 'none', 'Stolen device, encrypted', "two tablets, children's centre, wiped", {
    attack: 'deviceStolen',
    encrypted: 'yes',
    remedied: 'yes',
    vulnerable: 'yes',
  }),
  example(11, 'both', 'Stolen device, not encrypted', 'laptop, more than 100 000 customers', {
    attack: 'deviceStolen',
    encrypted: 'no',
    volume: 'over10000',
  }),
  example(12, 'both', 'Stolen paper files, sensitive', 'rehab clinic log book, no backup', {
    attack: 'paperStolen',
    sensitive: 'yes',
    backup: 'no',
  }),
  example(13, 'none', 'Postal mistake', 'two shoe orders swapped', { ...posted, sensitive: 'no' }),
  example(
    14,
    'both',
    'Highly confidential data mailed by mistake',
    'public employment office, list of job seekers with social security numbers',
    { ...sent, sensitive: 'yes' },
  ),
  example(15, 'none', 'Personal data mailed by mistake', 'course participant list, food preferences, 15 people', {
    ...sent,
    sensitive: 'no',
    volume: 'upTo100',
  }),
  example(16, 'authority', 'Postal mistake', "car insurance letter with another client's policy data", {
    ...posted,
    financial: 'yes',
  }),
  example(17, 'both', 'Identity theft', 'call centre tricked into changing a billing e-mail', {
    attack: 'impersonation',
    intent: 'malicious',
    used: 'yes',
    financial: 'yes',
  }),
  example(18, 'both', 'E-mail exfiltration', 'supermarket chain, forwarding rules, 99 employees', {
    ...taken,
    volume: 'upTo100',
  }),
];

/** @throws {Refusal} `EDPB_CASE_UNKNOWN` */
export function requireEdpbCase(text: string): EdpbCase {
  const found = EDPB_CASES.find(({ number }) => String(number) === text.replace(/^0/, ''));
  if (found) return found;
  throw new Refusal({
    code: 'EDPB_CASE_UNKNOWN',
    message: `Cannot find case ${quoteValue(text)} in Guidelines 01/2021`,
    next: 'Give a number from 1 to 18, or none for the list',
  });
}
