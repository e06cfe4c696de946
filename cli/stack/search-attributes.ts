/** The search attributes of a case, by type, in Temporal's own words. */
export const SEARCH_ATTRIBUTES = {
  BreachStage: 'Keyword',
  BreachRisk: 'Keyword',
  BreachNextDuty: 'Keyword',
  BreachAwareAt: 'Datetime',
  BreachNextDueAt: 'Datetime',
  BreachOverdue: 'Bool',
  BreachDrill: 'Bool',
  BreachAuthorities: 'KeywordList',
} as const;
