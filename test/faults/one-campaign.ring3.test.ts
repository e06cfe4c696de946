import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WorkflowExecutionAlreadyStartedError, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { viewNotice } from '../../desk/notice-view.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { startersOf } from '../../worker/starters.ts';
import { NOTICES_QUEUE } from '../../workflows/breach-case.messages.ts';
import { noticeCampaignId } from '../../workflows/notice-campaign.messages.ts';
import { ORGANISATION } from '../support/case-story.ts';
import { liveCase } from '../support/live-case.ts';
import { importPeople, listOf, recordNoticeTexts } from '../support/people-to-tell.ts';
import { onRing } from '../support/ring.ts';
import { until } from './running-stack.ts';

const { base: live, options } = await onRing(() => liveCase({ noticeCoolingMinutes: 0 }));

const AT_ONCE = 50;
const PEOPLE = 40;
const wave = 1;
const atOnce = (work: (at: number) => Promise<unknown>): Promise<PromiseSettledResult<unknown>[]> =>
  Promise.allSettled(Array.from({ length: AT_ONCE }, (_, at) => work(at)));
const reasonsOf = (answers: PromiseSettledResult<unknown>[]): unknown[] =>
  answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
const refusalOf = (reason: unknown): Refusal => (reason instanceof Refusal ? reason : assert.fail(String(reason)));

describe('a mailing that many people start at once', options, () => {
  let caseId = '';
  let campaign = '';
  const approve = async (): Promise<unknown> => {
    const { textHash, listHash, count, audiences } = await viewNotice(live.desk, ORGANISATION, caseId, wave);
    const body = { wave, textHash, listHash, count, audiences };
    return live.say('elena', { kind: 'notice.approve', caseId, body });
  };
  const entered = async (kind: string): Promise<number> =>
    (await live.entriesOf(caseId)).filter((entry) => entry.kind === kind).length;
  const startAs = (workflowId: string) =>
    live.client.workflow.start('noticeCampaign', { workflowId, taskQueue: NOTICES_QUEUE, args: [{ caseId, wave }] });
  const told = (): string[] => live.mails.flatMap(({ to }) => to).filter((to) => to.startsWith('many'));

  before(async () => {
    const body = { learnedAt: new Date().toISOString(), precision: 'instant', from: 'confirmation', certain: true };
    caseId = (await live.tell('carla', { kind: 'case.open', caseId: null, body })).caseId ?? '';
    campaign = noticeCampaignId({ caseId, wave });
    const high = { risk: 'high', conclusion33: 'notify', conclusion34: 'communicate' };
    await live.tell('dpo', { kind: 'risk.assess', caseId, body: high });
    await recordNoticeTexts(live, caseId);
    await importPeople(live, caseId, wave, listOf('many', PEOPLE));
    // Begun, but paused: it runs as long as the test looks at it.
    await live.tell('carla', { kind: 'notice.pause', caseId, body: { wave } });
  });
  after(() => live.close());

  it(`R12 accepts one of ${AT_ONCE} approvals; the others hear which campaign runs, and how to watch it`, async () => {
    const answers = await atOnce(approve);
    const refusals = reasonsOf(answers).map(refusalOf);
    assert.equal(refusals.length, AT_ONCE - 1);
    assert.deepEqual([...new Set(refusals.map(({ details }) => details.code))], ['CAMPAIGN_ALREADY_RUNNING']);
    const [{ details, exit } = assert.fail()] = refusals;
    assert.equal(exit, EXIT.data);
    assert.ok(details.message.includes(campaign), details.message);
    assert.ok(details.next.includes(`tocsin notice status ${caseId} --wave ${wave} --follow`), details.next);
    assert.equal(await entered('notice.approve'), 1);
  });

  it(`R12 runs one campaign, though the engine starts it ${AT_ONCE} times and people as often in Temporal`, async () => {
    const handle = live.client.workflow.getHandle(campaign);
    const { runId } = await until('the campaign', 30, () => handle.describe());
    const started = await atOnce((at) =>
      at % 2 === 0 ? startersOf(live.client).startCampaign({ caseId, wave }) : startAs(campaign),
    );
    const refused = reasonsOf(started);
    assert.equal(refused.length, AT_ONCE / 2, 'all that people pressed');
    assert.ok(refused.every((reason) => reason instanceof WorkflowExecutionAlreadyStartedError));
    assert.equal((await handle.describe()).runId, runId);
    assert.equal(await entered('wave.start'), 1);
  });

  it('R12 refuses a campaign of the same wave under another id, which names the one that runs', async () => {
    const other = await startAs(`${caseId}/people/by-hand`);
    await assert.rejects(other.result(), (error) => {
      const cause = error instanceof WorkflowFailedError ? error.cause : null;
      assert.ok(cause instanceof ApplicationFailure, String(error));
      assert.equal(cause.type, 'CAMPAIGN_ALREADY_RUNNING');
      assert.ok(cause.message.includes(`'${campaign}'`), cause.message);
      return true;
    });
  });

  it('ends a campaign that somebody starts without an input, or with another', async () => {
    for (const [at, args] of [[], [{}], ['nonsense'], [{ caseId: 7, wave: 'one' }], [null]].entries()) {
      const options = { workflowId: `by-hand-${at}`, taskQueue: 'notices', args };
      const handle = await live.client.workflow.start('noticeCampaign', options);
      await assert.rejects(handle.result(), (error) => {
        const cause = error instanceof WorkflowFailedError ? error.cause : null;
        assert.ok(cause instanceof ApplicationFailure, String(error));
        assert.equal(cause.type, 'CASE_ID_MISMATCH');
        return true;
      });
    }
  });

  it('R12 tells each person once, and nobody again when it is started or approved once more', async () => {
    await live.tell('dpo', { kind: 'notice.resume', caseId, body: { wave } });
    await until('the end', 60, async () => (await entered('wave.complete')) === 1);
    assert.deepEqual([told().length, new Set(told()).size], [PEOPLE, PEOPLE]);
    const [reason] = reasonsOf(await Promise.allSettled([approve()]));
    assert.equal(refusalOf(reason).details.code, 'WAVE_COMPLETED');
    await (await startAs(campaign)).result();
    assert.deepEqual([told().length, await entered('wave.complete')], [PEOPLE, 1]);
  });
});
