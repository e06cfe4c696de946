import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, it } from 'node:test';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { composeMail } from '../../activities/compose-mail.ts';
import { dkimKeyOf, dkimRecord, signMail } from '../../activities/dkim.ts';
import { NoticeMould } from '../../activities/notice-mould.ts';
import { SMTP_CLIENTS } from '../../activities/smtp-clients.ts';
import { scriptedServer } from './scripted-server.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const pemOf = { type: 'pkcs8', format: 'pem' } as const;
const KEYS = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ed25519: generateKeyPairSync('ed25519').privateKey,
};

const message = {
  messageId: '<1@ejemplo.example>',
  from: { name: 'Ejemplo Analítica, S.L.', address: 'avisos@ejemplo.example' },
  replyTo: 'avisos@ejemplo.example',
  to: 'ana@example.test',
  subject: 'Aviso sobre sus datos: qué ha pasado y qué puede hacer usted ahora, con calma',
  text: '.Hola \t Ana  \r\n\r\n..qué tal\r\n\r\n\r\n',
  html: '<p>Hola\t Ana</p>\n\n',
  locale: 'es',
  date: new Date('2026-11-02T09:00:00Z'),
};

async function verdict(mime: Buffer, kind: keyof typeof KEYS): Promise<string | undefined> {
  const resolver = async (name: string, type: string): Promise<string[][]> => {
    if (name === 'tocsin._domainkey.ejemplo.example' && type === 'TXT') return [[dkimRecord(KEYS[kind])]];
    throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
  };
  const { results } = await dkimVerify(mime, { resolver });
  return results[0]?.status.result;
}

for (const kind of ['rsa', 'ed25519'] as const) {
  const dkim = { domain: 'ejemplo.example', selector: 'tocsin', key: KEYS[kind] };

  describe(`DKIM with ${kind}`, () => {
    it('signs what a verifier of others calls good, and says so no more once a word or a header is another', async () => {
      const { mime } = await composeMail(message);
      const signed = signMail(mime, dkim);
      assert.equal(await verdict(signed, kind), 'pass');
      const changed = (from: string, to: string) => Buffer.from(signed.toString('latin1').replace(from, to), 'latin1');
      assert.notEqual(await verdict(changed('tal', 'mal'), kind), 'pass');
      assert.notEqual(await verdict(changed('\r\nFrom:', '\r\nFrom: x@y.example\r\nFrom:'), kind), 'pass');
      assert.notEqual(await verdict(changed('\r\nMIME-Version', '\r\nSubject: another\r\nMIME-Version'), kind), 'pass');
    });

    it('signs a message without a body', async () => {
      const mime = Buffer.from('From: avisos@ejemplo.example\r\nSubject: x\r\n\r\n');
      assert.equal(await verdict(signMail(mime, dkim), kind), 'pass');
    });

    for (const [name, make] of Object.entries(SMTP_CLIENTS)) {
      it(`arrives whole by ${name}: dots, long lines and what was filled in`, async () => {
        const server = await scriptedServer(() => null);
        const sender = make(server.url, { connections: 1, dkim });
        closers.push(server.close, () => sender.close());
        const { messageId, to, date, ...rest } = message;
        const mould = await NoticeMould.of(() => rest, { named: false, referenced: false });
        const outcome = await sender.send(mould.fill({ to, name: null, reference: null, messageId, date }));
        assert.equal(outcome.kind, 'sent');
        const arrived = (server.raw.get(messageId) ?? '').replace(/(^|\r\n)\.\./g, '$1.');
        assert.match(arrived, /^DKIM-Signature: v=1;/);
        assert.equal(await verdict(Buffer.from(`${arrived}\r\n`, 'latin1'), kind), 'pass');
      });
    }
  });
}

describe('dkimKeyOf', () => {
  it('takes no key that verifiers refuse', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export(pemOf);
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pemOf);
    for (const pem of [weak, other]) assert.throws(() => dkimKeyOf(String(pem)), /2,048/);
    assert.equal(dkimKeyOf(String(KEYS.rsa.export(pemOf))).asymmetricKeyType, 'rsa');
  });
});
