import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { testBundle } from '../support/bundle.ts';

/** Paid by every case in the worker's cache; a heavy import shows here. */
const LARGEST_BUNDLE_BYTES = 3_000_000;

const { codePath } = await testBundle();
const code = readFileSync(codePath, 'utf8');

describe('the workflow bundle', () => {
  it(`stays below ${LARGEST_BUNDLE_BYTES} bytes (now ${Buffer.byteLength(code)})`, () => {
    assert.ok(Buffer.byteLength(code) < LARGEST_BUNDLE_BYTES);
  });

  for (const name of [
    'zod',
    'handlebars',
    'pg',
    'date-holidays',
    'nodemailer',
    'date-fns',
    '@date-fns/tz',
    'canonicalize',
  ]) {
    it(`holds nothing of ${name}`, () => {
      assert.doesNotMatch(code, new RegExp(`node_modules/${name}/`));
    });
  }

  for (const room of ['domain', 'database', 'activities', 'desk', 'templates', 'worker', 'cli']) {
    it(`holds no code of ${room}/`, () => {
      // Modules of a bundle are named by their path from the project's root.
      assert.doesNotMatch(code, new RegExp(`"\\./${room}/[^"]+\\.ts"`));
    });
  }

  it('holds the workflows (guards the guard)', () => {
    for (const file of ['breach-case', 'open-case', 'notice-campaign', 'case-run']) {
      assert.match(code, new RegExp(`"\\./workflows/${file}\\.ts"`));
    }
    assert.match(code, /node_modules\/@temporalio\/workflow\//);
  });
});

describe('the SDK as installed', () => {
  it('reads histories from JSON', () => {
    const started = { workflowExecutionStartedEventAttributes: { workflowId: 'breach-2026-0042' } };
    const events = [{ eventId: '1', eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED', ...started }];
    assert.equal(historyFromJSON({ events }).events?.length, 1);
  });
});
