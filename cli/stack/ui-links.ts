export interface Link {
  name: string;
  url: string;
}

/** Attribute that the server itself sets on a workflow whose tasks keep failing. */
export const FAILURES_QUERY =
  'ExecutionStatus="Running" AND TemporalReportedProblems IN ("category=WorkflowTaskFailed","category=WorkflowTaskTimedOut")';

const running = (condition: string): string => `${condition} AND ExecutionStatus="Running"`;

/** The boards an operator works from; "due in 24 h" counts from `now`, so its link is made anew each time. */
const boards = (now: Date): { name: string; query: string }[] => [
  {
    name: 'due in 24 h',
    query: running(`BreachNextDueAt<="${new Date(now.getTime() + 24 * 3_600_000).toISOString()}"`),
  },
  { name: 'overdue', query: running('BreachOverdue=true') },
  { name: 'suspected or aware', query: running('BreachStage IN ("suspected","aware")') },
  { name: 'drills', query: 'BreachDrill=true' },
  { name: 'failures', query: FAILURES_QUERY },
];

const workflows = (uiUrl: string, namespace: string): string =>
  `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows`;

/** Links that open a board and keep it as a saved view in the visitor's browser. */
export const boardLinks = (uiUrl: string, namespace: string, now: Date): Link[] =>
  boards(now).map(({ name, query }) => ({
    name,
    url: `${workflows(uiUrl, namespace)}?query=${encodeURIComponent(query)}&savedQuery=${encodeURIComponent(name)}`,
  }));

/** The page of a case or of one of its campaigns; a slash in the id must be `%2F`, or the UI does not find it. */
export const workflowLink = (uiUrl: string, namespace: string, workflowId: string): Link => ({
  name: workflowId,
  url: `${workflows(uiUrl, namespace)}/${encodeURIComponent(workflowId)}`,
});
