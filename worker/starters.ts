import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { startCase } from '../desk/delivery.ts';
import { NOTICES_QUEUE } from '../workflows/breach-case.messages.ts';
import { type NoticeCampaignInput, noticeCampaignId } from '../workflows/notice-campaign.messages.ts';

/** Starts the mailing of a wave; one that already runs is nudged to look at the ledger again. */
async function startCampaign(client: Client, wave: NoticeCampaignInput): Promise<void> {
  try {
    await client.workflow.signalWithStart('noticeCampaign', {
      workflowId: noticeCampaignId(wave),
      taskQueue: NOTICES_QUEUE,
      args: [wave],
      signal: 'lookAgain',
      signalArgs: [],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: `${wave.caseId}: tell the people, wave ${wave.wave}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Tells a workflow that something changed; one that does not run now reads it all when it is started. */
async function nudge(client: Client, workflowId: string): Promise<void> {
  try {
    await client.workflow.getHandle(workflowId).signal('lookAgain');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** What activities and the watch start or nudge, over one client. */
export const startersOf = (client: Client) => ({
  startCase: (caseId: string) => startCase(client, caseId),
  startCampaign: (wave: NoticeCampaignInput) => startCampaign(client, wave),
  nudgeCase: (caseId: string) => nudge(client, caseId),
  nudgeCampaign: (wave: NoticeCampaignInput) => nudge(client, noticeCampaignId(wave)),
});
