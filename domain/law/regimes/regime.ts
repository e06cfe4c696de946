/** One step of a duty to report. */
export interface RegimeStep {
  name: string;
  /** ISO 8601 period such as `PT24H` or `P1M`; null where the law names no number. */
  offset: string | null;
  /** The moment the period runs from: `awareAt`, `classifiedAt`, `notifiedAt`, … */
  anchor: string;
  unit: 'hours' | 'days' | 'months' | 'none';
}

/** A duty to report, as data: its clocks are shown where the organisation's profile says it is in scope. */
export interface Regime {
  id: string;
  regime: string;
  inScopeWhen: string;
  trigger: string;
  steps: readonly RegimeStep[];
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
