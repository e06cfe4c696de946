import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkAddress } from '../../domain/notice/address.ts';

describe('checkAddress', () => {
  for (const [raw, address] of [
    ['ana@example.test', 'ana@example.test'],
    ['  ana@example.test ', 'ana@example.test'],
    ['Ana.Lopez+x@EXAMPLE.Test', 'Ana.Lopez+x@example.test'],
    ['ana@example.test.', 'ana@example.test'],
    ["o'brien@example.test", "o'brien@example.test"],
    ['ana@bücher.example', 'ana@xn--bcher-kva.example'],
    ['añá@example.test', 'añá@example.test'],
  ] as const) {
    it(`takes '${raw}' as ${address}`, () => {
      const checked = checkAddress(raw);
      assert.ok(typeof checked === 'object');
      assert.equal(checked.address, address);
    });
  }

  it('B4-11 shows an international domain in both forms', () => {
    const checked = checkAddress('ana@bücher.example');
    assert.ok(typeof checked === 'object');
    assert.deepEqual([checked.shown, checked.address], ['ana@bücher.example', 'ana@xn--bcher-kva.example']);
    assert.equal(checked.needsSmtpUtf8, false);
  });

  it('makes one person of two spellings of one mailbox', () => {
    const keyOf = (raw: string) => {
      const checked = checkAddress(raw);
      return typeof checked === 'object' ? checked.key : checked;
    };
    assert.equal(keyOf('an\u0303a@example.test'), keyOf('a\u00f1a@example.test'));
    assert.equal(keyOf('ana@xn--bcher-kva.example'), keyOf('ana@BÜCHER.example'));
    assert.notEqual(keyOf('ana@example.test'), keyOf('Ana@example.test'));
  });

  for (const [raw, fault] of [
    ['', 'RECIPIENTS_ADDRESS_FORM'],
    ['ana', 'RECIPIENTS_ADDRESS_FORM'],
    ['@example.test', 'RECIPIENTS_ADDRESS_FORM'],
    ['ana@', 'RECIPIENTS_ADDRESS_FORM'],
    ['ana@localhost', 'RECIPIENTS_ADDRESS_FORM'],
    ['ana@127.0.0.1', 'RECIPIENTS_ADDRESS_FORM'],
    ['ana@[127.0.0.1]', 'RECIPIENTS_ADDRESS_FORM'],
    ['ana@0x7f.1', 'RECIPIENTS_ADDRESS_FORM'],
    ['ana@-x.test', 'RECIPIENTS_ADDRESS_FORM'],
    ['ana@x..test', 'RECIPIENTS_ADDRESS_FORM'],
    ['a..b@example.test', 'RECIPIENTS_ADDRESS_FORM'],
    ['.a@example.test', 'RECIPIENTS_ADDRESS_FORM'],
    ['ana lopez@example.test', 'RECIPIENTS_ADDRESS_FORM'],
    ['ana(comment)@example.test', 'RECIPIENTS_ADDRESS_FORM'],
    ['mailto:ana@example.test', 'RECIPIENTS_ADDRESS_FORM'],
    ['a@x.test;b@x.test', 'RECIPIENTS_ADDRESS_MULTIPLE'],
    ['a@x.test b@x.test', 'RECIPIENTS_ADDRESS_MULTIPLE'],
    ['a@b@x.test', 'RECIPIENTS_ADDRESS_MULTIPLE'],
    ['ana@example.test\n', 'RECIPIENTS_CONTROL_CHARACTER'],
    ['ana\u200b@example.test', 'RECIPIENTS_CONTROL_CHARACTER'],
    [`${'a'.repeat(65)}@example.test`, 'RECIPIENTS_TOO_LONG'],
    [`ana@${'x'.repeat(60)}.${'x'.repeat(60)}.${'x'.repeat(60)}.${'x'.repeat(63)}.test`, 'RECIPIENTS_TOO_LONG'],
  ] as const) {
    it(`refuses ${JSON.stringify(raw.slice(0, 40))} as ${fault}`, () => assert.equal(checkAddress(raw), fault));
  }
});
