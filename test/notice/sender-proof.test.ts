import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { dkimRecord } from '../../activities/dkim.ts';
import { checkSender } from '../../cli/doctor/sender.ts';
import { Refusal } from '../../domain/refusal.ts';
import { loadConfig } from '../../worker/config.ts';
import { dnsServer, type Zone } from './dns-server.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const DOMAIN = 'ejemplo.example';
const GOOD: Zone = {
  [DOMAIN]: { TXT: ['v=spf1 include:relay.example -all', 'something else'], MX: ['mx.ejemplo.example'] },
  'relay.example': { TXT: ['v=spf1 ip4:192.0.2.0/24 a mx ~all'] },
  [`tocsin._domainkey.${DOMAIN}`]: { TXT: [dkimRecord(privateKey)] },
  [`_dmarc.${DOMAIN}`]: { TXT: ['v=DMARC1; p=reject'] },
};

describe('the sender as receivers see it (B6-5)', () => {
  let folder: string;
  const closers: (() => void)[] = [];
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-sender-'));
    writeFileSync(path.join(folder, 'dkim.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    chmodSync(path.join(folder, 'dkim.pem'), 0o400);
  });
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });
  after(() => rmSync(folder, { recursive: true }));

  const config = (more: Record<string, string> = {}) =>
    loadConfig({
      TOCSIN_HOME: folder,
      SMTP_URL: 'smtp://127.0.0.1:9',
      TOCSIN_MAIL_FROM: `avisos@${DOMAIN}`,
      TOCSIN_DKIM_DOMAIN: DOMAIN,
      TOCSIN_DKIM_SELECTOR: 'tocsin',
      TOCSIN_DKIM_KEY_FILE: path.join(folder, 'dkim.pem'),
      ...more,
    });
  const found = async (zone: Zone, more: Record<string, string> = {}) => {
    const server = await dnsServer(zone);
    closers.push(server.close);
    const checks = await checkSender(config({ TOCSIN_DNS_SERVERS: server.address, ...more }));
    return Object.fromEntries(
      checks.map(({ part, state, message }) => [part.replace('sender ', ''), `${state} ${message}`]),
    );
  };

  it('is content with one record of each kind', async () => {
    const parts = await found(GOOD);
    assert.deepEqual(Object.keys(parts), ['SPF', 'DKIM', 'DMARC', 'answers']);
    for (const said of Object.values(parts)) assert.match(said, /^ok /);
    assert.match(parts['SPF'] ?? '', /3 look-ups/);
  });

  const spf = (TXT: string[], more: Zone = {}): Zone => ({ ...GOOD, ...more, [DOMAIN]: { TXT } });
  const loop = Object.fromEntries(
    Array.from({ length: 12 }, (_, at) => [`s${at}.example`, { TXT: [`v=spf1 include:s${at + 1}.example -all`] }]),
  );
  const table: [part: string, zone: Zone, said: RegExp, more?: Record<string, string>][] = [
    ['SPF', spf([]), /warning .*names no servers/],
    ['SPF', spf(['v=spf1 -all', 'v=spf1 ~all']), /warning .*2 SPF records/],
    ['SPF', spf(['v=spf1 ipv4:192.0.2.1 -all']), /warning .*'ipv4:192.0.2.1'/],
    ['SPF', spf(['v=spf1 ip4:192.0.2.1']), /warning .*forbids nobody/],
    ['SPF', spf(['v=spf1 +all']), /warning .*forbids nobody/],
    ['SPF', spf(['v=spf1 include:s0.example -all'], loop), /warning .*more than 10/],
    ['DKIM', { ...GOOD, [`tocsin._domainkey.${DOMAIN}`]: {} }, /warning nothing is published/],
    [
      'DKIM',
      { ...GOOD, [`tocsin._domainkey.${DOMAIN}`]: { TXT: ['v=DKIM1; p=AAAA'] } },
      /warning .*not the public half/,
    ],
    ['DMARC', { ...GOOD, [`_dmarc.${DOMAIN}`]: {} }, /warning .*forged mail/],
    ['DMARC', { ...GOOD, [`_dmarc.${DOMAIN}`]: { TXT: ['v=DMARC1; p=none'] } }, /warning .*'none'/],
    ['DMARC', GOOD, /warning .*does not count/, { TOCSIN_DKIM_DOMAIN: 'other.example' }],
    ['answers', { ...GOOD, [DOMAIN]: { TXT: ['v=spf1 -all'] } }, /warning .*takes no mail/],
  ];
  for (const [part, zone, said, more] of table) {
    it(`says of ${part}: ${said.source}`, async () => {
      assert.match((await found(zone, more))[part] ?? '', said);
    });
  }

  it('warns once, and within its two seconds, when the DNS is away', async () => {
    const server = await dnsServer({});
    server.close();
    const [check, ...others] = await checkSender(config({ TOCSIN_DNS_SERVERS: server.address }));
    assert.deepEqual([check?.code, check?.state, others.length], ['DNS_AWAY', 'warning', 0]);
  });

  it('takes no key that others may read, and no half of the settings', () => {
    chmodSync(path.join(folder, 'dkim.pem'), 0o444);
    const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.details.code === code;
    assert.throws(() => config().dkim(), refused('DKIM_KEY_EXPOSED'));
    assert.throws(() => config({ TOCSIN_DKIM_SELECTOR: '' }).dkim(), refused('SETTING_WRONG'));
    chmodSync(path.join(folder, 'dkim.pem'), 0o400);
  });
});
