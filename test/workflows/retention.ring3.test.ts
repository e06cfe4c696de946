import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readWords } from '../../database/narrative.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { verifyRegister } from '../../database/verify.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type CaseStory, caseStory, ORGANISATION } from '../support/case-story.ts';
import { approveWave, importPeople, listOf, recordNoticeTexts } from '../support/people-to-tell.ts';
import { onRing } from '../support/ring.ts';

const { base: story, options } = await onRing<CaseStory>(() => caseStory({ blockYears: 3 }));

const SECRET = 'The key was left on a train by Ana Ejemplar';
const countOf = (table: 'recipient' | 'notice_delivery'): Promise<number> =>
  inSnapshot(story.pool, async (tx) => {
    const sql = {
      recipient: 'select count(*)::int as count from recipient_import join recipient using (import_id)',
      notice_delivery: 'select count(*)::int as count from notice_delivery',
    };
    return (await tx.query<{ count: number }>(sql[table])).rows[0]?.count ?? -1;
  });

describe('the years after a case is closed', options, () => {
  let caseId = '';
  before(async () => {
    await story.sleepUntil('2031-03-03T09:00:00Z');
    const body = { learnedAt: '2031-03-03T09:00:00Z', precision: 'instant', from: 'confirmation', certain: true };
    const opened = await story.tell('carla', { kind: 'case.open', caseId: null, body, words: { what: SECRET } });
    caseId = opened.caseId ?? '';
    const high = { risk: 'high', conclusion33: 'notify', conclusion34: 'communicate' };
    await story.tell('dpo', { kind: 'risk.assess', caseId, body: high, words: { reasons: SECRET } });
    await recordNoticeTexts(story, caseId);
    await importPeople(story, caseId, 1, listOf('person', 12));
    await approveWave(story, caseId, 1);
    const filing = { authority: 'ES', subtype: 'complete', submittedAt: '2031-03-03T09:00:00Z', registryNumber: 'R1' };
    await story.tell('carla', { kind: 'filing.recordSubmission', caseId, body: filing });
    await story.sleepUntil('2031-03-10T11:00:00Z');
    await story.tell('elena', { kind: 'case.close', caseId, body: {} });
  });
  after(() => story.close());

  const entry = async (kind: string): Promise<string | undefined> =>
    (await story.entriesOf(caseId)).find((one) => one.kind === kind)?.at.slice(0, 16);

  it('the recipients are blocked after 90 days, and still there (R-9-7)', async () => {
    await story.sleepUntil('2031-06-08T12:00:00Z');
    // Closed on 10 March at 12:00 in Madrid; 90 days later it is summer there.
    assert.equal(await entry('recipients.block'), '2031-06-08T10:00');
    assert.equal(await countOf('recipient'), 12);
  });

  it('they are erased after three years, the ledger of what was sent stays (R-9-5)', async () => {
    await story.sleepUntil('2034-03-10T12:00:00Z');
    assert.equal(await entry('recipients.erase'), '2034-03-10T11:00');
    assert.deepEqual([await countOf('recipient'), await countOf('notice_delivery')], [0, 12]);
  });

  it('a legal hold stops the rest until it is released', async () => {
    await story.sleepUntil('2036-03-01T09:00:00Z');
    await story.tell('fermin', { kind: 'case.hold', caseId, body: {}, words: { reason: 'A claim is pending' } });
    await story.sleepUntil('2036-05-01T09:00:00Z');
    assert.equal(await entry('key.destroy'), undefined);
    await story.tell('fermin', { kind: 'case.release', caseId, body: {}, words: { reason: 'The claim is settled' } });
    assert.equal(await entry('key.destroy'), '2036-05-01T09:00');
  });

  it('T-9-2 then no word can be read, the chain still verifies, and the case has ended', async () => {
    const opened = (await story.entriesOf(caseId)).find(({ kind }) => kind === 'case.open');
    const words = await inSnapshot(story.pool, (tx) => readWords(tx, story.desk.vault, opened?.body.words ?? {}));
    assert.deepEqual(words, { what: null });
    const verified = await inSnapshot(story.pool, (tx) =>
      verifyRegister(tx, ORGANISATION, { words: story.desk.vault }),
    );
    assert.equal(verified.ok, true);
    assert.ok((verified.words?.erased ?? 0) >= 2);
    const handle = story.client.workflow.getHandle(caseId);
    await handle.result();
    assert.equal((await handle.describe()).status.name, 'COMPLETED');
    const reopen = { kind: 'case.reopen', caseId, body: {}, words: { reason: 'Too late' } } as const;
    await assert.rejects(story.tell('elena', reopen), (error) => error instanceof Refusal);
    assert.deepEqual(story.retries, []);
  });
});
