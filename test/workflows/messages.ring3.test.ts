import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { WorkflowFailedError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { listStatements } from '../../database/statement.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { Refusal } from '../../domain/refusal.ts';
import { caseStory, ORGANISATION } from '../support/case-story.ts';
import { onRing } from '../support/ring.ts';

const { base: story, options } = await onRing(() => caseStory());

const OPENING = { learnedAt: '2031-11-25T09:00:00+01:00', precision: 'instant', from: 'confirmation', certain: true };
const open = async (): Promise<string> =>
  (await story.tell('carla', { kind: 'case.open', caseId: null, body: OPENING })).caseId ?? '';

/** What the Temporal UI does: an update by name, with whatever was typed as its payload. */
const sayRaw = async (caseId: string, payload: unknown, updateId?: string): Promise<{ seq: number }> => {
  const id = updateId === undefined ? {} : { updateId };
  return story.client.workflow.getHandle(caseId).executeUpdate('say', { args: [payload], ...id });
};

/** The code an update was refused with. */
async function codeOf(update: Promise<unknown>): Promise<string> {
  try {
    await update;
    return 'accepted';
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure)
      return error.cause.type ?? '';
    throw error;
  }
}

const decide = (at: string) => ({
  kind: 'awareness.decide',
  actor: 'dpo',
  body: { at, precision: 'instant', reasonCode: 'reasonable_certainty' },
});

