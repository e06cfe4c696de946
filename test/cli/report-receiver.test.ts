import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, describe, it } from 'node:test';
import { type Receiver, type ReceiverSettings, receiveReports } from '../../cli/report-receiver.ts';
import { placeOf, tokenIn } from '../../cli/report-receiver-place.ts';
import { MAX_REPORT_BYTES } from '../../desk/delivery-report.ts';
import { Refusal } from '../../domain/refusal.ts';

const TOKEN = 'a-token-of-more-than-16-letters';
const MAIL = { 'Content-Type': 'message/rfc822' };
const KNOWN = { ...MAIL, Authorization: `Bearer ${TOKEN}` };

let receiver: Receiver | null = null;
afterEach(async () => {
  await receiver?.close();
  receiver = null;
});

/** A receiver that keeps what it is given, batch by batch. */
async function open(over: Partial<ReceiverSettings> = {}): Promise<{ url: string; batches: string[][] }> {
  const batches: string[][] = [];
  const record = async (mails: Uint8Array[]): Promise<void> => {
    batches.push(mails.map((mail) => Buffer.from(mail).toString()));
  };
  receiver = await receiveReports({ host: '127.0.0.1', port: 0, token: TOKEN, record, ...over });
  return { url: receiver.url, batches };
}

const post = (url: string, body: string | null, headers: Record<string, string> = KNOWN): Promise<number> =>
  fetch(url, { method: 'POST', headers, body }).then(({ status }) => status);

/** What comes back for bytes sent as they are; the line is left open. */
function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
  });
}

describe('receiveReports', () => {
  it('answers 202 once a report is recorded, byte for byte', async () => {
    const { url, batches } = await open();
    assert.equal(await post(url, 'From: x\r\n\r\ny'), 202);
    assert.deepEqual(batches, [['From: x\r\n\r\ny']]);
  });

  it('says 503 when nothing was recorded, and goes on', async () => {
    let away = true;
    const { url } = await open({
      record: async () => {
        if (away) throw new Error('Cannot reach the database');
      },
    });
    assert.equal(await post(url, 'one'), 503);
    away = false;
    assert.equal(await post(url, 'one'), 202);
  });

  it('records together what arrived while it was recording', async () => {
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const sizes: number[] = [];
    const { url } = await open({
      record: async (mails) => {
        sizes.push(mails.length);
        if (sizes.length === 1) await held;
      },
    });
    const all = ['a', 'b', 'c', 'd'].map((body) => post(url, body));
    while (sizes.length === 0) await new Promise((resolve) => setImmediate(resolve));
    release();
    assert.deepEqual(await Promise.all(all), [202, 202, 202, 202]);
    assert.equal(
      sizes.reduce((sum, size) => sum + size, 0),
      4,
    );
  });

  it('takes nothing without the token, nor with a longer, shorter or empty one', async () => {
    const { url, batches } = await open();
    for (const said of [null, '', 'Bearer', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, TOKEN]) {
      assert.equal(await post(url, 'x', { ...MAIL, ...(said === null ? {} : { Authorization: said }) }), 401);
    }
    assert.deepEqual(batches, []);
  });

  it('takes no other method, no other content, no empty body', async () => {
    const { url, batches } = await open();
    assert.equal((await fetch(url, { headers: KNOWN })).status, 405);
    assert.equal(await post(url, '{}', { ...KNOWN, 'Content-Type': 'application/json' }), 415);
    assert.equal(await post(url, null), 400);
    assert.equal(await post(url, ''), 400);
    assert.deepEqual(batches, []);
  });

  it('stops reading what is too large, announced or not', async () => {
    const { url, batches } = await open();
    const head = `POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: message/rfc822\r\n`;
    const announced = await raw(url, `${head}Content-Length: ${MAX_REPORT_BYTES + 1}\r\n\r\n`);
    assert.match(announced, /^HTTP\/1\.1 413 /);
    const size = MAX_REPORT_BYTES + 1;
    const chunked = await raw(
      url,
      `${head}Transfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`,
    );
    assert.match(chunked, /^HTTP\/1\.1 413 /);
    assert.deepEqual(batches, []);
  });

  it('waits for no slow sender, and for none who leaves in the middle', async () => {
    const { url, batches } = await open({ patienceMs: 50 });
    const head = `POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: message/rfc822\r\n`;
    assert.match(await raw(url, `${head}Content-Length: 100\r\n\r\nonly this`), /^(HTTP\/1\.1 408 |$)/);
    assert.match(await raw(url, 'POST / HT'), /^(HTTP\/1\.1 408 |$)/);
    assert.deepEqual(batches, []);
  });

  it('says that the port is taken', async () => {
    const { url } = await open();
    const port = Number(new URL(url).port);
    const second = receiveReports({ host: '127.0.0.1', port, token: null, record: async () => {} });
    await assert.rejects(second, (error) => error instanceof Refusal && error.details.code === 'CANNOT_LISTEN');
  });
});

describe('where reports are taken', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-token-'));
  after(() => rmSync(folder, { recursive: true }));
  const refused = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      if (error instanceof Refusal) return error.details.code;
      throw error;
    }
    return '';
  };

  it('is this machine unless a token guards it', () => {
    assert.deepEqual(placeOf('8025', false), { host: '127.0.0.1', port: 8025 });
    assert.deepEqual(placeOf('[::1]:8025', false), { host: '::1', port: 8025 });
    assert.deepEqual(placeOf('localhost:8025', false), { host: 'localhost', port: 8025 });
    for (const listen of ['0.0.0.0:8025', '[::]:8025', '192.0.2.7:8025', '127.0.0.1.example.com:8025']) {
      assert.equal(
        refused(() => placeOf(listen, false)),
        'LISTEN_NEEDS_TOKEN',
        listen,
      );
      assert.equal(placeOf(listen, true).port, 8025);
    }
    for (const listen of ['', ':', 'localhost', 'localhost:', '::1:80', '1:2:3', '127.0.0.1:70000', ' :1x'])
      assert.equal(
        refused(() => placeOf(listen, true)),
        'LISTEN_UNREADABLE',
        listen,
      );
  });

  it('has a token that can be used', () => {
    const file = path.join(folder, 'token');
    for (const text of ['', 'short\n', `two words ${TOKEN}`, `${TOKEN}\n${TOKEN}`]) {
      writeFileSync(file, text);
      assert.equal(
        refused(() => tokenIn(file)),
        'TOKEN_UNUSABLE',
        text,
      );
    }
    writeFileSync(file, `${TOKEN}\r\n`);
    assert.equal(tokenIn(file), TOKEN);
    assert.equal(
      refused(() => tokenIn(path.join(folder, 'none'))),
      'TOKEN_UNUSABLE',
    );
  });
});
