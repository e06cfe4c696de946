import { NIS2, nis2For } from './nis2.ts';
import type { Regime } from './regime.ts';
import { completeRegime, type RegimeRow, step } from './row.ts';

const rows: readonly RegimeRow[] = [
  {
    id: 'DORA',
    regime: 'Regulation (EU) 2022/2554',
    inScopeWhen: 'financial entity',
    trigger: 'ICT-related incident classified as major',
    steps: [
      step(['initial', 'initial notification'], 'PT4H', 'classifiedAt', {
        cap: { offset: 'PT24H', anchor: 'awareAt' },
      }),
      step(['intermediate', 'intermediate report'], 'PT72H', 'initialSubmittedAt', { repeats: true }),
      step(['intermediateAgain', 'intermediate report on recovery'], null, 'normalActivityAt', {
        owed: 'onceHappened',
        when: 'when normal activity is back',
      }),
      step(['final', 'final report'], 'P1M', 'intermediateSubmittedAt'),
    ],
    recipient: 'national financial authority',
    source: 'Art. 19(4), Delegated Regulation (EU) 2025/301 Art. 5 (F); date of application (M)',
    effectiveFrom: '2025-01-17',
    confidence: 'high',
    displaces: ['NIS2'],
    note: 'Classified after 24 h: 4 h from then. A term that cannot be kept: tell the authority before it ends, with the reasons',
  },
  {
    id: 'CRA',
    regime: 'Regulation (EU) 2024/2847',
    inScopeWhen: 'manufacturer of a product with digital elements',
    trigger: 'exploited vulnerability or severe incident in its own product',
    categories: { codes: ['vulnerability', 'incident'], assumed: null },
    steps: [
      step(['earlyWarning', 'early warning'], 'PT24H'),
      step(['notification', 'notification'], 'PT72H'),
      step(['finalVulnerability', 'final report, vulnerability'], 'P14D', 'fixAvailableAt', {
        category: 'vulnerability',
      }),
      step(['finalIncident', 'final report, incident'], 'P1M', 'notificationSubmittedAt', { category: 'incident' }),
    ],
    recipient: 'coordinator CSIRT and ENISA platform',
    source: 'Art. 14 (F)',
    effectiveFrom: '2026-09-11',
    confidence: 'high',
  },
  {
    id: 'CER',
    regime: 'Directive (EU) 2022/2557',
    inScopeWhen: 'critical entity',
    trigger: 'incident that disrupts an essential service',
    steps: [step(['initial', 'initial notification'], 'PT24H'), step(['detailedReport', 'detailed report'], 'P1M')],
    recipient: 'national authority',
    source: 'Art. 15 (M)',
    effectiveFrom: '2024-10-18',
    confidence: 'medium',
  },
  {
    id: 'CH-ISA',
    regime: 'Swiss Information Security Act',
    inScopeWhen: 'operator of critical infrastructure in Switzerland',
    trigger: 'cyberattack',
    steps: [step(['report', 'report'], 'PT24H')],
    recipient: 'BACS/NCSC',
    source: '(M); date (F)',
    effectiveFrom: '2025-04-01',
    confidence: 'low',
  },
  {
    id: 'ENS-ES',
    regime: 'RD 311/2022',
    inScopeWhen: 'Spanish public sector and its suppliers',
    trigger: 'incident',
    categories: { codes: ['critical', 'veryHigh', 'high'], assumed: null },
    steps: [
      step(['critical', 'notification, critical incident'], 'PT1H', 'detectedAt', { category: 'critical' }),
      step(['veryHigh', 'notification, very high'], 'PT6H', 'detectedAt', { category: 'veryHigh' }),
      step(['high', 'notification, high'], 'PT24H', 'detectedAt', { category: 'high' }),
    ],
    recipient: 'CCN-CERT',
    source: 'one public template (F), to be checked; date (M)',
    effectiveFrom: '2022-05-05',
    confidence: 'low',
  },
];

/** Duties to report a security incident, beside the breach of personal data in it. */
export const SECURITY: readonly Regime[] = [NIS2, nis2For('ES'), ...rows.map(completeRegime)];
