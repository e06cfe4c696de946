import { sleep } from '@temporalio/workflow';
import type { BreachCaseInput } from '../../../workflows/breach-case.messages.ts';
import { breachCase as rightBreachCase } from '../../../workflows/breach-case.ts';
import type { NoticeCampaignInput } from '../../../workflows/notice-campaign.messages.ts';
import { noticeCampaign as rightNoticeCampaign } from '../../../workflows/notice-campaign.ts';
import type { OpenCaseInput } from '../../../workflows/open-case.messages.ts';
import { openCase as rightOpenCase } from '../../../workflows/open-case.ts';

// Deliberately wrong: each workflow waits a moment first, which no stored history knows. Replay must catch it.

export async function breachCase(input: BreachCaseInput): Promise<void> {
  await sleep(1);
  await rightBreachCase(input);
}

export async function noticeCampaign(input: NoticeCampaignInput): Promise<void> {
  await sleep(1);
  await rightNoticeCampaign(input);
}

export async function openCase(input: OpenCaseInput): Promise<unknown> {
  await sleep(1);
  return rightOpenCase(input);
}
