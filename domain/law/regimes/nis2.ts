import type { Anchor, Regime, RegimeStep } from './regime.ts';
import { completeRegime, type RegimeRow, step } from './row.ts';

/** The day the public comparative record of the national acts was last seen. */
const VARIANTS_VERIFIED_AT = '2026-09-03';

interface Terms {
  /** What the first two periods run from. */
  anchor: Anchor;
  earlyWarning: string | null;
  notification: { offset: string | null; anchor: Anchor; cap: RegimeStep['cap'] };
  final: readonly RegimeStep[];
}

const LASTING = 'if the incident still goes on when the final report is due';
const EARLY_WARNING = ['earlyWarning', 'early warning'] as const;
const NOTIFICATION = ['notification', 'incident notification'] as const;
const FINAL = ['finalReport', 'final report'] as const;

/** The final report and, while the incident lasts, a progress report in its place. */
function finalSteps(offset: string, from: Anchor, handled: { offset: string } = { offset }): RegimeStep[] {
  return [
    step(FINAL, offset, from, { category: 'ended' }),
    step(['progressReport', 'progress report'], offset, from, { category: 'lasting', when: LASTING }),
    step(['finalReportLasting', 'final report after handling'], handled.offset, 'resolvedAt', {
      category: 'lasting',
      when: LASTING,
    }),
  ];
}

/** Art. 23(4): a month after the notification, and a month after handling where the incident lasts. */
const DIRECTIVE: Terms = {
  anchor: 'awareAt',
  earlyWarning: 'PT24H',
  notification: { offset: 'PT72H', anchor: 'awareAt', cap: null },
  final: finalSteps('P1M', 'notificationSubmittedAt'),
};

/** Both first periods from another moment than awareness. */
const anchoredOn = (anchor: Anchor): Partial<Terms> => ({
  anchor,
  notification: { offset: 'PT72H', anchor, cap: null },
});

interface Variant extends Partial<Terms> {
  note: string;
  confidence?: Regime['confidence'];
  verifiedAt?: string;
  recipient?: string;
  source?: string;
  /** Not law there. */
  inForce?: false;
}

const asTheDirective = (...countries: string[]): Record<string, Variant> =>
  Object.fromEntries(countries.map((country) => [country, { note: 'Terms as in the directive' }]));

/** How the states' laws depart from the directive. */
const VARIANTS: Readonly<Record<string, Variant>> = {
  ...asTheDirective('AT', 'BE', 'DE', 'DK', 'EE', 'HU', 'LI', 'NL', 'RO', 'SE'),
  CY: { earlyWarning: 'PT6H', note: "The authority's guide shows an early warning within 6 hours" },
  CZ: {
    ...anchoredOn('classifiedAt'),
    final: [step(FINAL, 'P30D', 'resolvedAt')],
    note: 'From internal classification; final report 30 days after resolution',
  },
  ES: {
    note: 'Not transposed: a government draft, referred to the Court of Justice in July 2026; RDL 12/2018 and RD 43/2021 (NIS1) in force. Terms known, recipient not fixed',
    confidence: 'medium',
    verifiedAt: '2026-09-23',
    recipient: 'not fixed; under NIS1 INCIBE-CERT, CCN-CERT or the authority of the sector',
    source: 'Directive (EU) 2022/2555 Art. 23(4), RDL 12/2018, RD 43/2021 (F)',
  },
  FI: { ...anchoredOn('detectedAt'), note: 'From detection' },
  HR: { final: finalSteps('P30D', 'notificationSubmittedAt'), note: 'Final report within 30 days' },
  IE: { note: 'Not in force', inForce: false },
  IS: {
    earlyWarning: null,
    notification: { offset: null, anchor: 'awareAt', cap: null },
    final: [],
    note: 'No hours at all',
  },
  IT: {
    notification: {
      offset: 'PT72H',
      anchor: 'earlyWarningSubmittedAt',
      cap: { offset: 'PT96H', anchor: 'awareAt' },
    },
    note: 'The 72 hours count from the pre-notification: at most 24 + 72 = 96',
  },
  NO: {
    final: [step(FINAL, 'P1M', 'earlyWarningSubmittedAt')],
    note: 'Older regime; final report one month from the first warning',
  },
  PT: {
    ...anchoredOn('verifiedAt'),
    final: [
      step(['endOfImpact', 'notice of the end of impact'], 'PT24H', 'impactEndedAt'),
      step(FINAL, 'P30D', 'impactEndedAt', { unit: 'workingDays' }),
    ],
    note: 'From when the entity has verified the incident; final report 30 working days after the end of impact',
  },
  SI: { ...anchoredOn('detectedAt'), note: 'From detection' },
  SK: { ...anchoredOn('detectedAt'), note: 'From detection' },
};

