import { defineSearchAttributeKey, type SearchAttributeType } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { TYPE_NUMBER } from '../../cli/stack/register-search-attributes.ts';
import { SEARCH_ATTRIBUTES } from '../../cli/stack/search-attributes.ts';
import { type TemporalProgram, temporalProgram } from '../../cli/stack/temporal-binary.ts';
import { Refusal } from '../../domain/refusal.ts';
import { RingNotRun } from './ring.ts';

/** Search attribute types as the SDK writes them. */
const SDK_TYPE = { Keyword: 'KEYWORD', Bool: 'BOOL', Datetime: 'DATETIME', KeywordList: 'KEYWORD_LIST' } as const;

/**
 * A time-skipping test server with our search attributes. One per test file; drive it with a plain client and `env.sleep`.
 *
 * @throws {RingNotRun} when the program cannot be had
 */
export async function testServer(): Promise<TestWorkflowEnvironment> {
  const server = { executable: await existing('temporal-test-server') };
  const environment = await TestWorkflowEnvironment.createTimeSkipping({ server });
  const searchAttributes = Object.fromEntries(
    Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, TYPE_NUMBER[type]]),
  );
  await environment.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes });
  return environment;
}

/**
 * A dev server in memory (or on `dbFile`, to be stopped and started again) with our search attributes; real time.
 *
 * @throws {RingNotRun} when the program cannot be had
 */
export async function devServer(options: { dbFile?: string; port?: number } = {}): Promise<TestWorkflowEnvironment> {
  const { dbFile, port } = options;
  const searchAttributes = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) =>
    defineSearchAttributeKey<SearchAttributeType>(name, SDK_TYPE[type]),
  );
  const server = {
    executable: await existing('temporal'),
    searchAttributes,
    ...(dbFile === undefined ? {} : { dbFilename: dbFile }),
    ...(port === undefined ? {} : { port }),
  };
  return TestWorkflowEnvironment.createLocal({ server });
}

/** A dev server in memory without our search attributes, as a new namespace has it. @throws {RingNotRun} */
export async function bareDevServer(): Promise<TestWorkflowEnvironment> {
  return TestWorkflowEnvironment.createLocal({ server: { executable: await existing('temporal') } });
}

async function existing(program: TemporalProgram): Promise<{ type: 'existing-path'; path: string }> {
  try {
    return { type: 'existing-path', path: (await temporalProgram(program)).path };
  } catch (error) {
    if (error instanceof Refusal) throw new RingNotRun(3, error.details.message);
    throw error;
  }
}
