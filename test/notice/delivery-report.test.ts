import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MAX_REPORT_BYTES, readDeliveryReport } from '../../desk/delivery-report.ts';
import { reportedRecipients, returnedMessage } from '../../domain/notice/delivery-report.ts';
import { sampleReport } from './sample-report.ts';

const seed = Number(process.env['TOCSIN_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const raw = [
  'From: avisos@ejemplo.example',
  'To: somebody@example.test',
  'Message-ID: <0123456789abcdef@ejemplo.example>',
  'Subject: About the security of your personal data =?UTF-8?Q?=C2=B7?=',
  ' 7KQ3-9XWD-4TBM-2C',
  '',
  'Hello',
].join('\r\n');
const read = (text: string) => readDeliveryReport(Buffer.from(text, 'latin1'));
const ours = { messageId: '<0123456789abcdef@ejemplo.example>', reference: '7KQ3-9XWD-4TBM-2C' };

describe('readDeliveryReport', () => {
  it('reads action, status and which message came back, and no address', async () => {
    const report = await read(sampleReport({ raw }));
    assert.deepEqual(report, { recipients: [{ action: 'failed', status: '5.1.1' }], returned: ours });
    assert.doesNotMatch(JSON.stringify(report), /somebody/);
  });

  it('is content with the headers of the message', async () => {
    const returned = raw.slice(0, raw.indexOf('\r\n\r\n'));
    const report = await read(sampleReport({ raw }, { returned, returnedType: 'text/rfc822-headers' }));
    assert.deepEqual(typeof report === 'object' && report.returned, ours);
  });

  for (const action of ['delayed', 'delivered', 'relayed', 'expanded', 'FAILED']) {
    it(`knows the action ${action}`, async () => {
      const report = await read(sampleReport({ raw }, { action, status: '4.4.7' }));
      assert.deepEqual(typeof report === 'object' && report.recipients, [
        { action: action.toLowerCase(), status: '4.4.7' },
      ]);
    });
  }

  it('takes no answer of a person or of a holiday program for a report', async () => {
    assert.equal(
      await read('From: a@b.test\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nBack on Monday'),
      'NOT_A_REPORT',
    );
    assert.equal(await read(sampleReport({ raw }, { action: 'sunny' })), 'NOT_A_REPORT');
    assert.equal(await read(''), 'NOT_A_REPORT');
  });

  it('leaves a status out that is none', async () => {
    const report = await read(sampleReport({ raw }, { status: '5.1.1x/<b>' }));
    assert.deepEqual(typeof report === 'object' && report.recipients, [{ action: 'failed', status: '5.1.1' }]);
    const none = await read(sampleReport({ raw }, { status: '9.9999.1' }));
    assert.deepEqual(typeof none === 'object' && none.recipients, [{ action: 'failed', status: null }]);
  });

  it('R26 names what is too large or nested a thousand deep by a code', async () => {
    assert.equal(await read(`${sampleReport({ raw })}${'x'.repeat(MAX_REPORT_BYTES)}`), 'TOO_LARGE');
    const depth = 1_000;
    const nested = Array.from(
      { length: depth },
      (_, at) => `Content-Type: multipart/mixed; boundary="n${at}"\r\n\r\n--n${at}\r\n`,
    ).join('');
    assert.equal(await read(`${nested}Content-Type: text/plain\r\n\r\nend`), 'NOT_READABLE');
  });

  it('reads no more recipients than a mail of ours can have', () => {
    assert.equal(reportedRecipients('Action: failed\n\n'.repeat(100_000)).length, 20);
  });

  it(`R26 never fails, whatever it is given, and never keeps an address (TOCSIN_TEST_SEED=${seed})`, async () => {
    const whole = Buffer.from(sampleReport({ raw }), 'latin1');
    const mutated = fc
      .tuple(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 40 }),
        fc.nat(whole.length),
        fc.boolean(),
      )
      .map(([changes, cut, cuts]) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        return cuts ? bytes.subarray(0, cut) : bytes;
      });
    const any = fc.oneof(
      mutated,
      fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(any, async (bytes) => {
        const report = await readDeliveryReport(bytes);
        if (typeof report === 'string') return assert.match(report, /^[A-Z_]+$/);
        assert.ok(report.recipients.length > 0 && report.recipients.length <= 20);
        for (const { status } of report.recipients) assert.match(status ?? '5.0.0', /^[245]\.\d{1,3}\.\d{1,3}$/);
        assert.match(report.returned.reference ?? ours.reference, /^[0-9A-Z-]{17}$/);
        assert.match(report.returned.messageId ?? '<>', /^<[^<>\s]*>$/);
      }),
      { seed, numRuns: 400 },
    );
  });

  it('looks for the message in its headers alone', () => {
    assert.deepEqual(returnedMessage(`Subject: x\r\n\r\nMessage-ID: <forged@x>\r\n`), {
      messageId: null,
      reference: null,
    });
  });
});
