import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { CaseActivities, Heard } from '../../activities/case-activities.ts';
import { quietRuntime } from '../../cli/rehearse/story-worker.ts';
import { TYPE_NUMBER } from '../../cli/stack/register-search-attributes.ts';
import { SEARCH_ATTRIBUTES } from '../../cli/stack/search-attributes.ts';
import { temporalProgram } from '../../cli/stack/temporal-binary.ts';
import type { CaseSnapshot } from '../../domain/case/snapshot.ts';
import { Refusal } from '../../domain/refusal.ts';
import { testBundle } from '../support/bundle.ts';
import { onRing, RingNotRun } from '../support/ring.ts';

const CASE = 'breach-2031-0001';

interface Stage {
  environment: TestWorkflowEnvironment;
  client: Client;
  worker: Worker;
  running: Promise<void>;
  mailFails: boolean;
  tries: number;
}

const snapshotAt = (version: number, act: CaseSnapshot['acts']): CaseSnapshot => ({
  caseId: CASE,
  version,
  opened: true,
  ended: false,
  drill: false,
  stage: 'aware',
  risk: null,
  awareAt: null,
  authorities: ['ES'],
  acts: act,
  mailings: [],
  nextDuty: null,
  nextDueAt: null,
  overdue: false,
  summary: '',
  details: '',
});
const DUE = { actId: 'remind/authority/ES/initial', at: '2020-01-01T00:00:00Z', label: 'Notify ES' };

async function startStage(): Promise<Stage> {
  quietRuntime();
  const program = await temporalProgram('temporal-test-server').catch((error) => {
    throw error instanceof Refusal ? new RingNotRun(3, error.details.message) : error;
  });
  const executable = { type: 'existing-path' as const, path: program.path };
  const environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  const searchAttributes = Object.fromEntries(
    Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, TYPE_NUMBER[type]]),
  );
  await environment.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes });
  const stage = { environment, mailFails: true, tries: 0 } as Stage;
  let version = 1;
  const activities: Partial<CaseActivities> = {
    loadCase: async () => snapshotAt(version, [DUE]),
    remind: async () => {
      stage.tries += 1;
      if (stage.mailFails) throw ApplicationFailure.retryable('the mail server is away');
      version += 1;
      return snapshotAt(version, []);
    },
    acceptStatement: async (): Promise<Heard> => {
      version += 1;
      return {
        answer: { accepted: true, seq: version, awaitsSecondPerson: false },
        snapshot: snapshotAt(version, [DUE]),
      };
    },
  };
  stage.worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue: 'cases',
    workflowBundle: await testBundle(),
    activities,
  });
  stage.running = stage.worker.run();
  stage.client = new Client({ connection: environment.connection });
  return stage;
}

const { base: stage, options } = await onRing(startStage);

describe('an act that fails for a long time', options, () => {
  before(async () => {
    await stage.client.workflow.start('breachCase', { workflowId: CASE, taskQueue: 'cases', args: [{ caseId: CASE }] });
  });
  after(async () => {
    stage.worker.shutdown();
    await stage.running;
    await stage.environment.teardown();
  });

  it('is given up and owed again: the case lives, hears what is said, and does it when it can', async () => {
    const handle = stage.client.workflow.getHandle(CASE);
    await stage.environment.sleep('25 minutes');
    assert.equal((await handle.describe()).status.name, 'RUNNING');
    const givenUp = async (): Promise<number> =>
      ((await handle.fetchHistory()).events ?? []).filter(
        ({ activityTaskTimedOutEventAttributes: late, activityTaskFailedEventAttributes: failed }) => late ?? failed,
      ).length;
    // The worker may lag behind the server's clock: it is given the rest of an hour to have given up twice.
    for (let more = 0; more < 7 && (await givenUp()) < 2; more += 1) await stage.environment.sleep('5 minutes');
    assert.ok((await givenUp()) >= 2, 'given up again and again');
    const answer = await handle.executeUpdate<{ seq: number }, [unknown]>('say', {
      args: [{ statementId: 'one', kind: 'case.close' }],
    });
    assert.equal(answer.seq, 2);
    stage.mailFails = false;
    await stage.environment.sleep('11 minutes');
    assert.deepEqual((await handle.query<CaseSnapshot>('getStatus')).acts, []);
  });
});
