import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { competentAuthorities } from '../../domain/routing/competent-authorities.ts';
import { caseStory, remindersMailed } from '../support/case-story.ts';
import { onRing } from '../support/ring.ts';

const { base: story, options } = await onRing(() => caseStory());

// The calendar of 2031 equals that of 2025: every instant of the law's tables plus six years.

const EEA = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ');
const scope = (over: object) => ({
  role: 'controller',
  establishments: [],
  mainEstablishment: null,
  publicAuthority: null,
  representative: null,
  crossBorder: true,
  affected: {},
  outside: {},
  ...over,
});
const open = async (body: Record<string, unknown>): Promise<string> => {
  const { caseId } = await story.tell('carla', { kind: 'case.open', caseId: null, body });
  return caseId ?? '';
};
const told = (learnedAt: string, precision = 'date') => ({
  learnedAt,
  precision,
  from: 'processor_notice',
  certain: true,
  processorId: 'mixpanel',
});
const file = (caseId: string, authority: string, submittedAt: string, number: string, over: object = {}) =>
  story.tell('carla', {
    kind: 'filing.recordSubmission',
    caseId,
    body: { authority, subtype: 'complete', submittedAt, registryNumber: number, ...over },
  });

/** Events of each run of a case, the newest run first. */
async function eventsOfRuns(caseId: string): Promise<number[]> {
  const counts: number[] = [];
  let runId: string | undefined;
  do {
    const { events } = await story.client.workflow.getHandle(caseId, runId).fetchHistory();
    counts.push(events?.length ?? 0);
    runId = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
  } while (runId);
  return counts;
}

/** Each reminder of the register with the authorities it names. */
async function named(caseId: string): Promise<[rung: string, at: string, codes: string[]][]> {
  const entries = (await story.entriesOf(caseId)).filter(({ kind }) => kind === 'reminder.send');
  return entries.map(({ at, body }) => {
    const duties = (body['duties'] as { dutyId: string; rung: string }[]).filter(({ dutyId }) =>
      dutyId.endsWith('/initial'),
    );
    return [
      duties[0]?.rung ?? '',
      `${at.slice(0, 16)}Z`,
      duties.map(({ dutyId }) => dutyId.split('/')[1] ?? '').sort(),
    ];
  });
}

