import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { noticeCampaignId } from '../../workflows/notice-campaign.messages.ts';
import { caseStory } from '../support/case-story.ts';
import { approveWave, importPeople, listOf, recordNoticeTexts } from '../support/people-to-tell.ts';
import { onRing } from '../support/ring.ts';

const { base: story, options } = await onRing(() => caseStory());

/** Notices that reached people of a list, whoever else got mail meanwhile. */
const told = (prefix: string): string[] =>
  story.mails.flatMap(({ to }) => to).filter((address) => new RegExp(`^${prefix}\\d+@example\\.test$`).test(address));

async function openWithHighRisk(): Promise<string> {
  const learnedAt = (await story.now()).toISOString();
  const body = { learnedAt, precision: 'instant', from: 'confirmation', certain: true };
  const caseId = (await story.tell('carla', { kind: 'case.open', caseId: null, body })).caseId ?? '';
  const high = { risk: 'high', conclusion33: 'notify', conclusion34: 'communicate' };
  await story.tell('dpo', { kind: 'risk.assess', caseId, body: high });
  await recordNoticeTexts(story, caseId);
  return caseId;
}

describe('telling the people', options, () => {
  before(() => story.sleepUntil('2031-11-28T09:00:00Z'));
  after(() => story.close());

  it('T-9-4 begins when the cooling period is over, tells each person once, and ends the duty', async () => {
    const caseId = await openWithHighRisk();
    await importPeople(story, caseId, 1, listOf('first', 40));
    await approveWave(story, caseId, 1);
    const at = Date.parse((await story.factsOf(caseId)).waves[1]?.approval?.at ?? '');
    await story.sleepUntil(new Date(at + 9 * 60_000));
    assert.deepEqual(told('first'), []);
    await story.sleepUntil(new Date(at + 11 * 60_000));
    assert.deepEqual([told('first').length, new Set(told('first')).size], [40, 40]);
    const { waves } = await story.factsOf(caseId);
    assert.equal(waves[1]?.counts['sent'], 40);
    assert.equal((await story.dutyOf(caseId, 'people/1'))?.state, 'met');
    const campaign = noticeCampaignId({ caseId, wave: 1 });
    assert.equal(campaign, `${caseId}/people/1`);
    assert.equal((await story.client.workflow.getHandle(campaign).describe()).status.name, 'COMPLETED');
    await story.sleepUntil('2031-12-05T09:00:00Z');
    assert.equal(told('first').length, 40);
    assert.deepEqual(await story.remindersOf(caseId, 'people/1'), []);
    assert.deepEqual(story.retries, []);
  });

  it('cancelled in its cooling period a wave sends nothing, and the next one is owed', async () => {
    await story.sleepUntil('2032-01-12T09:00:00Z');
    const caseId = await openWithHighRisk();
    await importPeople(story, caseId, 1, listOf('cancelled', 5));
    await approveWave(story, caseId, 1);
    await story.tell('carla', { kind: 'notice.cancel', caseId, body: { wave: 1 } });
    await story.sleepUntil('2032-01-13T09:00:00Z');
    assert.deepEqual(told('cancelled'), []);
    assert.equal((await story.dutyOf(caseId, 'people/2'))?.state, 'open');
    await story.sleepUntil('2032-01-15T10:00:00Z');
    // Our own target is 72 hours after the decision: 15 January at 09:00.
    const reminded = (await story.remindersOf(caseId, 'people/2')).map(({ rung, at }) => `${rung} ${at.slice(0, 16)}Z`);
    assert.deepEqual(reminded, [
      '-48h 2032-01-13T09:00Z',
      '-24h 2032-01-14T09:00Z',
      '-12h 2032-01-14T21:00Z',
      '-4h 2032-01-15T05:00Z',
      '0h 2032-01-15T09:00Z',
    ]);
  });

  it('a list imported anew after the approval is not sent to until it is approved', async () => {
    await story.sleepUntil('2032-02-09T09:00:00Z');
    const caseId = await openWithHighRisk();
    await importPeople(story, caseId, 1, listOf('old', 3));
    await approveWave(story, caseId, 1);
    await importPeople(story, caseId, 1, listOf('new', 4));
    await story.sleepUntil('2032-02-09T12:00:00Z');
    assert.deepEqual([told('old'), told('new')], [[], []]);
    await approveWave(story, caseId, 1);
    await story.sleepUntil('2032-02-09T13:00:00Z');
    assert.deepEqual([told('old').length, told('new').length], [0, 4]);
  });
});
