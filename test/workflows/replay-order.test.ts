import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';

Runtime.install({
  logger: new DefaultLogger('ERROR', () => {}),
  telemetryOptions: { logging: { filter: 'OFF', forward: {} } },
});

const root = path.resolve(import.meta.dirname, '../..');
const histories = path.join(root, 'test/histories');

/** Cases recovered from a full register, where several duties begin in one step. */
const recovered = readdirSync(histories).flatMap((version) =>
  readdirSync(path.join(histories, version))
    .filter((file) => file.startsWith('recovered.'))
    .map((file) => ({ file: path.join(version, file), workflowId: file.split('.')[1] ?? '' })),
);

/** The workflows with one line of `breach-case.ts` changed, bundled from a copy. */
async function bundleWith(folder: string, name: string, change: (source: string) => string): Promise<{ code: string }> {
  const copy = path.join(folder, name);
  cpSync(path.join(root, 'workflows'), copy, { recursive: true });
  const file = path.join(copy, 'breach-case.ts');
  const source = readFileSync(file, 'utf8');
  const changed = change(source);
  assert.notEqual(changed, source, 'the change found nothing to change');
  writeFileSync(file, changed);
  return bundleWorkflowCode({
    workflowsPath: path.join(copy, 'index.ts'),
    logger: new DefaultLogger('ERROR', () => {}),
  });
}

const WRONG: Record<string, (source: string) => string> = {
  'duties started in another order': (source) =>
    source.replace('  notifyAuthorities,\n  communicateToPeople,', '  communicateToPeople,\n  notifyAuthorities,'),
  'a duty forgotten': (source) => source.replace('  communicateToPeople,\n', ''),
};

describe('replay of a case recovered with several duties', () => {
  // Inside the project, so that packages are found from there.
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(root, 'test/.wrong-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [name, change] of Object.entries(WRONG)) {
    it(`R14 catches ${name}`, async () => {
      assert.ok(recovered.length > 0);
      const workflowBundle = await bundleWith(folder, name.replaceAll(' ', '-'), change);
      const caught: string[] = [];
      for (const { file, workflowId } of recovered) {
        const history: unknown = JSON.parse(readFileSync(path.join(histories, file), 'utf8'));
        await Worker.runReplayHistory({ workflowBundle }, history, workflowId).catch((error) => {
          assert.ok(error instanceof DeterminismViolationError, String(error));
          caught.push(file);
        });
      }
      assert.ok(caught.length > 0, `none of ${recovered.map(({ file }) => file).join(', ')} shows it`);
    });
  }
});
