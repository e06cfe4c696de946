import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { type DeskFixture, deskFixture } from '../cli/desk-fixture.ts';
import { onRing } from '../support/ring.ts';
import { devServer } from '../support/temporal.ts';
import { TOCSIN } from '../support/tocsin.ts';

const { base: server, options } = await onRing(() => devServer());
const NOBODY_LISTENS = '127.0.0.1:1';

interface Start {
  why: string;
  settings: Record<string, string>;
  /** How it ends: exit status, and what is said to a person. */
  exit: number;
  says: RegExp;
}

const STARTS: readonly Start[] = [
  {
    why: 'no such namespace',
    settings: { TEMPORAL_NAMESPACE: 'nowhere' },
    exit: 69,
    says: /^TEMPORAL_AWAY: .*nowhere.*\n→ .*TEMPORAL_NAMESPACE/m,
  },
  {
    why: 'Temporal away',
    settings: { TEMPORAL_ADDRESS: NOBODY_LISTENS },
    exit: 69,
    says: /^TEMPORAL_AWAY: .*'127\.0\.0\.1:1'/m,
  },
  {
    why: 'a mail server that is none',
    settings: { SMTP_URL: 'mail.example:587' },
    exit: 64,
    says: /^SETTING_WRONG: Cannot use SMTP_URL: .*\n→ Set SMTP_URL to smtp:/m,
  },
  {
    why: 'no such policy',
    settings: { TOCSIN_UNKNOWN_POLICY: 'perhaps' },
    exit: 64,
    says: /^SETTING_WRONG: Cannot use TOCSIN_UNKNOWN_POLICY 'perhaps'/m,
  },
];

describe('tocsin worker run, which cannot begin', options, () => {
  let desk: DeskFixture;
  let worker: ChildProcess;

  before(async () => {
    desk = await deskFixture();
  });
  after(async () => {
    worker.kill('SIGKILL');
    await desk.close();
    await server.teardown();
  });

  for (const { why, settings, exit, says } of STARTS) {
    it(`ends and says what is wrong: ${why}`, { timeout: 60_000 }, async () => {
      const env = {
        ...{ PATH: process.env['PATH'] ?? '', TOCSIN_HOME: desk.folder, ...desk.env },
        ...{
          TEMPORAL_ADDRESS: server.address,
          SMTP_URL: `smtp://${NOBODY_LISTENS}`,
          TOCSIN_MAIL_FROM: 'a@acme.example',
        },
        ...settings,
      };
      worker = spawn(process.execPath, [TOCSIN, 'worker', 'run'], {
        cwd: desk.folder,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let words = '';
      worker.stderr?.setEncoding('utf8').on('data', (text: string) => {
        words += text;
      });
      const [status] = await once(worker, 'close');
      assert.match(words, says);
      assert.equal(status, exit);
      assert.doesNotMatch(words, /worker started/);
    });
  }
});