describe('what a case is told', options, () => {
  before(() => story.sleepUntil('2031-11-25T10:00:00Z'));
  after(() => story.close());

  describe('from the Temporal UI', () => {
    let caseId = '';
    before(async () => {
      caseId = await open();
    });

    it('counts, with the assurance that nobody knows who sat there', async () => {
      const { seq } = await sayRaw(caseId, decide('2031-11-25T08:30:00+01:00'));
      const entry = (await story.entriesOf(caseId)).find((one) => one.seq === seq);
      assert.deepEqual([entry?.kind, entry?.actor, entry?.assurance], ['awareness.decide', 'dpo', 'temporalUi']);
      await story.settle();
      assert.equal((await story.dutyOf(caseId, 'authority/ES/initial'))?.dueAt, '2031-11-28T07:30:00.000Z');
    });

    it('said twice under one update id, it counts once and is answered the same', async () => {
      const first = await sayRaw(caseId, decide('2031-11-25T08:00:00+01:00'), 'typed-once');
      const again = await sayRaw(caseId, decide('2031-11-25T08:00:00+01:00'), 'typed-once');
      assert.deepEqual(again, first);
    });

    const REFUSED: [string, unknown, string][] = [
      ['nothing', undefined, 'STATEMENT_FORM'],
      ['null', null, 'STATEMENT_FORM'],
      ['a word', 'file it', 'STATEMENT_FORM'],
      ['a list', [], 'STATEMENT_FORM'],
      ['an empty object', {}, 'STATEMENT_FORM'],
      ['an unknown kind', { kind: 'case.destroy', actor: 'dpo' }, 'STATEMENT_UNKNOWN'],
      ['a kind of the language itself', { kind: 'constructor', actor: 'dpo' }, 'STATEMENT_UNKNOWN'],
      ['an actor that is no id', { kind: 'case.close', actor: 'DPO of Acme' }, 'STATEMENT_FORM'],
      ['words', { ...decide('2031-11-25T08:00:00+01:00'), words: { reason: 'x' } }, 'STATEMENT_FORM'],
      ['a field nobody knows', { kind: 'case.close', actor: 'elena', body: { really: true } }, 'FIELD_UNKNOWN'],
      ['a kind that needs words', { kind: 'case.reopen', actor: 'elena' }, 'WORDS_MISSING'],
      ['a stranger', { kind: 'case.close', actor: 'mallory' }, 'ROLE_NOT_ALLOWED'],
      ['a role that may not', { kind: 'case.close', actor: 'carla' }, 'ROLE_NOT_ALLOWED'],
      [
        'a statement of the organisation',
        { kind: 'person.end', actor: 'dpo', body: { personId: 'ana' } },
        'NOT_OF_A_CASE',
      ],
      ['a correction of nothing', { ...decide('2031-11-25T07:00:00+01:00'), corrects: 99_999 }, 'CORRECTS_UNKNOWN'],
      ['a correction of no number', { ...decide('2031-11-25T07:00:00+01:00'), corrects: '3' }, 'STATEMENT_FORM'],
      ['a correction beyond all numbers', { ...decide('2031-11-25T07:00:00+01:00'), corrects: 1e12 }, 'STATEMENT_FORM'],
      ['an instant to come', decide('2031-11-26T08:00:00+01:00'), 'TIME_IN_FUTURE'],
      ['a later awareness without a reason', decide('2031-11-25T09:30:00+01:00'), 'REASON_REQUIRED'],
      ['the id of a statement that is not there', { statementId: 'x', kind: 'case.close' }, 'STATEMENT_NOT_FOUND'],
      ['an id that is none', { statementId: { $ne: null }, kind: 'case.close' }, 'STATEMENT_NOT_FOUND'],
    ];
    for (const [what, payload, code] of REFUSED) {
      it(`refuses ${what}: ${code}`, async () => assert.equal(await codeOf(sayRaw(caseId, payload)), code));
    }

    const filing = (registryNumber: string) => ({
      kind: 'filing.recordSubmission',
      actor: 'carla',
      body: { authority: 'ES', subtype: 'complete', submittedAt: '2031-11-25T09:30:00+01:00', registryNumber },
    });
    for (const [what, text] of [
      ['a NUL', 'REGAGE\u0000'],
      ['half a character', 'REGAGE\ud83d'],
    ] as const) {
      it(`refuses a text with ${what}, which no database keeps`, async () =>
        assert.equal(await codeOf(sayRaw(caseId, filing(text))), 'TEXT_NOT_STORABLE'));
    }

    it('refuses an update id that is too long to keep', async () =>
      assert.equal(await codeOf(sayRaw(caseId, filing('REGAGE1'), 'x'.repeat(201))), 'UPDATE_ID_LENGTH'));

    it('none of it left a trace, and the case works on', async () => {
      const kinds = (await story.entriesOf(caseId)).filter(({ assurance }) => assurance === 'temporalUi');
      assert.deepEqual(
        kinds.map(({ kind }) => kind),
        ['awareness.decide', 'awareness.decide'],
      );
      await story.settle();
      assert.deepEqual(story.retries, []);
    });

    it('a second workflow of the case, or one of no case, ends at once', async () => {
      for (const input of [{ caseId }, undefined]) {
        const handle = await story.client.workflow.start('breachCase', {
          taskQueue: 'cases',
          workflowId: `impostor-${input ? 'second' : 'none'}`,
          args: [input],
        });
        await assert.rejects(handle.result(), (error) => {
          assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure);
          assert.equal(error.cause.type, 'CASE_ID_MISMATCH');
          return true;
        });
      }
    });
  });

  describe('openCase', () => {
    const start = (workflowId: string, input: unknown) =>
      story.client.workflow.execute('openCase', { taskQueue: 'cases', workflowId, args: [input] });

    it('T-9-3 gives the case a number, opens it, and starts its workflow under that id', async () => {
      const answer: { caseId: string; seq: number } = await start('from-the-ui', { actor: 'carla', body: OPENING });
      assert.match(answer.caseId, /^breach-\d{4}-\d{4,6}$/);
      await story.settle();
      const [first] = await story.entriesOf(answer.caseId);
      assert.deepEqual([first?.kind, first?.assurance], ['case.open', 'temporalUi']);
      assert.equal((await story.dutyOf(answer.caseId, 'authority/ES/initial'))?.dueAt, '2031-11-28T08:00:00.000Z');
      const { status } = await story.client.workflow.getHandle(answer.caseId).describe();
      assert.equal(status.name, 'RUNNING');
    });

    const REFUSED: [string, unknown, string][] = [
      ['nothing', undefined, 'STATEMENT_FORM'],
      ['a word', 'breach!', 'STATEMENT_FORM'],
      ['no body', { actor: 'carla' }, 'FIELD_VALUE'],
      ['another organisation', { actor: 'carla', organisation: 'nobody', body: OPENING }, 'ORGANISATION_UNKNOWN'],
      ['an unknown processor', { actor: 'carla', body: { ...OPENING, processorId: 'acme' } }, 'PROCESSOR_UNKNOWN'],
      ['a stranger', { actor: 'mallory', body: OPENING }, 'ROLE_NOT_ALLOWED'],
    ];
    for (const [what, input, code] of REFUSED) {
      it(`refuses ${what}: ${code}`, async () => {
        await assert.rejects(start(`refused-${what.replaceAll(' ', '-')}`, input), (error) => {
          assert.ok(error instanceof WorkflowFailedError && error.cause instanceof ApplicationFailure, String(error));
          assert.equal(error.cause.type, code);
          return true;
        });
      });
    }
  });

  it('a refusal at the desk has the code, and says it again to whoever asks again', async () => {
    const caseId = await open();
    const saying = { kind: 'case.close', caseId, body: {}, statementId: 'close-it-please' } as const;
    for (const _ of [1, 2]) {
      await assert.rejects(story.tell('elena', saying), (error) => {
        assert.ok(error instanceof Refusal);
        assert.equal(error.details.code, 'CASE_NOT_FINISHED');
        assert.ok((error.details.findings ?? []).length > 0);
        return true;
      });
    }
    const refused = await inSnapshot(story.pool, (tx) => listStatements(tx, { state: 'refused', caseId }));
    assert.equal(refused.filter(({ statementId }) => statementId === 'close-it-please').length, 1);
    assert.equal(ORGANISATION, refused[0]?.organisationId);
  });
});
