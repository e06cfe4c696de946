import type { Regime } from './regime.ts';
import { completeRegime, type RegimeRow, step } from './row.ts';
import { SECURITY } from './security.ts';

const NOTIFICATION = ['notification', 'notification'] as const;
const INITIAL = step(['initial', 'initial'], 'PT72H');
const PEOPLE = step(['people', 'people'], null, 'awareAt', { owed: 'highRisk', when: 'if a high risk is likely' });

const communications: RegimeRow[] = [
  {
    id: 'EIDAS-NQ',
    regime: 'Regulation (EU) 910/2014 as amended by 2024/1183',
    inScopeWhen: 'non-qualified trust service provider',
    trigger: 'breach or disruption with significant impact on the service or its personal data',
    steps: [step(NOTIFICATION, 'PT24H')],
    recipient: 'supervisory body, identifiable affected persons, the public if of interest, other authorities',
    source: 'Art. 19a(1)(b) (F); date (M)',
    effectiveFrom: '2024-05-20',
    confidence: 'high',
  },
  {
    id: 'EIDAS-Q',
    regime: 'Regulation (EU) 910/2014 as amended by 2024/1183',
    inScopeWhen: 'qualified trust service provider',
    trigger: 'breach or disruption with significant impact on the service or its personal data',
    steps: [step(NOTIFICATION, 'PT24H')],
    recipient: 'supervisory body, identifiable affected persons, the public if of interest, other authorities',
    source: 'Art. 24(2)(fb) (F, secondary); date (M)',
    effectiveFrom: '2024-05-20',
    confidence: 'high',
  },
  {
    id: 'EPRIV-611',
    regime: 'Regulation (EU) 611/2013, Directive 2002/58/EC',
    inScopeWhen: 'provider of public electronic communications',
    trigger: 'any personal data breach; no risk threshold',
    onlyPersonalData: true,
    steps: [
      step(NOTIFICATION, 'PT24H', 'detectedAt'),
      step(['secondNotice', 'second notification'], 'P3D', 'notificationSubmittedAt', {
        owed: 'ifIncomplete',
        when: 'if the first was incomplete',
      }),
      step(['subscribers', 'subscribers'], null, 'detectedAt', { when: 'if an adverse effect on them is likely' }),
    ],
    recipient: 'national authority (telecom or data protection)',
    source: 'Art. 2-3 (M), form fields (F)',
    effectiveFrom: '2013-08-25',
    confidence: 'medium',
    note: '24 h where feasible; subscribers without undue delay if an adverse effect is likely',
  },
];