describe('a case and its authorities on skipped time', options, () => {
  after(() => story.close());

  it('T-8-2 thirty-one authorities: each filed with, one mail a rung that names those still open', async () => {
    const affected = Object.fromEntries(EEA.map((code) => [code, null]));
    const everywhere = scope({ representative: 'ES', affected, outside: { UK: 40 } });
    const routed = competentAuthorities(everywhere as never);
    assert.deepEqual(routed.authorities.map(({ code }) => code).sort(), EEA);

    await story.sleepUntil('2031-11-25T09:00:00Z');
    // T-3-19: known by the date only, so from 00:00 in the easternmost of their zones.
    const caseId = await open(told('2031-11-24T22:00:00Z'));
    await story.tell('carla', { kind: 'case.setScope', caseId, body: everywhere });
    const all = [...EEA, 'UK'].sort();
    const facts = await story.factsOf(caseId);
    assert.deepEqual(Object.keys(facts.authorities).sort(), all);
    for (const code of all) {
      const duty = await story.dutyOf(caseId, `authority/${code}/initial`);
      assert.deepEqual([code, duty?.dueAt, duty?.state], [code, '2031-11-27T22:00:00.000Z', 'open']);
      assert.equal(facts.authorities[code]?.packs.length, 1 + (code === 'ES' ? 1 : 0), `packs of ${code}`);
    }

    await story.sleepUntil('2031-11-26T12:00:00Z');
    const early = all.slice(0, 20);
    for (const [at, code] of early.entries()) await file(caseId, code, '2031-11-26T11:30:00Z', `N-${at}`);
    await story.sleepUntil('2031-11-27T12:00:00Z');
    const late = all.slice(20);
    assert.deepEqual(await named(caseId), [
      ['-48h', '2031-11-25T22:00Z', all],
      ['-24h', '2031-11-26T22:00Z', late],
      ['-12h', '2031-11-27T10:00Z', late],
    ]);
    for (const [at, code] of late.entries()) await file(caseId, code, '2031-11-27T11:30:00Z', `L-${at}`);
    await story.sleepUntil('2031-11-28T12:00:00Z');
    assert.equal((await named(caseId)).filter(([, , codes]) => codes.length > 0).length, 3);
    const mailed = remindersMailed(story.mails, caseId).map(({ messageId }) => messageId);
    assert.equal(new Set(mailed).size, (await named(caseId)).length, 'one mail for each reminder');
    const filed = (await story.factsOf(caseId)).authorities;
    assert.ok(all.every((code) => filed[code]?.phases[0]?.status === 'ON_TIME'));
    const events = await eventsOfRuns(caseId);
    assert.ok(
      events.every((count) => count < 3000),
      `events of each run: ${events.join(', ')}`,
    );
    assert.deepEqual(story.retries, []);
  });

  it('T-8-1 with a provable main establishment in Ireland only its authority is filed with', async () => {
    const body = scope({
      establishments: ['IE', 'ES'],
      mainEstablishment: { country: 'IE', evidenced: true },
      affected: { IE: 10, ES: null },
    });
    const routed = competentAuthorities(body as never);
    assert.deepEqual(
      [routed.authorities.map(({ code, role }) => [code, role]), routed.listed],
      [[['IE', 'lead']], ['ES']],
    );
    await story.sleepUntil('2031-12-02T09:00:00Z');
    const caseId = await open(told('2031-12-02T08:00:00Z', 'instant'));
    await story.tell('carla', { kind: 'case.setScope', caseId, body });
    assert.equal((await story.dutyOf(caseId, 'authority/ES/initial'))?.state, 'superseded');
    assert.equal((await story.dutyOf(caseId, 'authority/IE/initial'))?.state, 'open');
    await story.sleepUntil('2031-12-03T09:00:00Z');
    assert.deepEqual((await named(caseId))[0], ['-48h', '2031-12-03T08:00Z', ['IE']]);
    await file(caseId, 'IE', '2031-12-03T08:30:00Z', 'BN-31-12-1');
    await story.sleepUntil('2031-12-06T09:00:00Z');
    assert.equal((await named(caseId)).filter(([, , codes]) => codes.length > 0).length, 1);
  });

  it('T-8-4 told at the end of a chain, a Spanish firm is aware only then, and its 72 hours end on a Sunday', async () => {
    await story.sleepUntil('2031-12-07T09:00:00Z');
    await story.tell('dpo', {
      kind: 'processor.describe',
      caseId: null,
      body: { processorId: 'openai' },
      words: { name: 'OpenAI' },
    });
    const { caseId: id } = await story.tell('carla', {
      kind: 'case.open',
      caseId: null,
      body: {
        ...told('2031-11-27T08:15:00+01:00', 'instant'),
        processorId: 'openai',
        detectedAt: '2031-11-25T00:00:00+01:00',
        detectedPrecision: 'date',
      },
    });
    const caseId = id ?? '';
    const duty = await story.dutyOf(caseId, 'authority/ES/initial');
    assert.equal(duty?.dueAt, '2031-11-30T07:15:00.000Z');
    assert.equal(new Date(duty?.dueAt ?? '').getUTCDay(), 0);
    // Filed within the hour of Regulation 1182/71, whose end is 09:00 in Madrid; from then on it is late.
    const status = async (submittedAt: string, number: string, corrects?: number) => {
      const body = { authority: 'ES', subtype: 'incomplete', submittedAt, registryNumber: number };
      const saying = { kind: 'filing.recordSubmission' as const, caseId, body, ...(corrects ? { corrects } : {}) };
      const { seq } = await story.tell('carla', saying);
      return { seq, status: (await story.factsOf(caseId)).authorities['ES']?.phases[0]?.status };
    };
    const first = await status('2031-11-30T08:59:59+01:00', 'N-1');
    assert.equal(first.status, 'WITHIN_1182_HOUR');
    const second = await status('2031-11-30T09:00:00+01:00', 'N-1', first.seq);
    assert.equal(second.status, 'LATE');
  });

  it('T-8-3 what comes to light on day 40 is supplemented without a new clock', async () => {
    await story.sleepUntil('2031-12-08T09:00:00Z');
    const caseId = await open(told('2031-12-08T08:00:00Z', 'instant'));
    const claim = (value: string[]) => ({ claims: [{ key: 'categories', value, source: 'controller' }] });
    await story.tell('carla', { kind: 'case.recordFacts', caseId, body: claim(['users']) });
    await file(caseId, 'ES', '2031-12-08T08:30:00Z', 'REGAGE31e00000000001');
    await story.sleepUntil('2032-01-17T09:00:00Z');
    await story.tell('carla', { kind: 'case.recordFacts', caseId, body: claim(['users', 'customers']) });
    const supplement = await story.dutyOf(caseId, 'authority/ES/supplement');
    assert.deepEqual([supplement?.state, supplement?.dueAt], ['open', null]);
    assert.equal((await story.dutyOf(caseId, 'authority/ES/initial'))?.dueAt, '2031-12-11T08:00:00.000Z');
    const pack = (await story.factsOf(caseId)).authorities['ES']?.packs.at(-1);
    assert.equal(pack?.phase, 'complementary');
    const changedAt = Date.parse(supplement?.actBy ?? '') - 72 * 3_600_000;
    await story.sleepUntil(new Date(changedAt + 50 * 3_600_000));
    const sent = await story.remindersOf(caseId, 'authority/ES/supplement');
    assert.deepEqual(
      sent.map(({ rung }) => rung),
      ['-48h', '-24h'],
    );
    await file(caseId, 'ES', new Date(changedAt + 49 * 3_600_000).toISOString(), 'REGAGE31e00000000002', {
      phase: 'complementary',
      subtype: 'complete',
    });
    assert.equal((await story.dutyOf(caseId, 'authority/ES/supplement'))?.state, 'met');
    await story.sleepUntil(new Date(changedAt + 200 * 3_600_000));
    assert.equal((await story.remindersOf(caseId, 'authority/ES/supplement')).length, 2);
  });
});
