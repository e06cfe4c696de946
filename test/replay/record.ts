import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { caseStory } from '../support/case-story.ts';
import { SCENARIOS, Scene } from './scenarios.ts';

// Plays every scenario, or those named, and keeps its workflow's history under the version of package.json: later
// versions of the workflows must replay it.

const root = path.resolve(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
const folder = path.join(root, 'test/histories', version);
const asked = process.argv.slice(2);
const chosen = Object.entries(SCENARIOS).filter(([name]) => asked.length === 0 || asked.includes(name));

mkdirSync(folder, { recursive: true });
const story = await caseStory();
await story.sleepUntil('2031-11-09T09:00:00Z');
const scene = new Scene(story);
for (const [name, play] of chosen) {
  const workflowId = await play(scene);
  const history = await story.client.workflow.getHandle(workflowId).fetchHistory();
  for (const old of readdirSync(folder)) if (old.startsWith(`${name}.`)) rmSync(path.join(folder, old));
  const file = path.join(folder, `${name}.${workflowId.replaceAll('/', '~')}.json`);
  // Stack traces of refusals hold the paths of the machine they were recorded on.
  const text = JSON.stringify(JSON.parse(historyToJSON(history))).replaceAll(`${root}/`, '');
  writeFileSync(file, text);
  console.error(`  ${path.basename(file)}: ${history.events?.length ?? 0} events`);
}
if (story.retries.length > 0) throw new Error(`Cannot keep these histories: tried again: ${story.retries.join('; ')}`);
await story.close();