const dataProtection: RegimeRow[] = [
  {
    id: 'UK-GDPR',
    regime: 'UK GDPR',
    inScopeWhen: 'people in the United Kingdom affected',
    trigger: 'personal data breach, unless unlikely to result in a risk',
    onlyPersonalData: true,
    steps: [INITIAL, PEOPLE],
    recipient: 'ICO',
    source: 'Art. 33-34 (F); date (M)',
    effectiveFrom: '2021-01-01',
    confidence: 'high',
  },
  {
    id: 'UK-PECR-2003',
    regime: 'PECR reg. 5A, before the Data (Use and Access) Act 2025',
    inScopeWhen: 'provider of public electronic communications in the United Kingdom',
    trigger: 'any personal data breach',
    onlyPersonalData: true,
    steps: [step(NOTIFICATION, 'PT24H', 'detectedAt')],
    recipient: 'ICO',
    source: 'reg. 5A (F)',
    effectiveFrom: '2013-08-25',
    effectiveTo: '2025-08-20',
    confidence: 'high',
  },
  {
    id: 'UK-PECR',
    regime: 'PECR reg. 5A',
    inScopeWhen: 'provider of public electronic communications in the United Kingdom',
    trigger: 'any personal data breach',
    onlyPersonalData: true,
    steps: [step(NOTIFICATION, 'PT72H')],
    recipient: 'ICO',
    source: 'reg. 5A, Data (Use and Access) Act 2025 (F)',
    effectiveFrom: '2025-08-20',
    confidence: 'high',
  },
  {
    id: 'CH-FADP',
    regime: 'Swiss Federal Act on Data Protection',
    inScopeWhen: 'people in Switzerland affected',
    trigger: 'breach of data security likely to lead to a high risk',
    onlyPersonalData: true,
    steps: [step(['initial', 'as quickly as possible'], null)],
    recipient: 'FDPIC',
    source: 'Art. 24 (F)',
    effectiveFrom: '2023-09-01',
    confidence: 'high',
    note: 'No hours. People if needed for their protection or if the FDPIC demands it; processors tell controllers likewise',
  },
  {
    id: 'EUDPR',
    regime: 'Regulation (EU) 2018/1725',
    inScopeWhen: 'institution, body, office or agency of the Union',
    trigger: 'personal data breach, unless unlikely to result in a risk',
    onlyPersonalData: true,
    steps: [INITIAL, PEOPLE],
    recipient: 'EDPS',
    source: 'Art. 34-35 (M); date (M)',
    effectiveFrom: '2018-12-11',
    confidence: 'high',
  },
  {
    id: 'LED',
    regime: 'Directive (EU) 2016/680',
    inScopeWhen: 'police or criminal justice authority',
    trigger: 'personal data breach, unless unlikely to result in a risk',
    onlyPersonalData: true,
    steps: [INITIAL, PEOPLE],
    recipient: 'supervisory authority',
    source: 'Art. 30-31, Spain: LO 7/2021 Art. 38-39 (M); date (M)',
    effectiveFrom: '2018-05-06',
    confidence: 'high',
    note: 'Data that came from or went to another state: tell its controller. High risk: tell people',
  },
];

const others: RegimeRow[] = [
  {
    id: 'AIA-73',
    regime: 'Regulation (EU) 2024/1689',
    inScopeWhen: 'provider of a high-risk AI system',
    trigger: 'serious incident',
    categories: { codes: ['other', 'widespread', 'death'], assumed: null },
    steps: [
      step(['report', 'report'], 'P15D', 'awareAt', { category: 'other' }),
      step(['reportWidespread', 'report, widespread or critical infrastructure'], 'P2D', 'awareAt', {
        category: 'widespread',
      }),
      step(['reportDeath', 'report, death of a person'], 'P10D', 'awareAt', { category: 'death' }),
    ],
    recipient: 'market surveillance authority',
    source: 'Art. 73, Regulation (EU) 2026/1744 (F)',
    effectiveFrom: '2027-12-02',
    confidence: 'medium',
    enabled: false,
    note: 'High-risk chapters postponed to 2 December 2027 and 2 August 2028',
  },
  {
    id: 'MAR-17',
    regime: 'Regulation (EU) 596/2014',
    inScopeWhen: 'listed issuer',
    trigger: 'the breach is inside information',
    steps: [step(['disclosure', 'public disclosure'], null)],
    recipient: 'market and its authority',
    source: 'Art. 17 (M); date (M)',
    effectiveFrom: '2016-07-03',
    confidence: 'medium',
    note: 'As soon as possible; no number',
  },
  {
    id: 'CONTRACT',
    regime: 'Clauses of customers, vendors and cyber insurance',
    inScopeWhen: 'the contract says so',
    trigger: 'per clause',
    steps: [],
    recipient: 'counterparties',
    source: 'the contract',
    effectiveFrom: null,
    confidence: 'n/a',
    enabled: false,
    note: 'Terms are data of the organisation',
  },
];

/** Duties that may run beside Art. 33: none of them stops another, except DORA, which displaces NIS2. */
export const ADJACENT: readonly Regime[] = [
  ...SECURITY,
  ...[...communications, ...dataProtection, ...others].map(completeRegime),
];
