import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { testBundle } from '../support/bundle.ts';

Runtime.install({
  logger: new DefaultLogger('ERROR', () => {}),
  telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
});

interface Stored {
  version: string;
  scenario: string;
  workflowId: string;
  history: unknown;
}

const root = path.resolve(import.meta.dirname, '../histories');

/** `test/histories/<version>/<scenario>.<workflow id, slashes as ~>.json` */
const stored: Stored[] = readdirSync(root).flatMap((version) =>
  readdirSync(path.join(root, version)).map((file) => {
    const [scenario = '', id = ''] = file.replace(/\.json$/, '').split('.');
    const history: unknown = JSON.parse(readFileSync(path.join(root, version, file), 'utf8'));
    return { version, scenario, workflowId: id.replaceAll('~', '/'), history };
  }),
);

const nameOf = ({ version, scenario, workflowId }: Stored): string => `${version} ${scenario}: ${workflowId}`;

describe('replay of stored histories', async () => {
  const workflowBundle = await testBundle();

  it('has one of every workflow, and a case recovered from a full register', () => {
    const types = new Set(stored.map(({ history }) => typeOf(history)));
    assert.deepEqual([...types].sort(), ['breachCase', 'noticeCampaign', 'openCase']);
    assert.ok(stored.some(({ scenario }) => scenario === 'recovered'));
  });

  for (const each of stored) {
    it(`R14 ${nameOf(each)}`, async () => {
      await Worker.runReplayHistory({ workflowBundle }, each.history, each.workflowId);
    });
  }
});

describe('replay of deliberately wrong workflows (guards the guard)', async () => {
  const workflowsPath = fileURLToPath(new URL('wrong/index.ts', import.meta.url));
  const quiet = new DefaultLogger('ERROR', () => {});
  const workflowBundle = await bundleWorkflowCode({ workflowsPath, logger: quiet });

  for (const each of stored) {
    it(`R14 catches ${nameOf(each)}`, async () => {
      const replay = Worker.runReplayHistory({ workflowBundle }, each.history, each.workflowId);
      await assert.rejects(replay, DeterminismViolationError);
    });
  }
});

interface RawHistory {
  events?: { workflowExecutionStartedEventAttributes?: { workflowType?: { name?: string } } }[];
}
const typeOf = (history: unknown): string | undefined =>
  (history as RawHistory).events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name;
