/** A moment a period runs from. `<step>SubmittedAt` is when that step was made, the latest where it was made again. */
export type Anchor =
  | 'awareAt'
  | 'detectedAt'
  | 'verifiedAt'
  | 'classifiedAt'
  | 'requestedAt'
  | 'resolvedAt'
  | 'normalActivityAt'
  | 'impactEndedAt'
  | 'fixAvailableAt'
  | `${string}SubmittedAt`;

/** Moments a person records; those of submissions follow from the steps made. */
export const MOMENTS = [
  'awareAt',
  'detectedAt',
  'verifiedAt',
  'classifiedAt',
  'requestedAt',
  'resolvedAt',
  'normalActivityAt',
  'impactEndedAt',
  'fixAvailableAt',
] as const satisfies readonly Anchor[];
export type Moment = (typeof MOMENTS)[number];

/** One step of a duty to report. */
export interface RegimeStep {
  /** Its name in duties: `earlyWarning` in `regime/NIS2/earlyWarning`. */
  id: string;
  name: string;
  /** ISO 8601 period such as `PT24H` or `P1M`; null where the law names no number. With `workingDays`, days of those. */
  offset: string | null;
  anchor: Anchor;
  unit: 'hours' | 'days' | 'workingDays' | 'months' | 'none';
  /** An outer limit from another moment: the earlier of both counts, unless the anchor itself lies past it. */
  cap: { offset: string; anchor: Anchor } | null;
  /** Owed in incidents of this category only. */
  category: string | null;
  /** When it comes to be owed: always; once its anchor has happened; when the step before was incomplete; at high risk. */
  owed: 'always' | 'onceHappened' | 'ifIncomplete' | 'highRisk';
  /** The condition in words, where there is one. */
  when: string | null;
  /** It may be made more than once. */
  repeats: boolean;
}

/** A duty to report, as data: its clocks are shown where the organisation's profile says it is in scope. */
export interface Regime {
  id: string;
  regime: string;
  inScopeWhen: string;
  trigger: string;
  /** Whether it asks for a personal data breach; the others run on although no personal data is hit. */
  onlyPersonalData: boolean;
  steps: readonly RegimeStep[];
  /** Kinds of incident whose steps differ; `assumed` counts until a person says, null: all are shown until then. */
  categories: { codes: readonly string[]; assumed: string | null } | null;
  recipient: string;
  /** With evidence marks: (F) found in a stored copy, (M) from memory. */
  source: string;
  /** Null while it is not law anywhere. */
  effectiveFrom: string | null;
  /** First day it no longer applies; null: it still does. */
  effectiveTo: string | null;
  verifiedAt: string;
  confidence: 'high' | 'medium' | 'low' | 'n/a';
  enabled: boolean;
  /** Regimes it takes the place of for whoever it applies to. */
  displaces: readonly string[];
  note: string | null;
}

/** A row for the notification of Art. 33(1) itself. */
export interface NotificationRegime extends Regime {
  hours: number;
  threshold: 'not_unlikely_risk' | 'likely_high_risk';
  /** The row it supersedes from its own beginning on. */
  replaces: string | null;
  officialJournal: string | null;
  late: 'accepted_with_reasons';
  /** The duty is "without undue delay": the hours are its outer limit. */
  legalMaximumNotTarget: boolean;
}
