import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { caseStory, remindersMailed } from '../support/case-story.ts';
import { onRing } from '../support/ring.ts';

const { base: story, options } = await onRing(() => caseStory());

/** More nudges than a run keeps events. */
const NUDGES = 2_200;
const AT_ONCE = 50;

describe('a case that turns over to a new run', options, () => {
  before(() => story.sleepUntil('2031-11-25T10:00:00Z'));
  after(() => story.close());

  it('keeps its clocks and what it has done, and goes on where it stood', async () => {
    const body = { learnedAt: '2031-11-25T10:00:00Z', precision: 'instant', from: 'confirmation', certain: true };
    const caseId = (await story.tell('carla', { kind: 'case.open', caseId: null, body })).caseId ?? '';
    const handle = story.client.workflow.getHandle(caseId);
    await story.sleepUntil('2031-11-26T12:00:00Z');
    const [first, facts, mailed] = [
      await handle.describe(),
      await story.factsOf(caseId),
      remindersMailed(story.mails, caseId),
    ];
    assert.equal(mailed.length, 1);

    for (let sent = 0; sent < NUDGES; sent += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, () => handle.signal('lookAgain')));
    }
    await story.settle();
    const second = await handle.describe();
    assert.notEqual(second.runId, first.runId);
    assert.equal(second.status.name, 'RUNNING');
    assert.ok(second.historyLength < 2_000, `${second.historyLength} events`);
    assert.deepEqual(await story.factsOf(caseId), facts);

    const confirmed = { risk: 'risk', conclusion33: 'notify', conclusion34: 'voluntary' };
    await story.tell('dpo', { kind: 'risk.assess', caseId, body: confirmed });
    await story.sleepUntil('2031-11-28T10:00:00Z');
    const sent = await story.remindersOf(caseId, 'authority/ES/initial');
    assert.deepEqual(
      sent.map(({ rung }) => rung),
      ['-48h', '-24h', '-12h', '-6h', '-2h', '-1h', '0h'],
    );
    assert.deepEqual(story.retries, []);
  });
});