/** Countries of which the record says something. */
export const NIS2_COUNTRIES: readonly string[] = Object.keys(VARIANTS).sort();

function stepsOf({ anchor, earlyWarning, notification, final }: Terms, trustService: boolean): RegimeStep[] {
  const trusted = trustService && notification.offset !== null;
  const notified = trusted ? { offset: 'PT24H', anchor, cap: null } : notification;
  return [
    step(EARLY_WARNING, earlyWarning, anchor),
    step(NOTIFICATION, notified.offset, notified.anchor, { cap: notified.cap }),
    step(['intermediate', 'intermediate report'], null, 'requestedAt', {
      owed: 'onceHappened',
      when: 'on request of the authority',
      repeats: true,
    }),
    ...final,
  ];
}

const BASE: Omit<RegimeRow, 'id' | 'steps' | 'regime'> = {
  inScopeWhen: 'essential or important entity',
  trigger: 'significant incident',
  categories: { codes: ['ended', 'lasting'], assumed: 'ended' },
  recipient: 'CSIRT or competent authority',
  source: 'Directive (EU) 2022/2555 Art. 23(4) (F); date of application (M)',
  effectiveFrom: '2024-10-18',
  confidence: 'high',
};

const differs = (steps: readonly RegimeStep[]): boolean => steps.some(({ category }) => category !== null);

/** The directive itself, before any state's law. */
export const NIS2: Regime = completeRegime({
  ...BASE,
  id: 'NIS2',
  regime: 'Directive (EU) 2022/2555',
  steps: stepsOf(DIRECTIVE, false),
  note: 'Trust service providers: 24 h for the notification. States differ in the anchor. DORA displaces it',
});

/**
 * The reporting of significant incidents as a state's law has it, `NIS2-IT` and the like.
 *
 * A state the record does not name gets the directive's terms with low confidence. A state where it is not in force gets
 * a row that is not enabled.
 *
 * @param country       two letters
 * @param trustService  a trust service provider notifies within 24 hours instead of 72
 * @see Directive (EU) 2022/2555 Art. 23(4); national variants from one public comparative record
 */
export function nis2For(country: string, trustService = false): Regime {
  const variant = VARIANTS[country] ?? {
    note: 'Not in the record of national laws: the terms of the directive',
    confidence: 'low' as const,
  };
  const { inForce = true, confidence = 'medium', verifiedAt = VARIANTS_VERIFIED_AT, note, recipient } = variant;
  const steps = stepsOf({ ...DIRECTIVE, ...variant }, trustService);
  return completeRegime({
    ...BASE,
    id: `NIS2-${country}`,
    regime: `NIS2 in ${country}`,
    inScopeWhen: `essential or important entity in ${country}`,
    steps,
    ...(differs(steps) ? {} : { categories: null }),
    source: variant.source ?? 'Directive (EU) 2022/2555 Art. 23(4); national act by a public comparative record (F)',
    ...(recipient ? { recipient } : {}),
    effectiveFrom: inForce ? '2024-10-18' : null,
    enabled: inForce,
    confidence,
    verifiedAt,
    note,
  });
}
