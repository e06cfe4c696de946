/** One example of EDPB Guidelines 01/2021: what the Board would have done. An analogy; one fact changed may change it. */
export interface EdpbCase {
  number: number;
  title: string;
  keyFacts: string;
  /** Art. 33(1). */
  notifyAuthority: boolean;
  /** Art. 34(1). */
  tellPeople: boolean;
}

const example = (
  number: number,
  title: string,
  keyFacts: string,
  outcome: 'none' | 'authority' | 'both',
): EdpbCase => ({
  number,
  title,
  keyFacts,
  notifyAuthority: outcome !== 'none',
  tellPeople: outcome === 'both',
});

/**
 * The 18 examples. Titles and outcomes found in stored copies (F), facts shortened from memory (M) except case 1. Every
 * one of them is documented (Art. 33(5)). Do not replace them by third-party tables, several of which are wrong.
 *
 * @see EDPB Guidelines 01/2021, version 2.0 of 14 December 2021
 */
export const EDPB_CASES: readonly EdpbCase[] = [
  example(
    1,
    'Ransomware with proper backup, no exfiltration',
    'small manufacturer, encrypted at rest, logs prove no exfiltration, restored in hours, few dozen people',
    'none',
  ),
  example(
    2,
    'Ransomware without proper backup',
    'agricultural firm, no electronic backup, rebuilt from paper in 5 working days, minor delays',
    'authority',
  ),
  example(3, 'Ransomware with backup, no exfiltration, hospital', 'health data, operations delayed for days', 'both'),
  example(
    4,
    'Ransomware without backup, with exfiltration',
    'public transport, clients and staff, payment data',
    'both',
  ),
  example(
    5,
    'Job application data exfiltrated from a website',
    'malware on an employment agency site, about 213 forms',
    'both',
  ),
  example(6, 'Hashed passwords exfiltrated', 'cooking site, about 1 200 users, strong salted hashes', 'none'),
  example(7, 'Credential stuffing, bank', 'about 100 000 in reach, about 2 000 log-ins succeeded', 'both'),
  example(8, 'Business data copied by a leaving employee', 'client contacts used later', 'authority'),
  example(
    9,
    'Data sent by accident to a trusted third party',
    'insurance agent reports and deletes, two dozen clients',
    'none',
  ),
  example(10, 'Stolen device, encrypted', "two tablets, children's centre, wiped", 'none'),
  example(11, 'Stolen device, not encrypted', 'laptop, more than 100 000 customers', 'both'),
  example(12, 'Stolen paper files, sensitive', 'rehab clinic log book, no backup', 'both'),
  example(13, 'Postal mistake', 'two shoe orders swapped', 'none'),
  example(
    14,
    'Highly confidential data mailed by mistake',
    'public employment office, list of job seekers with social security numbers',
    'both',
  ),
  example(15, 'Personal data mailed by mistake', 'course participant list, food preferences, 15 people', 'none'),
  example(16, 'Postal mistake', "car insurance letter with another client's policy data", 'authority'),
  example(17, 'Identity theft', 'call centre tricked into changing a billing e-mail', 'both'),
  example(18, 'E-mail exfiltration', 'supermarket chain, forwarding rules, 99 employees', 'both'),
];
