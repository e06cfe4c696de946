/** One wave of a case: all that its campaign needs to know. */
export interface NoticeCampaignInput {
  caseId: string;
  wave: number;
}

/** `breach-2026-0042/people/1`: one campaign for each wave of a case. */
export const noticeCampaignId = ({ caseId, wave }: NoticeCampaignInput): string => `${caseId}/people/${wave}`;
