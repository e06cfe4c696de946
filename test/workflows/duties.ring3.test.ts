import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { caseStory, remindersMailed } from '../support/case-story.ts';
import { onRing } from '../support/ring.ts';

const { base: story, options } = await onRing(() => caseStory());

const open = async (body: Record<string, unknown>): Promise<string> => {
  const { caseId } = await story.tell('carla', { kind: 'case.open', caseId: null, body });
  return caseId ?? '';
};
const aware = (learnedAt: string) => ({ learnedAt, precision: 'instant', from: 'confirmation', certain: true });
const decided = (at: string) => ({ at, precision: 'instant', reasonCode: 'reasonable_certainty' });
const rungs = async (caseId: string, dutyId: string): Promise<string[]> =>
  (await story.remindersOf(caseId, dutyId)).map(({ at, rung }) => `${rung} ${at.slice(0, 16)}Z`);

const INITIAL = 'authority/ES/initial';

describe('a case on skipped time', options, () => {
  before(() => story.sleepUntil('2031-03-10T09:00:00Z'));
  after(() => story.close());

  it('stops reminding once it is filed, and reminds of the rest', async () => {
    const caseId = await open(aware('2031-03-10T09:00:00Z'));
    await story.sleepUntil('2031-03-11T10:00:00Z');
    const body = {
      authority: 'ES',
      subtype: 'incomplete',
      submittedAt: '2031-03-11T09:30:00Z',
      registryNumber: 'REGAGE31e00000000001',
    };
    await story.tell('carla', { kind: 'filing.recordSubmission', caseId, body });
    await story.sleepUntil('2031-03-27T00:00:00Z');
    assert.deepEqual(await rungs(caseId, INITIAL), ['-48h 2031-03-11T09:00Z']);
    // 30 calendar days after 11 March in Madrid end on 10 April, 24:00; the first reminder is 14 days before.
    assert.deepEqual(await rungs(caseId, 'authority/ES/completion'), ['-336h 2031-03-27T22:00Z'].slice(1));
    await story.sleepUntil('2031-03-28T00:00:00Z');
    assert.deepEqual(await rungs(caseId, 'authority/ES/completion'), ['-336h 2031-03-27T22:00Z']);
    const final = { ...body, phase: 'final', subtype: 'complete', registryNumber: 'REGAGE31e00000000002' };
    await story.tell('carla', {
      kind: 'filing.recordSubmission',
      caseId,
      body: { ...final, submittedAt: '2031-03-28T00:00:00Z' },
    });
    await story.sleepUntil('2031-05-01T00:00:00Z');
    assert.equal((await story.remindersOf(caseId, 'authority/ES/completion')).length, 1);
  });

  it('moves the next reminder with awareness: earlier at once, later only when a second person confirms', async () => {
    await story.sleepUntil('2031-05-05T09:00:00Z');
    const caseId = await open(aware('2031-05-05T09:00:00Z'));
    await story.sleepUntil('2031-05-06T09:30:00Z');
    await story.tell('dpo', { kind: 'awareness.decide', caseId, body: decided('2031-05-05T03:00:00Z') });
    const words = { reason: 'The log shows that certainty came in the afternoon' };
    const later = { kind: 'awareness.decide', caseId, body: decided('2031-05-05T15:00:00Z'), words } as const;
    const { seq, awaitsSecondPerson } = await story.tell('dpo', later);
    assert.equal(awaitsSecondPerson, true);
    await story.sleepUntil('2031-05-07T04:00:00Z');
    await story.tell('elena', { kind: 'confirm', caseId, body: { seq, outcome: 'confirm' } });
    await story.sleepUntil('2031-05-08T16:00:00Z');
    // The 72 hours first end on the 8th at 09:00, then at 03:00, then at 15:00.
    assert.deepEqual(await rungs(caseId, INITIAL), [
      '-48h 2031-05-06T09:00Z',
      '-24h 2031-05-07T03:00Z',
      '-24h 2031-05-07T15:00Z',
      '-12h 2031-05-08T03:00Z',
      '-6h 2031-05-08T09:00Z',
      '-2h 2031-05-08T13:00Z',
      '-1h 2031-05-08T14:00Z',
      '0h 2031-05-08T15:00Z',
    ]);
    const ids = remindersMailed(story.mails, caseId).map(({ messageId }) => messageId);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('forces a decision on an alert after 24 hours and flags it at 48 (T-2-2)', async () => {
    await story.sleepUntil('2031-06-02T08:00:00Z');
    const alert = { learnedAt: '2031-06-02T08:00:00Z', precision: 'instant', from: 'suspicion', certain: false };
    const caseId = await open(alert);
    assert.equal((await story.dutyOf(caseId, INITIAL)) ?? null, null);
    await story.sleepUntil('2031-06-03T09:00:00Z');
    const body = {};
    const words = { reason: 'The logs of the supplier are still being read' };
    await story.tell('dpo', { kind: 'awareness.stillUncertain', caseId, body, words });
    await story.sleepUntil('2031-06-04T09:00:00Z');
    assert.deepEqual(await rungs(caseId, 'suspicion/decide'), [
      '-12h 2031-06-02T20:00Z',
      '-2h 2031-06-03T06:00Z',
      '0h 2031-06-03T08:00Z',
      '-12h 2031-06-03T20:00Z',
      '-2h 2031-06-04T06:00Z',
      '0h 2031-06-04T08:00Z',
    ]);
    await story.tell('dpo', { kind: 'awareness.decide', caseId, body: decided('2031-06-04T08:30:00Z') });
    assert.equal((await story.dutyOf(caseId, INITIAL))?.dueAt, '2031-06-07T08:30:00.000Z');
    assert.deepEqual(story.retries, []);
  });

  it('opened late, it sends one mail for all that has passed, and goes on from there', async () => {
    await story.sleepUntil('2031-07-10T09:00:00Z');
    const caseId = await open(aware('2031-07-01T09:00:00Z'));
    assert.deepEqual(await rungs(caseId, INITIAL), ['late+144h 2031-07-10T09:00Z']);
    await story.sleepUntil('2031-07-12T00:00:00Z');
    assert.deepEqual(await rungs(caseId, INITIAL), ['late+144h 2031-07-10T09:00Z', 'late+168h 2031-07-11T09:00Z']);
  });
});
