import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { caseStory, remindersMailed } from '../support/case-story.ts';
import { onRing } from '../support/ring.ts';

const { base: story, options } = await onRing(() => caseStory());

const PROFILE = {
  regimes: { NIS2: { country: 'BE', entity: 'essential' }, 'MAR-17': {} },
  clauses: [{ clauseId: 'acme-insurance', kind: 'insurance', hours: 48 }],
};
const rungs = (rows: readonly { rung: string; at: string }[]): string[] =>
  rows.map(({ rung, at }) => `${rung} ${at.slice(0, 16)}Z`);

describe('the clocks beside the GDPR', options, () => {
  before(async () => {
    const body = { country: 'ES', zone: 'Europe/Madrid', authority: 'ES', profile: PROFILE };
    await story.sleepUntil('2031-11-25T08:00:00Z');
    await story.tell('dpo', { kind: 'organisation.describe', caseId: null, body, words: { name: 'Ejemplo, S.L.' } });
  });
  after(() => story.close());

  it('R-7-NIS2 remind of the early warning by its ladder, until it is recorded', async () => {
    await story.sleepUntil('2031-11-25T09:00:00Z');
    const opening = { learnedAt: '2031-11-25T09:00:00Z', precision: 'instant', from: 'confirmation', certain: true };
    const { caseId } = await story.tell('carla', { kind: 'case.open', caseId: null, body: opening });
    const id = caseId ?? assert.fail();
    await story.sleepUntil('2031-11-26T08:30:00Z');
    assert.deepEqual(rungs(await story.remindersOf(id, 'regime/NIS2/earlyWarning')), [
      '-24h 2031-11-25T09:00Z',
      '-12h 2031-11-25T21:00Z',
      '-6h 2031-11-26T03:00Z',
      '-2h 2031-11-26T07:00Z',
      '-1h 2031-11-26T08:00Z',
    ]);
    const filed = { regimeId: 'NIS2', step: 'earlyWarning', submittedAt: '2031-11-26T08:20:00Z' };
    await story.tell('carla', { kind: 'regime.recordStep', caseId: id, body: filed });
    await story.sleepUntil('2031-11-26T12:00:00Z');
    assert.equal((await story.remindersOf(id, 'regime/NIS2/earlyWarning')).length, 5);
    // Nothing dates a disclosure: brought to mind after four hours, then daily, and never with a date.
    assert.deepEqual(rungs(await story.remindersOf(id, 'regime/MAR-17/disclosure')), ['+4h 2031-11-25T13:00Z']);
    const mails = remindersMailed(story.mails, id);
    const texts = await Promise.all(mails.map(async ({ raw }) => (await PostalMime.parse(raw)).text ?? ''));
    const disclosure = texts.find((text) => text.includes('regime/MAR-17/disclosure'));
    assert.match(disclosure ?? '', /Sin dilación indebida; la ley no fija fecha/);
    assert.match(disclosure ?? '', /tocsin regime filed breach-2031-\d+ MAR-17 disclosure --at/);
    assert.deepEqual(rungs(await story.remindersOf(id, 'regime/CONTRACT/acme-insurance')), [
      '-48h 2031-11-25T09:00Z',
      '-24h 2031-11-26T09:00Z',
    ]);
  });
});
