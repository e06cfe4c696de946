import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type NewSaying, type Said, say } from '../../desk/say.ts';
import { Refusal } from '../../domain/refusal.ts';
import { caseStory, ORGANISATION } from '../support/case-story.ts';
import { onRing } from '../support/ring.ts';

const { base: story, options } = await onRing(() => caseStory());

/** Speaks at the desk without waiting for the story to settle, as several people at once do. */
const speak = (actor: string, saying: NewSaying): Promise<Said | Refusal> =>
  say(story.desk, { organisationId: ORGANISATION, actor, assurance: 'claimed' }, saying).catch((error) => {
    if (error instanceof Refusal) return error;
    throw error;
  });

describe('several desks at once (ring 3)', options, () => {
  let caseId: string;
  before(async () => {
    const learnedAt = (await story.now()).toISOString();
    const body = { learnedAt, precision: 'instant', from: 'confirmation', certain: true };
    caseId = (await story.tell('carla', { kind: 'case.open', caseId: null, body })).caseId ?? '';
  });
  after(() => story.close());

  it('leave one entry and the same answer when one statement is said twenty times at once', async () => {
    const statementId = randomUUID();
    const body = { claims: [{ key: 'cause', value: 'unknown', source: 'controller', confidence: 'unverified' }] };
    const saying = { kind: 'case.recordFacts', caseId, body, statementId } as const;
    const answers = await Promise.all(Array.from({ length: 20 }, () => speak('carla', saying)));
    const entries = (await story.entriesOf(caseId)).filter((entry) => entry.statementId === statementId);
    assert.equal(entries.length, 1);
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    assert.equal((answers[0] as Said).seq, entries[0]?.seq);
  });

  it('leave one approval, and a clear refusal, when two people confirm and refuse the same entry at once', async () => {
    await story.settle();
    const aware = (await story.factsOf(caseId)).opened?.at ?? '';
    const body = {
      at: new Date(Date.parse(aware) + 3_600_000).toISOString(),
      precision: 'instant',
      reasonCode: 'other',
    };
    await story.sleepUntil(new Date(Date.parse(aware) + 2 * 3_600_000));
    const words = { reason: 'Later logs' };
    const moved = await story.tell('dpo', { kind: 'awareness.decide', caseId, body, words });
    assert.equal(moved.awaitsSecondPerson, true);
    const confirm = (actor: string, outcome: string) =>
      speak(actor, { kind: 'confirm', caseId, body: { seq: moved.seq, outcome } });
    const answers = await Promise.all([confirm('elena', 'confirm'), confirm('olga', 'confirm')]);
    const refusals = answers.filter((answer) => answer instanceof Refusal);
    assert.deepEqual(
      refusals.map(({ details }) => details.code),
      ['NOTHING_TO_CONFIRM'],
    );
    const confirmations = (await story.entriesOf(caseId)).filter(({ kind }) => kind === 'confirm');
    assert.equal(confirmations.length, 1);
  });

  it('leave one approval of a filing when two people approve the same pack at once', async () => {
    await story.settle();
    const pack = (await story.factsOf(caseId)).authorities['ES']?.packs.at(-1);
    const body = { authority: 'ES', phase: 'initial', packHash: pack?.hash, dpoAdvice: 'agrees' };
    const approve = (actor: string) => speak(actor, { kind: 'filing.approve', caseId, body });
    const answers = await Promise.all([approve('elena'), approve('olga')]);
    const approvals = (await story.entriesOf(caseId)).filter(({ kind }) => kind === 'filing.approve');
    const refused = answers.flatMap((answer) => (answer instanceof Refusal ? [answer.details.code] : []));
    assert.deepEqual([approvals.length, refused], [1, ['ALREADY_APPROVED']]);
  });
});
