import {
  ApplicationFailure,
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { NoticeActivities, WaveProgress } from '../activities/notice-campaign.ts';
import { lookAgain } from './breach-case.messages.ts';
import { type NoticeCampaignInput, noticeCampaignId } from './notice-campaign.messages.ts';

const { sendNotices } = proxyActivities<NoticeActivities>({
  startToCloseTimeout: '60 minutes', // a round of 55 min when a limit holds, else 50 s; and the end of what is in the air
  heartbeatTimeout: '15 seconds',
  retry: { maximumInterval: '30 seconds' },
});
const { completeWave } = proxyActivities<NoticeActivities>({
  startToCloseTimeout: '5 minutes', // the ledger of a million people is hashed in one go
  retry: { maximumInterval: '10 seconds' },
});

const PAUSED_LOOK_MS = 5 * 60_000;
const BLOCKED_LOOK_MS = 60_000;
const LONGEST_WAIT_MS = 60 * 60_000;
const MOST_EVENTS = 2_000;

/** Art. 34(1): tells the people of one wave, each once; the ledger is the truth, this only keeps the sending going. */
export async function noticeCampaign(input: NoticeCampaignInput): Promise<void> {
  assertOwnId(input);
  const { caseId, wave } = input;
  let nudges = 0;
  setHandler(
    lookAgain,
    () => {
      nudges += 1;
    },
    { description: 'Look at the register again: the wave was paused, resumed or cancelled' },
  );

  for (;;) {
    const heard = nudges;
    const progress = await sendNotices.executeWithOptions({ summary: `People, wave ${wave}: send what is due` }, [
      { caseId, wave },
    ]);
    setCurrentDetails(details(caseId, wave, progress));
    if (progress.state === 'finished') break;
    if (progress.state !== 'sending') {
      await condition(() => nudges > heard, waitMs(progress), { summary: waitSummary(wave, progress) });
    }
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    if (continueAsNewSuggested || historyLength > MOST_EVENTS) {
      await condition(allHandlersFinished);
      await continueAsNew<typeof noticeCampaign>({ caseId, wave });
    }
  }
  await completeWave.executeWithOptions({ summary: `People, wave ${wave}: enter the result` }, [{ caseId, wave }]);
}

/** Temporal runs one workflow of an id: only under its own is a wave's campaign the only one. */
function assertOwnId(input: Partial<NoticeCampaignInput> | undefined): asserts input is NoticeCampaignInput {
  const { caseId, wave } = input ?? {};
  if (typeof caseId !== 'string' || typeof wave !== 'number') {
    const message = `Cannot mail: the input must be {"caseId": "breach-2026-0042", "wave": 1}; approve the wave instead with 'tocsin notice approve', and it begins by itself`;
    throw ApplicationFailure.nonRetryable(message, 'CASE_ID_MISMATCH');
  }
  const own = noticeCampaignId({ caseId, wave });
  if (workflowInfo().workflowId === own) return;
  const message = `Cannot mail wave ${wave} from here: '${own}' is its campaign; watch it with 'tocsin notice status ${caseId} --wave ${wave} --follow'`;
  throw ApplicationFailure.nonRetryable(message, 'CAMPAIGN_ALREADY_RUNNING');
}

function waitMs({ state, nextAt }: WaveProgress): number {
  if (state === 'paused') return PAUSED_LOOK_MS;
  if (state === 'blocked') return BLOCKED_LOOK_MS;
  const untilDue = nextAt === null ? BLOCKED_LOOK_MS : Date.parse(nextAt) - Date.now();
  return Math.min(Math.max(untilDue, 1_000), LONGEST_WAIT_MS);
}

const reasonOf = ({ why, code }: WaveProgress): string =>
  why === null ? '' : `${why}${code === null ? '' : ` (${code})`}`;

function waitSummary(wave: number, progress: WaveProgress): string {
  const open = (progress.counts.waiting ?? 0) + (progress.counts.claimed ?? 0);
  if (progress.state === 'paused')
    return `People, wave ${wave}: paused with ${open} to tell; looks again every 5 minutes`;
  if (progress.state === 'blocked') return `People, wave ${wave}: ${reasonOf(progress)}; tried again in a minute`;
  const at = progress.nextAt?.slice(0, 16).replace('T', ' ') ?? '';
  return `People, wave ${wave}: ${open} to try again, next ${at} UTC`;
}

const NAMES = {
  waiting: 'waiting',
  claimed: 'being sent',
  sent: 'sent',
  refused: 'refused',
  expired: 'given up after 4 days',
  suppressed: 'not sent: told before, or cancelled',
  'unknown-held': 'unknown, held',
} as const satisfies Record<keyof WaveProgress['counts'], string>;

function details(caseId: string, wave: number, progress: WaveProgress): string {
  const rows = Object.entries(NAMES).map(
    ([state, name]) => `| ${name} | ${progress.counts[state as keyof typeof NAMES] ?? 0} |`,
  );
  const why = reasonOf(progress);
  return [
    `**Wave ${wave} of ${caseId}: ${progress.state}**${why ? `: ${why}` : ''}`,
    '',
    '| people | count |',
    '|---|---|',
    ...rows,
    '',
    `Pause: \`tocsin notice pause ${caseId} --wave ${wave}\`. Stop for good: \`tocsin notice cancel ${caseId} --wave ${wave}\`.`,
  ].join('\n');
}
