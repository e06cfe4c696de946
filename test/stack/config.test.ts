import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { Refusal } from '../../domain/refusal.ts';
import { loadConfig } from '../../worker/config.ts';

describe('loadConfig', () => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'tocsin-config-'));
  let home: string;
  let count = 0;
  beforeEach(() => {
    count += 1;
    home = path.join(root, String(count));
    mkdirSync(path.join(home, '.tocsin'), { recursive: true });
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const stack = (settings: Record<string, string>) =>
    writeFileSync(path.join(home, '.tocsin', 'stack.json'), JSON.stringify({ ports: {}, settings, processes: {} }));
  const EMBEDDED = {
    TOCSIN_DATABASE_URL: 'postgres://tocsin_desk_login:one@127.0.0.1:5434/tocsin',
    TOCSIN_WORKER_DATABASE_URL: 'postgres://tocsin_worker_login:two@127.0.0.1:5434/tocsin',
    TEMPORAL_ADDRESS: '127.0.0.1:7233',
    TEMPORAL_NAMESPACE: 'default',
    TOCSIN_UI_URL: 'http://127.0.0.1:8233/',
    SMTP_URL: 'smtp://127.0.0.1:1025',
    TOCSIN_MAIL_FOLDER: '/nowhere/mail',
    TOCSIN_MAIL_FROM: 'tocsin@tocsin.example',
  };
  const code = (expected: string, exit: number) => (error: unknown) => {
    assert.ok(error instanceof Refusal, String(error));
    assert.deepEqual([error.details.code, error.exit], [expected, exit]);
    return true;
  };

  const missing: [string, (config: ReturnType<typeof loadConfig>) => unknown][] = [
    ['TOCSIN_DATABASE_URL', (config) => config.databaseUrl('desk')],
    ['TOCSIN_DATABASE_URL', (config) => config.databaseUrl('worker')],
    ['TOCSIN_DATABASE_ADMIN_URL', (config) => config.databaseAdminUrl()],
    ['TEMPORAL_ADDRESS', (config) => config.temporal()],
    ['SMTP_URL', (config) => config.smtpUrl()],
    ['TOCSIN_MAIL_FROM', (config) => config.mailFrom()],
    ['TOCSIN_MASTER_KEY_FILE', (config) => config.masterKey()],
  ];
  for (const [variable, ask] of missing) {
    it(`names ${variable} when ${ask.toString().replace(/^.*config\./, '')} cannot be told, and offers npm start`, () => {
      assert.throws(
        () => ask(loadConfig({ TOCSIN_HOME: home })),
        (error) => {
          code('SETTING_MISSING', 69)(error);
          assert.match((error as Refusal).details.message, new RegExp(`${variable} is not set`));
          assert.equal((error as Refusal).details.next, `Set ${variable}, or run npm start`);
          return true;
        },
      );
    });
  }

  it('finds the embedded stack of the state folder', () => {
    stack(EMBEDDED);
    const config = loadConfig({ TOCSIN_HOME: home });
    assert.equal(config.databaseUrl('worker'), EMBEDDED.TOCSIN_WORKER_DATABASE_URL);
    assert.equal(config.temporal().connectionOptions.address, '127.0.0.1:7233');
    assert.deepEqual([config.uiUrl, config.mailFolder], ['http://127.0.0.1:8233', '/nowhere/mail']);
  });

  it('never mixes a database of the environment with the embedded one', () => {
    stack(EMBEDDED);
    const config = loadConfig({
      TOCSIN_HOME: home,
      TOCSIN_DATABASE_URL: 'postgres://tocsin_desk_login:p%40ss@db.example:5432/gdpr',
    });
    assert.equal(config.databaseUrl('worker'), 'postgres://tocsin_worker_login:p%40ss@db.example:5432/gdpr');
    assert.throws(() => config.databaseAdminUrl(), code('SETTING_MISSING', 69));
    assert.equal(config.smtpUrl(), EMBEDDED.SMTP_URL);
  });

  it('hides UI and namespace of the embedded Temporal when the environment names a server', () => {
    stack({ ...EMBEDDED, TEMPORAL_NAMESPACE: 'embedded' });
    const config = loadConfig({ TOCSIN_HOME: home, TEMPORAL_ADDRESS: 'temporal.example:7233', HOME: home });
    assert.deepEqual([config.temporal().namespace, config.uiUrl], ['default', null]);
    assert.equal(config.temporal().connectionOptions.address, 'temporal.example:7233');
  });

  it('hides the mail catcher when SMTP_URL is set', () => {
    stack(EMBEDDED);
    const config = loadConfig({ TOCSIN_HOME: home, SMTP_URL: 'smtps://mail.example' });
    assert.equal(config.mailFolder, null);
    assert.throws(() => config.mailFrom(), code('SETTING_MISSING', 69));
  });

  it('speaks SMTP by our own connection unless the library is asked for', () => {
    assert.equal(loadConfig({ TOCSIN_HOME: home }).smtpClient(), 'pipelining');
    assert.equal(loadConfig({ TOCSIN_HOME: home, TOCSIN_SMTP_CLIENT: 'library' }).smtpClient(), 'library');
    assert.throws(() => loadConfig({ TOCSIN_HOME: home, TOCSIN_SMTP_CLIENT: 'sendmail' }).smtpClient(), {
      details: {
        code: 'SETTING_WRONG',
        message: "Cannot use TOCSIN_SMTP_CLIENT 'sendmail': there is no such client",
        next: 'Set it to pipelining or library',
      },
    });
  });

  it('refuses an address that is not of PostgreSQL without repeating it', () => {
    const config = loadConfig({ TOCSIN_HOME: home, TOCSIN_DATABASE_URL: 'mysql://u:geheim@db.example/x' });
    assert.throws(
      () => config.databaseUrl('desk'),
      (error) => {
        code('SETTING_WRONG', 64)(error);
        assert.doesNotMatch(JSON.stringify((error as Refusal).details), /geheim/);
        return true;
      },
    );
  });

  for (const url of [
    'mail.example:587',
    'http://mail.example',
    'smtp:///mail.example',
    'smtp://u:50%off@mail.example',
  ]) {
    it(`refuses '${url}' as a mail server without repeating it`, () => {
      const config = loadConfig({ TOCSIN_HOME: home, SMTP_URL: url });
      assert.throws(
        () => config.smtpUrl(),
        (error) => {
          code('SETTING_WRONG', 64)(error);
          const { message, next } = (error as Refusal).details;
          assert.match(message, /SMTP_URL/);
          assert.ok(!`${message} ${next}`.includes(url));
          return true;
        },
      );
    });
  }

  it('reads the master key from its file, and says so when it cannot', () => {
    const file = path.join(home, 'master.key');
    writeFileSync(file, `${Buffer.alloc(32, 7).fill(9, 16).toString('base64')}\n`);
    const env = { TOCSIN_HOME: home, TOCSIN_MASTER_KEY_FILE: file };
    assert.equal(loadConfig(env).masterKey().length, 32);
    rmSync(file);
    assert.throws(() => loadConfig(env).masterKey(), code('MASTER_KEY_NOT_READABLE', 69));
  });

  it('says what to do about a damaged stack file', () => {
    writeFileSync(path.join(home, '.tocsin', 'stack.json'), '{ "ports"');
    assert.throws(() => loadConfig({ TOCSIN_HOME: home }), code('STATE_DAMAGED', 69));
  });

  it('says whose the state folder is when it cannot be read', {
    skip: process.getuid?.() === 0 ? 'root reads everything' : false,
  }, () => {
    stack(EMBEDDED);
    chmodSync(path.join(home, '.tocsin', 'stack.json'), 0o000);
    assert.throws(() => loadConfig({ TOCSIN_HOME: home }), code('STATE_NOT_READABLE', 69));
  });
});
