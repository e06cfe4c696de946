import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type RunningPostgres, startPostgres } from '../../cli/stack/postgres.ts';
import { livingPostmaster } from '../../cli/stack/postmaster-file.ts';
import { end, waitForEnd } from '../../cli/stack/processes.ts';
import { withClient } from '../../database/pool.ts';
import { tempFolder } from '../support/temp-folder.ts';

const NO_PROCESS = 2_147_483_000;

describe('startPostgres (ring 2)', () => {
  const directory = tempFolder('launcher');
  const start = (more: { whenRunning?: 'adopt' | 'replace'; port?: number } = {}) =>
    startPostgres({ directory, initdbFlags: ['--no-sync'], ...more });
  let running: RunningPostgres;
  let keepAlive: NodeJS.Timeout;

  const notes = (url: string) =>
    withClient(url, async (client) =>
      (await client.query<{ words: string }>('select words from note order by words')).rows.map(({ words }) => words),
    );
  const write = (words: string) =>
    withClient(running.adminUrl, (client) => client.query('insert into note values ($1)', [words]));

  before(async () => {
    keepAlive = setInterval(() => {}, 1_000);
    running = await start();
    await withClient(running.adminUrl, (client) => client.query('create table note (words text)'));
  });
  after(async () => {
    clearInterval(keepAlive);
    await running.stop();
  });

  it('listens on loopback only and asks for the password', async () => {
    const wrong = Object.assign(new URL(running.adminUrl), { password: 'wrong' }).href;
    await assert.rejects(withClient(wrong, (client) => client.query('select 1')));
    const listening = await withClient(running.adminUrl, (client) => client.query('show listen_addresses'));
    assert.deepEqual(listening.rows, [{ listen_addresses: '127.0.0.1' }]);
  });

  it('keeps its password from other accounts', () => {
    const file = path.join(path.dirname(running.data), 'password');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.ok(running.adminUrl.includes(readFileSync(file, 'utf8').trim()));
  });

  it('is adopted by a second caller', async () => {
    const second = await start();
    assert.deepEqual([second.adopted, second.pid, second.adminUrl], [true, running.pid, running.adminUrl]);
  });

  it('is replaced, on its port and with its data, when asked to', async () => {
    await write('before replace');
    const second = await start({ whenRunning: 'replace', port: running.port });
    assert.notEqual(second.pid, running.pid);
    assert.equal(second.port, running.port);
    running = second;
    assert.deepEqual(await notes(running.adminUrl), ['before replace']);
  });

  it('starts again with everything committed after kill -9 of the postmaster, while its children still die', async () => {
    await write('committed');
    process.kill(running.pid, 'SIGKILL');
    running = await start({ port: running.port });
    assert.equal(running.adopted, false);
    assert.deepEqual(await notes(running.adminUrl), ['before replace', 'committed']);
  });

  it('starts on another port when its own was taken meanwhile', async () => {
    await running.stop();
    const thief = createServer().listen(running.port, '127.0.0.1');
    try {
      const { port } = running;
      running = await start({ port });
      assert.notEqual(running.port, port);
      assert.equal((await notes(running.adminUrl)).length, 2);
    } finally {
      thief.close();
    }
  });

  it('starts when postmaster.pid names a pid that now is another program', async () => {
    await running.stop();
    const stale = [process.pid, running.data, 1, running.port, '', '127.0.0.1', '', 'ready', ''].join('\n');
    writeFileSync(path.join(running.data, 'postmaster.pid'), stale);
    assert.equal(livingPostmaster(running.data), null);
    running = await start({ port: running.port });
    assert.equal(livingPostmaster(running.data)?.pid, running.pid);
  });

  it('makes the cluster anew when an earlier making was cut short', async () => {
    const other = tempFolder('launcher');
    const first = await startPostgres({ directory: other, initdbFlags: ['--no-sync'] });
    await first.stop();
    rmSync(first.data, { recursive: true });
    writeFileSync(`${first.data}.new`, 'half');
    const second = await startPostgres({ directory: other, initdbFlags: ['--no-sync'] });
    await second.stop();
    assert.equal(existsSync(`${first.data}.new`), false);
  });
});

describe('end', () => {
  it('is content with a process that is gone', async () => {
    await end(NO_PROCESS, ['SIGTERM']);
    assert.equal(await waitForEnd(NO_PROCESS, 0), true);
  });
});
