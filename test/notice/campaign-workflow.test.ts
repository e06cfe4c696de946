import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { createNoticeActivities, startWave } from '../../activities/notice-campaign.ts';
import { sendNotices } from '../../activities/send-notices.ts';
import type { Sender } from '../../activities/sender.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { loadFacts } from '../../database/case.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { UnknownPolicy } from '../../domain/notice/outcome.ts';
import { lookAgain } from '../../workflows/breach-case.messages.ts';
import { noticeCampaignId } from '../../workflows/notice-campaign.messages.ts';
import { onRing } from '../support/ring.ts';
import { testServer } from '../support/temporal.ts';
import { addPerson, silentAfterDot, tell, unanswered } from './held-wave.ts';
import { type MailSink, mailSink } from './mail-sink.ts';
import { CASE, csvOf, ORGANISATION, type WaveFixture, waveFixture } from './wave-fixture.ts';

const { base: environment, options } = await onRing(testServer);

describe('noticeCampaign', options, () => {
  let env: TestWorkflowEnvironment;
  let fixture: WaveFixture;
  let sink: MailSink;
  let worker: Worker;
  let running: Promise<void>;
  let client: Client;
  let sender: Sender;
  let greylists = true;
  let unknownPolicy: UnknownPolicy = 'resend';
  let histories = '';

  before(async () => {
    env = environment;
    fixture = await waveFixture();
    sink = await mailSink({
      refuse: (address) => (greylists && address === 'p3@example.test' ? { code: 451, text: '4.7.1 later' } : null),
    });
    client = new Client({ connection: env.connection });
    sender = createPipeliningSender(sink.url);
    const dependencies = {
      ...fixture.dependencies(sender),
      senderFor: () => sender,
      now: async () => new Date(await env.currentTimeMs()),
      startCampaign: async (input: { caseId: string; wave: number }) => {
        await client.workflow.signalWithStart('noticeCampaign', {
          workflowId: noticeCampaignId(input),
          taskQueue: 'notices',
          args: [input],
          signal: lookAgain,
          signalArgs: [],
        });
      },
    };
    const workflowsPath = fileURLToPath(new URL('../../workflows/notice-campaign.ts', import.meta.url));
    worker = await Worker.create({
      connection: env.nativeConnection,
      taskQueue: 'notices',
      workflowBundle: await bundleWorkflowCode({ workflowsPath }),
      activities: createNoticeActivities({
        ...dependencies,
        sendNotices: (input, limits) => sendNotices({ ...dependencies, unknownPolicy }, input, limits),
      }),
    });
    running = worker.run();
    begin = (wave) => startWave(dependencies, { caseId: CASE, wave });
  });
  after(async () => {
    worker.shutdown();
    await running;
    sender.close();
    await sink.close();
    await fixture.close();
    await env.teardown();
  });

  let begin: (wave: number) => Promise<void>;
  const wave = async (number: number) => {
    const facts = await inTransaction(fixture.pool('worker'), (tx) => loadFacts(tx, ORGANISATION, CASE));
    return facts.waves[number];
  };
  const reaches = async (what: string, met: () => boolean | Promise<boolean>): Promise<void> => {
    for (let looks = 0; looks < 400; looks += 1) {
      if (await met()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail(`never reached: ${what}`);
  };

  it('sends a wave, waits for the one put off, and enters the result', async () => {
    await fixture.import(1, 'affected', csvOf(5));
    await fixture.approve(1);
    await begin(1);
    await reaches('four sent', () => sink.taken.length === 4);
    assert.equal((await wave(1))?.completedAt, null);
    greylists = false;
    await env.sleep('6 minutes');
    await reaches('completed', async () => (await wave(1))?.completedAt !== null);
    assert.equal(sink.taken.length, 5);
    assert.deepEqual((await wave(1))?.counts, { sent: 5, refused: 0, expired: 0, suppressed: 0, unknownHeld: 0 });
  });

  it('T-9-4 sends nothing when a completed wave is begun again, and nothing twice when begun twice', async () => {
    await begin(1);
    await fixture.import(2, 'affected', csvOf(4, 100));
    await fixture.approve(2);
    await Promise.all([begin(2), begin(2), begin(2)]);
    await reaches('completed', async () => (await wave(2))?.completedAt != null);
    assert.equal(sink.taken.length, 9);
  });

  it('waits while a wave is paused, and goes on when nudged after it is resumed', async () => {
    await fixture.import(3, 'affected', csvOf(4, 200));
    await fixture.approve(3);
    await fixture.enter('notice.pause', { wave: 3 });
    await begin(3);
    const handle = client.workflow.getHandle(noticeCampaignId({ caseId: CASE, wave: 3 }));
    await reaches('a paused round', async () =>
      ((await handle.fetchHistory()).events ?? []).some((event) => event.timerStartedEventAttributes != null),
    );
    assert.equal(sink.taken.length, 9);
    await fixture.enter('notice.resume', { wave: 3 });
    await handle.signal(lookAgain);
    await reaches('completed', async () => (await wave(3))?.completedAt != null);
    assert.equal(sink.taken.length, 13);
  });

  it('mails the held notices of a completed wave again by the same campaign, once a person said so', async () => {
    const silent = await silentAfterDot(2);
    const usual = sender;
    sender = createPipeliningSender(silent.url);
    unknownPolicy = 'hold';
    await fixture.import(4, 'affected', csvOf(5, 300));
    await fixture.approve(4);
    await begin(4);
    await reaches('completed', async () => (await wave(4))?.completedAt != null);
    assert.equal((await wave(4))?.counts['unknownHeld'], 2);
    await addPerson(fixture, 'dana', 'dpo');
    const body = { wave: 4, outcome: 'resend', count: 2 };
    assert.equal((await tell(fixture, 'dana', 'notice.settleHeld', body)).accepted, true);
    assert.equal(silent.dots.length, 5);
    await begin(4);
    await reaches('completed again', async () => (await wave(4))?.counts['sent'] === 5);
    assert.deepEqual([silent.dots.length, unanswered(silent), (await wave(4))?.resend], [7, [], null]);
    sender.close();
    silent.close();
    sender = usual;
  });

  it('T-9-1 T-9-3 writes no address, name or word of the notice into any history, and ids of the agreed form', async () => {
    for (const number of [1, 2, 3, 4]) {
      const workflowId = noticeCampaignId({ caseId: CASE, wave: number });
      assert.match(workflowId, /^breach-\d{4}-\d{4,6}(\/people\/\d+)?$/);
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
      histories += JSON.stringify(events).replaceAll(/"data":"([^"]*)"/g, (_, data: string) =>
        Buffer.from(data, 'base64').toString('utf8'),
      );
    }
    assert.match(histories, /breach-2026-0042/);
    assert.match(histories, /send what is due/);
    for (const word of ['example.test', 'Person ', 'proveedor', 'Marta', 'Ejemplo']) {
      assert.ok(!histories.includes(word), `'${word}' is in a history`);
    }
  });
});
