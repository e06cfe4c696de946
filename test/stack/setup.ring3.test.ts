import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { examine } from '../../cli/commands/doctor.ts';
import { prepare } from '../../cli/commands/setup.ts';
import type { Check } from '../../cli/doctor/finding.ts';
import { type MailCatcher, startMailCatcher } from '../../cli/stack/mail-catcher.ts';
import { SEARCH_ATTRIBUTES } from '../../cli/stack/search-attributes.ts';
import { withClient } from '../../database/pool.ts';
import { LOGIN_ROLES, loginRole } from '../../database/roles.ts';
import { type Config, loadConfig } from '../../worker/config.ts';
import { type TestDatabase, testDatabase } from '../support/postgres.ts';
import { onRing } from '../support/ring.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { bareDevServer } from '../support/temporal.ts';

const { base: server, options } = await onRing(bareDevServer);

describe('tocsin setup and doctor on servers of their own (ring 3)', options, () => {
  const home = tempFolder('setup');
  const keyFile = path.join(home, 'master.key');
  let database: TestDatabase;
  let mail: MailCatcher;
  let env: NodeJS.ProcessEnv;
  let config: Config;

  before(async () => {
    database = await testDatabase();
    mail = await startMailCatcher(path.join(home, 'mail'));
    writeFileSync(keyFile, Buffer.from([...Array(32).keys()]).toString('hex'), { mode: 0o400 });
    env = {
      TOCSIN_HOME: home,
      HOME: home,
      TOCSIN_DATABASE_ADMIN_URL: database.adminUrl,
      TOCSIN_DATABASE_URL: database.url('desk'),
      TOCSIN_MASTER_KEY_FILE: keyFile,
      TEMPORAL_ADDRESS: server.address,
      SMTP_URL: mail.smtpUrl,
      TOCSIN_MAIL_FOLDER: path.join(home, 'mail'), // a catcher: nobody asks the DNS who may send for it
      TOCSIN_MAIL_FROM: 'tocsin@tocsin.example',
    };
    for (const role of LOGIN_ROLES.slice(1)) env[`TOCSIN_${role.toUpperCase()}_DATABASE_URL`] = database.url(role);
    config = loadConfig(env);
  });
  after(async () => {
    await mail.stop();
    await database.drop();
    await server.teardown();
  });

  const codes = async (of = config): Promise<string[]> =>
    ((await examine(of)).data as Check[]).filter(({ state }) => state !== 'ok').map(({ code }) => code);

  it('only says what is missing with --dry-run', async () => {
    const { data } = await prepare(config, { dryRun: true });
    const { migrations, searchAttributes } = data as { migrations: string[]; searchAttributes: string[] };
    assert.equal(migrations[0], '0001-register');
    assert.deepEqual(searchAttributes.sort(), Object.keys(SEARCH_ATTRIBUTES).sort());
    assert.ok((await codes()).includes('SEARCH_ATTRIBUTES_MISSING'));
  });

  it('prepares both servers, and finds nothing to do the second time', async () => {
    const first = (await prepare(config, {})).data as {
      migrations: string[];
      loginRoles: string[];
      warnings: string[];
    };
    assert.deepEqual(first.loginRoles, LOGIN_ROLES.map(loginRole));
    assert.deepEqual(first.warnings, []);
    const second = (await prepare(config, {})).data as { migrations: string[]; searchAttributes: string[] };
    assert.deepEqual([second.migrations, second.searchAttributes], [[], []]);
  });

  it('leaves only the worker to start, says the doctor, and exits 69', async () => {
    const { exit } = await examine(config);
    assert.deepEqual([await codes(), exit], [['NO_WORKER'], 69]);
  });

  const change = (sql: string) => withClient(database.adminUrl, (client) => client.query(sql));

  it('sees a role that may change the register', async () => {
    await change('grant update on register_entry to tocsin_worker');
    assert.ok((await codes()).includes('REGISTER_GRANTS_TOO_WIDE'));
    await change('revoke update on register_entry from tocsin_worker');
  });

  it('sees triggers of the register that sleep, and names the statements that wake them', async () => {
    await change('alter table register_entry disable trigger all');
    const found = ((await examine(config)).data as Check[]).find(({ code }) => code === 'REGISTER_UNGUARDED');
    const statements = found?.next?.match(/alter table [^;]*;/g) ?? [];
    assert.ok(statements.length > 0, found?.next ?? 'not found');
    for (const statement of statements) await change(statement);
    assert.deepEqual(await codes(), ['NO_WORKER']);
  });

  it('sees a master key that others may read', async () => {
    chmodSync(keyFile, 0o644);
    assert.ok((await codes()).includes('MASTER_KEY_EXPOSED'));
    chmodSync(keyFile, 0o400);
  });

  it('says of each service that is away that it is, exits 69, and shows no password', async () => {
    const away = loadConfig({
      ...env,
      TOCSIN_DATABASE_URL: 'postgres://tocsin_desk_login:geheim@127.0.0.1:9/tocsin',
      TEMPORAL_ADDRESS: '127.0.0.1:9',
      SMTP_URL: 'smtp://user:geheim@127.0.0.1:9',
    });
    const answer = await examine(away);
    const found = (answer.data as Check[]).filter(({ state }) => state === 'away').map(({ code }) => code);
    assert.deepEqual([found.sort(), answer.exit], [['DATABASE_AWAY', 'SMTP_AWAY', 'TEMPORAL_AWAY'], 69]);
    assert.doesNotMatch(JSON.stringify(answer), /geheim/);
  });
});
