import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addressOf, caseStory, remindersMailed } from '../support/case-story.ts';
import { onRing } from '../support/ring.ts';

const { base: story, options } = await onRing(() => caseStory());

const everybody = (...people: string[]): string[] => people.map(addressOf).sort();
const WORKING = everybody('carla', 'dpo', 'olga');
const DECIDING = everybody('carla', 'dpo', 'elena', 'olga');
const ALL = everybody('carla', 'dpo', 'elena', 'fermin', 'olga');

/** Instants of the reminders sent, rounded down to the minute: an act takes some milliseconds of the story's time. */
const minutes = (rows: readonly { at: string }[]): string[] => rows.map(({ at }) => `${at.slice(0, 16)}Z`);

async function openOnNotice(learnedAt: string, precision = 'date'): Promise<string> {
  const body = { learnedAt, precision, from: 'processor_notice', certain: true, processorId: 'mixpanel' };
  const { caseId } = await story.tell('carla', { kind: 'case.open', caseId: null, body });
  return caseId ?? '';
}

describe('the reminders of the 72 hours', options, () => {
  before(() => story.sleepUntil('2031-11-25T09:00:00Z'));
  after(() => story.close());

  it('go out 48, 24, 12, 6, 2, 1 and 0 hours before, and a day after, each once, to the roles of the rung', async () => {
    const caseId = await openOnNotice('2031-11-25T00:00:00+01:00');
    await story.sleepUntil('2031-11-29T12:00:00Z');
    const sent = await story.remindersOf(caseId, 'authority/ES/initial');
    assert.deepEqual(
      sent.map(({ rung }) => rung),
      ['-48h', '-24h', '-12h', '-6h', '-2h', '-1h', '0h', 'late+24h'],
    );
    // Aware at 00:00 in Madrid on the 25th: the time is up on Thursday the 27th at 24:00, which is 23:00 UTC.
    const due = [
      '2031-11-25T23:00Z',
      '2031-11-26T23:00Z',
      '2031-11-27T11:00Z',
      '2031-11-27T17:00Z',
      '2031-11-27T21:00Z',
      '2031-11-27T22:00Z',
      '2031-11-27T23:00Z',
      '2031-11-28T23:00Z',
    ];
    assert.deepEqual(minutes(sent), due);
    const mails = remindersMailed(story.mails, caseId);
    assert.deepEqual(minutes(mails), due);
    assert.deepEqual(
      mails.map(({ to }) => [...to].sort()),
      [WORKING, WORKING, DECIDING, DECIDING, DECIDING, DECIDING, DECIDING, ALL],
    );
    assert.equal(new Set(mails.map(({ messageId }) => messageId)).size, mails.length);
    assert.deepEqual(story.retries, []);
  });
});
