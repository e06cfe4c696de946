import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { readWords } from '../../database/narrative.ts';
import { withClient } from '../../database/pool.ts';
import { loadConfig } from '../../worker/config.ts';
import { runningStack } from '../faults/running-stack.ts';
import { onRing } from '../support/ring.ts';
import { type CanaryCase, playCanaryCase } from './canary-case.ts';
import { Markers, textOf, withDecodings } from './markers.ts';

const { base: stack, options } = await onRing(runningStack);

describe('a canary word in every free-text field (ring 3)', options, () => {
  const markers = new Markers();
  let played: CanaryCase;
  before(async () => {
    played = await playCanaryCase(stack, markers);
  });
  after(() => stack.down());

  it('is a whole case: said, sealed, read back, mailed, closed', async (t) => {
    t.diagnostic(
      `${markers.all.length} words; refused: ${played.refusals.map((each) => each.slice(0, 90)).join(' | ')}`,
    );
    assert.ok(markers.all.length >= 40);
    const kinds = ['case.open', 'case.recordFacts', 'awareness.decide', 'risk.assess', 'filing.approve'];
    const later = ['filing.recordSubmission', 'recipients.import', 'notice.approve', 'case.hold', 'case.reopen'];
    const letters = ['filing.send', 'filing.recordPortalFailure', 'controller.add', 'controller.tell'];
    const people = ['notice.blockChannel', 'notice.releaseChannel', 'notice.limit', 'recipients.find', 'notice.prove'];
    const left = ['notice.takeOthers', 'notice.recordPosted'];
    assert.deepEqual(
      [...kinds, ...later, ...letters, ...people, ...left].filter(
        (kind) => !played.accepted.some((each) => each === kind),
      ),
      [],
      played.refusals.join('\n'),
    );
    const texts = await stack.atDesk(({ desk, read }) =>
      read(async (tx) => {
        const refs = (await stack.entries(played.caseId)).flatMap(({ body }) => Object.values(body.words ?? {}));
        return Object.values(await readWords(tx, desk.vault, Object.fromEntries(refs.map((ref, at) => [at, ref]))));
      }),
    );
    assert.ok(markers.foundIn(texts.join('\n')).length >= 30, 'the words can be read by whoever holds the key');
    const mails = (await stack.mails()).map(({ id }) => readFileSync(stack.file(`mail/${id}.eml`), 'utf8'));
    assert.ok(markers.foundIn(mails.join('\n').replaceAll('=\r\n', '')).length >= 3, 'the people were written to');
  });

  it('T-9-1 is in no history, search attribute, memo, summary or detail of Temporal', async () => {
    const exported = await stack.atDesk(async ({ desk }) => {
      const client = await desk.temporal();
      const texts: string[] = [];
      for await (const { workflowId, runId } of client.workflow.list()) {
        const handle = client.workflow.getHandle(workflowId, runId);
        texts.push(textOf(await handle.fetchHistory()), textOf((await handle.describe()).raw));
        const shown = await handle.query('__temporal_workflow_metadata').catch(() => null);
        texts.push(textOf(shown));
      }
      return texts.join('\n');
    });
    for (const expected of [played.caseId, `${played.caseId}/people/1`, 'BreachStage'])
      assert.ok(exported.includes(expected), expected);
    assert.deepEqual(markers.foundIn(exported), []);
  });

  it('T-9-1 is in no byte of the database file of Temporal', () => {
    const bytes = Buffer.concat(['temporal.db', 'temporal.db-wal'].map((name) => readFileSync(stack.file(name))));
    const text = bytes.toString('latin1').toLowerCase();
    assert.ok(text.includes(played.caseId));
    assert.deepEqual(
      markers.all.filter((word) => text.includes(word.toLowerCase())),
      [],
    );
  });

  it('T-9-1 is in clear in no column of any table', async () => {
    const rows = await withClient(loadConfig(stack.env).databaseAdminUrl(), async (client) => {
      const tables = await client.query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables
          where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      const found: { name: string; line: string }[] = [];
      for (const { name } of tables.rows) {
        const { rows: lines } = await client.query<{ line: string }>(`select t::text as line from ${name} t`);
        found.push(...lines.map(({ line }) => ({ name, line })));
      }
      return found;
    });
    assert.ok(new Set(rows.map(({ name }) => name)).size > 8);
    const hits = rows.filter(({ line }) => markers.foundIn(line).length > 0);
    assert.deepEqual(
      hits.map(({ name, line }) => `${name}: ${line.slice(0, 400)}`),
      [],
    );
  });

  it('T-9-1 is in no log', () => {
    for (const part of ['worker', 'postgres', 'temporal'] as const)
      assert.deepEqual(markers.foundIn(stack.log(part)), [], part);
    assert.deepEqual(markers.foundIn(stack.words.join('\n')), []);
  });

  it('T-9-1 is in no refusal, nor in what a refused command prints', async () => {
    assert.ok(played.refusals.length >= 6, played.refusals.join('\n'));
    const quoted = markers.foundIn(played.refusals.filter((each) => !each.startsWith('case.recordFacts')).join('\n'));
    assert.deepEqual(quoted, []);
    const words = ['--reason', markers.next(), '--no-input'];
    const refused = [
      await stack.tocsin(['awareness', 'decide', played.caseId, '--at', '2020-01-01', ...words, '--as', 'nobody']),
      await stack.tocsin(['case', 'close', 'breach-2020-0001', ...words, '--as', 'elena']),
      await stack.tocsin(['case', 'hold', played.caseId, ...words, '--as', 'carla']),
    ];
    for (const { status, stdout, stderr } of refused) {
      assert.ok(status === 64 || status === 65 || status === 77, `${status} ${stderr}`);
      assert.deepEqual(markers.foundIn(stdout + stderr), []);
    }
  });

  it('T-9-1 is not in the exported register of the case', async () => {
    const file = `${stack.home}/export.json`;
    const { status, stderr } = await stack.tocsin(['register', 'export', played.caseId, '--file', file]);
    assert.equal(status, 0, stderr);
    const text = readFileSync(file, 'utf8');
    assert.ok(withDecodings(text).includes(played.caseId));
    assert.deepEqual(markers.foundIn(text), []);
  });
});
