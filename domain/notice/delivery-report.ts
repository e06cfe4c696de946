/** What a delivery report says of one recipient. @see RFC 3464, 2.3.3 */
export const REPORT_ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
export type ReportAction = (typeof REPORT_ACTIONS)[number];
